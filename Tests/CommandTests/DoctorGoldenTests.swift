import FakeCluster
import Foundation
import Testing

/// What `doctor` shows at a terminal, compared with the files in `Doctor`.
/// `ISINVENTORY_RECORD=1 swift test --filter DoctorGoldenTests` writes them anew; read the difference before committing it.
@Suite("doctor at a terminal") struct DoctorGoldenTests {
    private static let rights: [(name: String, Permissions, [String], status: Int32)] = [
        ("all", .everything, ["-A"], 0),
        ("without-builds", .everything(but: .builds, .buildConfigs), ["-A"], 3),
        ("found-namespaces", .reading(in: "billing", "shop"), [], 3),
        ("given-namespaces", .reading(in: "billing", "shop"), ["-n", "billing", "-n", "shop"], 0),
        ("nothing", .nothing, ["-A"], 2),
    ]

    @Test("as recorded, in columns, and no line wider than it", arguments: 0..<rights.count, [80, 120])
    func golden(which: Int, columns: Int) async throws {
        let (name, permissions, arguments, status) = Self.rights[which]
        let folder = try TemporaryFolder()
        var contents = StoredContents()
        for namespace in ["billing", "shop"] {
            contents.put(
                DeploymentText(
                    ObjectKey(namespace: namespace, name: "web"), uid: namespace,
                    containers: [.init("web", "quay.io/acme/web:1.0")]))
        }
        let server = try await FakeServer(contents)
        server.admit(token: "secret", permissions)
        let kubeconfig = try folder.write("kubeconfig", server.kubeconfig(token: "secret", name: "prod"))
        let terminal = try PseudoTerminal(
            ["doctor", "--kubeconfig", kubeconfig] + arguments, columns: UInt16(columns), environment: ["HOME": folder.path])
        let ended = try terminal.end()
        try await server.stop()
        #expect(ended == status, "\(terminal.shown)")
        // To Swift, what a terminal ends a line with is one character.
        let shown = terminal.shown.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        for line in shown { #expect(line.count <= columns, "\(line)") }
        // The folder's name is another in each run, and may be broken anywhere.
        let start = try #require(shown.firstIndex { $0.hasPrefix("ok       server") })
        let text = shown[start...].joined(separator: "\n")
        #expect(terminal.shown.hasPrefix("ok       kubeconfig: "))
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Doctor/\(name)-\(columns).txt")
        if ProcessInfo.processInfo.environment["ISINVENTORY_RECORD"] == "1" { try Data(text.utf8).write(to: file) }
        #expect(try text == String(contentsOf: file, encoding: .utf8), "\(name) at \(columns)")
    }
}
