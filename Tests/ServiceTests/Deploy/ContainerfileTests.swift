import Foundation
import Testing

@Suite("The image that deploy/Containerfile makes")
struct ContainerfileTests {
    /// The instructions, continued lines put together.
    private func instructions() throws -> [(word: String, rest: String)] {
        try Repository.text("deploy/Containerfile").replacingOccurrences(of: "\\\n", with: " ").split(separator: "\n")
            .filter { !$0.hasPrefix("#") }
            .map { line in
                let parts = line.split(separator: " ", maxSplits: 1).map(String.init)
                return (parts[0], parts.count > 1 ? parts[1] : "")
            }
    }

    @Test("it is no root's, by a number that Kubernetes can tell, and runs the program")
    func user() throws {
        let all = try instructions()
        #expect(all.last { $0.word == "USER" }?.rest.wholeMatch(of: /[1-9][0-9]*:0/) != nil)
        #expect(all.last { $0.word == "ENTRYPOINT" }?.rest == #"["/usr/local/bin/isinventory"]"#)
        #expect(all.count { $0.word == "FROM" } == 2)
        // Images are named whole: what a short name means is up to whoever builds.
        #expect(all.filter { $0.word == "FROM" }.allSatisfy { $0.rest.hasPrefix("docker.io/") && $0.rest.contains(":") })
    }

    @Test("building installs what scripts/setup build does")
    func buildPackages() throws {
        let setup = try #require(try Repository.text("scripts/setup").firstMatch(of: /\nbuild=\(([^)]+)\)/)?.1)
        let run = try #require(try instructions().first { $0.word == "RUN" }?.rest)
        for package in setup.split(separator: " ") { #expect(run.contains(" \(package) "), "\(package)") }
    }

    @Test("the image has the libraries that the program is linked with")
    func runtimePackages() throws {
        let runs = try instructions().filter { $0.word == "RUN" }
        let runtime = try #require(runs.last?.rest)
        for library in ["libsqlite3.so.0", "libsimdjson.so.14", "libarchive.so.13"] {
            let owner = try #require(try output("/usr/bin/dpkg-query", "--search", "*/\(library)").split(separator: ":").first)
            #expect(runtime.contains(" \(owner) "), "\(owner)")
        }
        let linked = try output("/usr/bin/ldd", program)
        #expect(linked.contains("libsqlite3.so.0") && linked.contains("libsimdjson.so.14") && linked.contains("libarchive.so.13"))
    }

    /// The program that was built along with the tests.
    private var program: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("isinventory").path
    }

    private func output(_ path: String, _ arguments: String...) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return output
    }
}
