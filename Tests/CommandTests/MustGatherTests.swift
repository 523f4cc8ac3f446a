import Foundation
import Testing

@Suite("Must-gathers of real clusters")
struct MustGatherTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
        for name in ["mg-aws", "mg-azure"] {
            let tar = try Program.run("/usr/bin/tar", ["-C", folder.path, "-xf", "\(Story.mustGathers)/\(name).subset.tar.xz"])
            try #require(tar.status == 0, "\(tar.errors)")
        }
    }

    @Test("a must-gather is imported whole: as many objects of each kind as its files hold")
    func whole() throws {
        for (cluster, counts) in [
            ("aws", ["Deployment": 57, "DaemonSet": 18, "StatefulSet": 2]),
            ("azure", ["Deployment": 54, "DaemonSet": 17, "StatefulSet": 2]),
        ] {
            let run = try program.run("collect", "--from", "\(folder.path)/must-gather-\(cluster)", "--cluster", cluster)
            #expect(run.status == 0, "\(run.errors)")
            let rows = try program.rows("get", "workloads", "--cluster", cluster)
            #expect(Dictionary(grouping: rows, by: { $0["kind"] as? String ?? "" }).mapValues(\.count) == counts)
            #expect(try program.rows("get", "is", "--cluster", cluster).count == 86)
        }
    }

    @Test("the difference between two clusters' streams, imported as one history, is exactly the digests that differ")
    func difference() throws {
        for (cluster, instant) in [("aws", "2026-01-01T00:00:00Z"), ("azure", "2026-01-02T00:00:00Z")] {
            let run = try program.run(
                "collect", "--from", "\(folder.path)/must-gather-\(cluster)", "--taken-at", instant, "--cluster", "one",
                "--rebuilt")
            try #require(run.status == 0, "\(run.errors)")
        }
        let aws = try currentDigests("aws")
        let azure = try currentDigests("azure")
        var wanted: Set<[String]> = []
        for tag in Set(aws.keys).union(azure.keys) where aws[tag] != azure[tag] {
            wanted.insert([tag, aws[tag] ?? "", azure[tag] ?? ""])
        }
        let found = try program.rows("diff", "2026-01-01", "2026-01-02", "-n", "openshift")
            .filter { $0["field"] as? String == "digest" }
            .map { [$0["name"] as? String ?? "", $0["old"] as? String ?? "", $0["new"] as? String ?? ""] }
        #expect(!wanted.isEmpty)
        #expect(Set(found) == wanted)
        #expect(found.count == wanted.count)
    }

    @Test("another cluster under a known name is refused, by its clusterID, and so are two clusters in one folder")
    func anotherCluster() throws {
        let first = try program.run("collect", "--from", "\(folder.path)/must-gather-aws", "--cluster", "prod")
        try #require(first.status == 0, "\(first.errors)")
        let before = try Data(contentsOf: URL(fileURLWithPath: program.database))
        let second = try program.run("collect", "--from", "\(folder.path)/must-gather-azure", "--cluster", "prod")
        #expect(second.status == 2)
        #expect(second.errors.contains("96eb6c40-16e8-4718-ade6-5d7c6f05e120"), "\(second.errors)")
        #expect(second.errors.contains("01422477-10c4-4a2d-ac1a-6612a5236803"))
        let both = try program.run("collect", "--from", folder.path, "--cluster", "both", "--taken-at", "2026-01-01")
        #expect(both.status == 2)
        #expect(both.errors.contains("another cluster"), "\(both.errors)")
        #expect(try Data(contentsOf: URL(fileURLWithPath: program.database)) == before)
    }

    /// Each tag's newest digest, read off the YAML's lines: no parser of ours, no parser of theirs.
    private func currentDigests(_ cluster: String) throws -> [String: String] {
        let find = try Program.run(
            "/usr/bin/find",
            ["\(folder.path)/must-gather-\(cluster)", "-path", "*/openshift/image.openshift.io/imagestreams.yaml"])
        let file = find.output.split(separator: "\n").map(String.init)
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: try #require(file.first))), as: UTF8.self)
        var digests: [String: String] = [:]
        var stream = ""
        var newest: String?
        var isStatus = false
        for line in text.split(separator: "\n").map(String.init) {
            if line.hasPrefix("- apiVersion:") { (stream, newest, isStatus) = ("", nil, false) }
            if line.hasPrefix("    name: "), stream.isEmpty { stream = String(line.dropFirst(10)) }
            if line == "  status:" { isStatus = true }
            guard isStatus else { continue }
            // In a status, `items` (or conditions) come before the `tag` they belong to; the first item is the newest.
            if line.hasPrefix("    - conditions:") || line.hasPrefix("    - items:") { newest = nil }
            if line.hasPrefix("        image: sha256:"), newest == nil { newest = String(line.dropFirst(15)) }
            if line.hasPrefix("      tag: "), let digest = newest {
                let tag = line.dropFirst(11).trimmingCharacters(in: CharacterSet(charactersIn: "\"'"))
                digests["\(stream):\(tag)"] = digest
            }
        }
        return digests
    }
}
