import Histories
import Model
import Publish
import Questions
import Record
import Testing

@testable import Publish

/// Problems are asked in the database, by SQL of its own.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test")) struct FleetProblemsTests {
    @Test("problems of a fleet are the files', whatever stands in triggers and whatever tags follow")
    func problems() throws {
        let (_, address, _) = try PostgreSQLServer.database()
        let folder = try Folder()
        let path = "\(folder.path)/two.db"
        let writer = try RecordWriter(path: path)
        var histories = ["alpha", "beta"].enumerated().map { RandomHistory(seed: UInt64(61 + $0), cluster: $1) }
        var random = SplitMix(62)
        for _ in 0..<24 {
            for index in histories.indices {
                var snapshot = histories[index].next()
                for place in snapshot.workloads.indices where random.below(2) == 0 {
                    snapshot.workloads[place].state.triggers = Self.triggers[random.below(Self.triggers.count)]
                }
                for place in snapshot.imageStreamTags.indices where random.below(2) == 0 {
                    let (kind, name) = Self.sources[random.below(Self.sources.count)]
                    snapshot.imageStreamTags[place].source = .init(kind: kind, name: name)
                }
                _ = try writer.record(snapshot)
            }
        }
        _ = try Publisher(RecordReader(path: path), to: Connection(address)).publish()
        var found: Set<Problem> = []
        let instants = (0..<24).map { Instant(secondsSince1970: 1_700_000_000 + 900 * $0) as Instant? }
        for at in [nil] + instants {
            let (file, fleet) = (try RecordReader(path: path, at: at), try FleetReader(Connection(address), at: at))
            for filter in [Filter(), Filter(cluster: "beta"), Filter(namespaces: ["shop"])] {
                let (mine, theirs) = (try? Problems(in: file, filter), try? Problems(in: fleet, filter))
                #expect(mine?.found == theirs?.found, "\(at?.description ?? "now") \(filter)")
                #expect(mine?.notes == theirs?.notes, "\(at?.description ?? "now") \(filter)")
                found.formUnion((mine?.found ?? []).map(\.problem))
            }
        }
        #expect(found == Set(Problem.allCases))
    }

    private static let triggers = [
        "not JSON", "{}", "null", "[]", "7", "[7]", "[null]", #"[{"from": 3}]"#, #"[{"paused": "yes"}]"#, "[{}]", "[\u{0}]",
        #"[{"from": {"kind": "ImageStreamTag", "name": "s0:t0"}, "fieldPath": "spec.template.spec.containers[?(@.name==\"c0\")].image"}]"#,
        #"[{"from": {"kind": "ImageStreamTag", "name": "s1:t0"}, "fieldPath": "spec.template.spec.containers[1].image", "paused": true}]"#,
        #"[{"from": {"kind": "ImageStreamTag", "name": "s1:\u0000"}, "fieldPath": "spec.template.spec.containers[9].image"}]"#,
        #"[{"from": {"kind": "Secret", "name": "x"}, "fieldPath": "spec.template.spec.containers[0].image"}]"#,
        #"[{"from": {"kind": "ImageStreamTag", "name": "s1:t1", "name": 3}, "fieldPath": "spec.containers[0].image"}, {"paused": true}]"#,
        "[" + String(repeating: "[", count: 1200), "[1e999]", #"{"a": [1, 2,]}"#, "[{'from': 1}]", "[{}] // said",
    ]

    private static let sources = [
        ("ImageStreamTag", "s0:t0"), ("ImageStreamTag", "t1"), ("ImageStreamTag", "shop/s1:t0"), ("ImageStreamTag", "bank/t0"),
        ("ImageStreamTag", ":"), ("ImageStreamTag", "a/b/c:d:e"), ("ImageStreamTag", ""), ("ImageStreamTag", "s0:\u{301}t"),
        ("ImageStreamImage", "s0@sha256:" + String(repeating: "3", count: 64)), ("ImageStreamImage", "s1"),
        ("ImageStreamImage", "shop/s1@sha256:" + String(repeating: "1", count: 64)), ("ImageStreamImage", "@"),
        ("DockerImage", "docker.io/library/x@sha256:" + String(repeating: "2", count: 64)), ("Elsewhere", "s0:t0"),
    ]
}
