import FakeCluster
import Model
import Record
import Testing

@testable import Service

@Suite("What was not seen is not taken for gone, and is said")
struct CoverageTellingTests {
    private static let reason = "cronjobs.batch is forbidden: User \"x\" cannot list"

    /// Four looks: whole, CronJobs forbidden twice, whole again.
    private func story() async throws -> (Workbench, [String]) {
        let cluster = ScriptedCluster { look, _ in
            (2...3).contains(look)
                ? .whole(objects: 5).but(.cronJob, .forbidden, Self.reason) : .whole(objects: Int64(look * 10))
        }
        let bench = try Workbench([cluster.target()], at: "2026-11-25T03:00:00Z")
        var pages: [String] = []
        try await bench.run { bench in
            for look in 1...4 {
                try await eventually("look \(look)") { cluster.looks.count == look }
                try await bench.time.whenNapping()
                pages.append(MetricsPage(board: bench.service.board, version: "1.2.3", databaseBytes: nil, process: nil).text())
                bench.time.pass(900)
            }
        }
        return (bench, pages)
    }

    @Test("the figures keep the count of what could not be looked at, and say since when and why")
    func figures() async throws {
        let (_, pages) = try await story()
        let lines = pages.map { Set($0.split(separator: "\n").map(String.init)) }
        let cronJobs = #"{cluster="prod",kind="CronJob"}"#
        #expect(lines[0].contains("isinventory_objects\(cronJobs) 10"))
        for forbidden in lines[1...2] {
            #expect(forbidden.contains("isinventory_objects\(cronJobs) 10"))
            #expect(forbidden.contains("isinventory_kind_seen_timestamp_seconds\(cronJobs) 1795575600"))
            #expect(forbidden.contains(#"isinventory_objects{cluster="prod",kind="Deployment"} 5"#))
            #expect(forbidden.contains(#"isinventory_coverage{cluster="prod",kind="CronJob",outcome="forbidden"} 1"#))
            #expect(forbidden.contains(#"isinventory_coverage{cluster="prod",kind="CronJob",outcome="complete"} 0"#))
            // Success is all of it; recorded is whatever could be seen.
            #expect(forbidden.contains(#"isinventory_last_success_timestamp_seconds{cluster="prod"} 1795575600"#))
        }
        #expect(lines[1].contains(#"isinventory_last_recorded_timestamp_seconds{cluster="prod"} 1795576500"#))
        #expect(lines[2].contains(#"isinventory_errors_total{cluster="prod",error="forbidden"} 2"#))
        #expect(lines[2].contains(#"isinventory_snapshots_total{cluster="prod",result="incomplete"} 2"#))
        #expect(lines[3].contains("isinventory_objects\(cronJobs) 40"))
        #expect(lines[3].contains(#"isinventory_coverage{cluster="prod",kind="CronJob",outcome="forbidden"} 0"#))
        #expect(lines[3].contains(#"isinventory_last_success_timestamp_seconds{cluster="prod"} 1795578300"#))
    }

    @Test("the log warns once, keeps counting in each look's line, and says when all is seen again")
    func log() async throws {
        let (bench, _) = try await story()
        let warnings = bench.lines.having("warning prod: cronjobs: forbidden, so what stood before still stands")
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("cannot list") == true)
        #expect(bench.lines.having("info prod: recorded").map { $0.contains("forbidden=1") } == [false, true, true, false])
        #expect(bench.lines.having("cronjobs: complete again").count == 1)
    }

    @Test("with namespaces, one that is not seen keeps its part of the count")
    func namespaces() throws {
        var figures = ClusterFigures(period: 900, limit: .seconds(600), steady: .zero)
        func look(_ second: Int64, _ outcome: Coverage.Outcome, _ objects: Int64) throws {
            let coverage = [
                Coverage(kind: .deployment, namespace: "shop", outcome: .complete, objects: 7),
                Coverage(kind: .deployment, namespace: "blog", outcome: outcome, objects: objects),
            ]
            let snapshot = Snapshot(
                cluster: "prod", takenAt: Instant(secondsSince1970: second), source: "script", coverage: coverage)
            let recorded = try RecordWriter(path: ":memory:").record(snapshot)
            figures.recorded(recorded, Observation(snapshot), took: .seconds(1), steady: .zero)
        }
        try look(1000, .complete, 3)
        try look(1900, .failed, 0)
        #expect(figures.sightings.values.reduce(0) { $0 + $1.objects } == 10)
        #expect(figures.sightings.values.map(\.at.secondsSince1970).min() == 1000)
        #expect(figures.outcomes[.deployment] == [.complete: 1, .failed: 1])
    }
}
