import Foundation
import Model
import Questions
import Record
import Testing

@testable import Service

@Suite("Figures as Prometheus reads them")
struct MetricsTests {
    private func page(_ names: [String] = ["prod", "test"]) throws -> String {
        let targets = try names.map { name in
            var target = try ScriptedCluster().target(name)
            target.isFollowed = true
            return target
        }
        let board = MetricsRegistry(targets, time: ManualTime("2026-11-25T03:00:00Z"))
        let coverage = [Coverage].whole(objects: 2).but(.imageStream, .failed, "reset")
        let snapshot = Snapshot(
            cluster: "x", takenAt: Instant(secondsSince1970: 1_795_576_500), source: "script", coverage: coverage)
        let recorded = try RecordWriter(path: ":memory:").record(snapshot)
        // The look before it was whole, as far as it went.
        let before = Snapshot(
            cluster: "x", takenAt: snapshot.takenAt.advanced(by: -900), source: "script", coverage: [[Coverage].whole[0]])
        let recordedBefore = try RecordWriter(path: ":memory:").record(before)
        for name in names {
            board.update(name) { figures in
                figures.recorded(recordedBefore, Observation(before), took: .seconds(1), steady: .seconds(1))
                figures.begin(at: snapshot.takenAt, steady: .zero)
                figures.recorded(recorded, Observation(snapshot), took: .milliseconds(1500), steady: .seconds(2))
                figures.waits(until: snapshot.takenAt.advanced(by: 900), steady: .seconds(2))
            }
        }
        let findings = [nil, "shop"].map { FindingCount(cluster: "prod", namespace: $0, finding: .stale, count: 2) }
        return MetricsPage(
            board: board, version: "1.2.3", databaseBytes: 4096, process: ProcessFigures(), findings: findings
        ).text()
    }

    /// `# HELP`, `# TYPE`, samples, each name's lines together: what the format demands.
    /// https://prometheus.io/docs/instrumenting/exposition_formats/#text-format-details
    @Test("every line is one the format knows; each name has HELP, TYPE and samples, in this order, once")
    func grammar() throws {
        let page = try page()
        #expect(page.hasSuffix("\n"))
        var seen: Set<String> = []
        var name = ""
        var samples: Set<String> = []
        for line in page.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if let match = line.wholeMatch(of: /# HELP ([a-z_]+) .+/) {
                name = String(match.1)
                #expect(seen.insert(name).inserted, "\(name) twice")
            } else if let match = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge)/) {
                #expect(match.1 == name)
                #expect((match.2 == "counter") == name.hasSuffix("_total"), "\(name)")
            } else {
                let match = try #require(
                    line.wholeMatch(
                        of: /([a-z_]+)(\{[a-z_]+="(?:[^"\\\n]|\\.)*"(?:,[a-z_]+="(?:[^"\\\n]|\\.)*")*\})? (-?[0-9.e+-]+)/),
                    "\(line)")
                #expect(match.1 == name)
                #expect(Double(match.3) != nil)
                #expect(samples.insert("\(match.1)\(match.2 ?? "")").inserted, "twice: \(line)")
            }
        }
        #expect(seen.count > 15)
    }

    @Test("the values are those of the looks")
    func values() throws {
        let lines = Set(try page().split(separator: "\n").map(String.init))
        for expected in [
            #"isinventory_build_info{version="1.2.3"} 1"#, #"isinventory_last_duration_seconds{cluster="prod"} 1.5"#,
            #"isinventory_next_tick_timestamp_seconds{cluster="test"} 1795577400"#,
            #"isinventory_objects{cluster="prod",kind="Deployment"} 2"#, "isinventory_database_bytes 4096",
            #"isinventory_coverage{cluster="prod",kind="ImageStream",outcome="failed"} 1"#,
            #"isinventory_errors_total{cluster="prod",error="failed"} 1"#,
            #"isinventory_errors_total{cluster="prod",error="record"} 0"#,
            #"isinventory_snapshots_total{cluster="prod",result="incomplete"} 1"#,
        ] { #expect(lines.contains(expected), "\(expected)") }
        // Never seen whole: no number at all, rather than a zero that would look like a deletion.
        #expect(!lines.contains { $0.hasPrefix(#"isinventory_objects{cluster="prod",kind="ImageStream""#) })
        #expect(lines.contains { $0.hasPrefix("process_resident_memory_bytes ") })
        #expect(lines.contains { $0.hasPrefix("process_open_fds ") })
    }

    @Test("a cluster's name cannot leave its label")
    func hostileName() throws {
        let page = try page(["a\"} 1\nfake_metric 2\\\u{1B}[2J"])
        #expect(page.contains(#"{cluster="a\"} 1\nfake_metric 2\\\\u{1B}[2J"}"#))
        #expect(!page.contains("\nfake_metric"))
        #expect(!page.contains("\u{1B}"))
    }

    @Test("every figure is told of in docs/deploying.md, and none that there is not")
    func documented() throws {
        let text = try Repository.text("docs/deploying.md")
        let told = Set(text.matches(of: /`((?:isinventory|process)_[a-z_]+)/).map { String($0.1) })
        let written = Set(try page().matches(of: /# TYPE ([a-z_]+)/).map { String($0.1) })
        #expect(told == written)
    }

    @Test(
        "numbers are spelt as Go reads them",
        arguments: [(0, "0"), (1_795_576_500, "1795576500"), (1.5, "1.5"), (-2, "-2"), (.infinity, "+Inf"), (.nan, "NaN")])
    func numbers(value: Double, expected: String) { #expect(PrometheusText.number(value) == expected) }
}

@Suite("Whether the collector lives and works")
struct HealthTests {
    private func board(_ time: ManualTime) throws -> MetricsRegistry {
        MetricsRegistry([try ScriptedCluster().target()], time: time)
    }

    @Test("a loop that does nothing for too long is not alive; one that looks may take its limit")
    func alive() throws {
        let time = ManualTime("2026-11-25T03:00:00Z")
        let board = try board(time)
        #expect(Health.alive(board).isWell)
        time.pass(121)
        #expect(!Health.alive(board).isWell)
        board.update("prod") { $0.begin(at: time.now, steady: time.steady) }
        time.pass(600)
        #expect(Health.alive(board).isWell)
        time.pass(121)
        #expect(Health.alive(board).lines == ["prod: silent for 721 s, which is too long"])
    }

    @Test("it is ready once the newest look stands in the record")
    func ready() throws {
        let time = ManualTime("2026-11-25T03:00:00Z")
        let board = try board(time)
        #expect(Health.ready(board).lines == ["prod: not looked yet"])
        board.update("prod") { $0.notRecorded(.record, took: .zero, steady: .zero) }
        #expect(!Health.ready(board).isWell)
        let snapshot = Snapshot(cluster: "prod", takenAt: time.now, source: "script", coverage: .whole)
        let recorded = try RecordWriter(path: ":memory:").record(snapshot)
        board.update("prod") { $0.recorded(recorded, Observation(snapshot), took: .zero, steady: .zero) }
        #expect(Health.ready(board).isWell)
    }
}
