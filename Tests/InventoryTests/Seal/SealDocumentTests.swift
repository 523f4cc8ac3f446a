import Foundation
import Testing

@testable import Model
@testable import Record

@Suite("docs/seal.md is enough to verify a record")
struct SealDocumentTests {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test("its worked example is what this program seals")
    func workedExample() throws {
        let text = try String(contentsOf: SealDocumentTests.root.appendingPathComponent("docs/seal.md"), encoding: .utf8)
        let record = try ScratchRecord()
        let store = try RecordWriter(path: record.path)
        let id = Workload.ID(namespace: "shop", kind: .deployment, name: "web")
        let coverage = Coverage(kind: .deployment, outcome: .complete, objects: 1)
        let container = Container(name: "app", image: "nginx:1.27")
        var snapshot = Snapshot(
            cluster: "prod", takenAt: try #require(Instant("2026-01-05T00:00:00Z")), source: "file web.json",
            coverage: [coverage], workloads: [Workload(id: id, uid: "7c1e", replicas: 2, containers: [container])])
        let workload = snapshot.workloads[0]
        let first = try store.record(snapshot).seal
        snapshot.takenAt = snapshot.takenAt.advanced(by: 900)
        let second = try store.record(snapshot).seal
        snapshot.takenAt = snapshot.takenAt.advanced(by: 900)
        snapshot.workloads[0].replicas = 3
        let third = try store.record(snapshot).seal
        for seal in [first, second, third] { #expect(text.contains(seal), "docs/seal.md lacks the seal \(seal)") }
        let facts = [
            Fact.opened(.coverage) {
                $0.append(coverage.scope); $0.append(coverage)
            },
            Fact.opened(.workload) {
                $0.append(id); $0.append(workload.state)
            },
            Fact.opened(.container) {
                $0.append(Container.ID(workload: id, isInit: false, name: "app"))
                $0.append(container.state)
            },
            Fact.closed(.workload, from: Instant("2026-01-05T00:00:00Z")) { $0.append(id) },
        ]
        for fact in facts {
            let line = "\(SealHash(of: fact.fields.bytes).hex) \(String(decoding: fact.fields.bytes, as: UTF8.self))"
            #expect(text.contains(line), "docs/seal.md lacks \(line)")
        }
    }

    @Test("docs/verify.py, which shares nothing with this program, comes to the same seals", .enabled(if: python != nil))
    func independentVerifier() throws {
        for seed in 1...6 as ClosedRange<UInt64> {
            let record = try ScratchRecord(seed: seed, snapshots: 50)
            let seal = try #require(try record.verify().chains.first?.seal)
            #expect(try SealDocumentTests.runVerifier(record.path, seal) == (0, "prod \(seal)\n"))
            try record.edit(
                "UPDATE container_version SET position = position + 1 WHERE from_snapshot = (SELECT max(from_snapshot) FROM container_version)"
            )
            #expect(try SealDocumentTests.runVerifier(record.path).status != 0)
        }
    }

    static let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/root/.pyenv/shims/python3"]
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    static func runVerifier(_ arguments: String...) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["python3", root.appendingPathComponent("docs/verify.py").path] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = Pipe()
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
