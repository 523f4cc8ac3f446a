import Testing

@testable import Inventory

/// Every number of the report beside plain SQL over the views, over random histories.
@Suite struct WeeklyReportTests {
    @Test("each number is what SQL over the views gives", arguments: 200...224 as ClosedRange<UInt64>)
    func numbers(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 40)
        for (first, last) in [(10, 25), (25, 39), (1, 39), (30, 34)] {
            let period = try #require(
                ReportPeriod(from: history.takenAt(first), to: history.takenAt(min(last, history.count - 1))))
            let report = try WeeklyReport(path: history.file.path, period: period)
            try expectStates(report, history.file.path)
            try expectEvents(report, history.file.path)
            expectBooksBalance(report)
        }
    }

    private func count(_ path: String, at instant: Instant, _ sql: String) throws -> Int64 {
        let record = try Record(path: path, at: instant)
        return try #require(record.rows("SELECT count(*) FROM \(sql)")[0][0].integer)
    }

    private func expectStates(_ report: WeeklyReport, _ path: String) throws {
        let asked: [(ReportFigure.Name, String)] = [
            (.workloads, "workloads"), (.containers, "containers"), (.longReferences, "containers WHERE form LIKE 'long-%'"),
            (.stale, "containers WHERE verdict = 'stale'"), (.unresolved, "containers WHERE verdict = 'unresolved'"),
            (.failingImports, "istags WHERE import_error IS NOT NULL"),
        ]
        for (name, sql) in asked {
            #expect(report.figure(name).value == (try count(path, at: report.period.to, sql)), "\(name)")
            #expect(report.figure(name).before == (try count(path, at: report.period.from, sql)), "\(name) before")
        }
        let record = try Record(path: path, at: report.period.to)
        let problems = try record.problems().rows.map { [$0[0], $0[1], $0[2], $0[3], $0[4], $0[5]].map(\.plain) }
        let told = report.problems.map {
            [$0.problem.rawValue, $0.cluster, $0.namespace, $0.kind.rawValue, $0.name, $0.container ?? ""]
        }
        #expect(told.sorted { $0.joined() < $1.joined() } == problems.sorted { $0.joined() < $1.joined() })
        let stale = try record.stale()
        let moves = stale.rows.map { $0[stale.columns.firstIndex { $0.name == "moves_behind" } ?? 0] }
        #expect(
            report.stale.map(\.movesBehind).sorted().map(Answer.Cell.integer) == moves.sorted { $0.plain < $1.plain }
                || report.stale.count == moves.count && Set(report.stale.map { "\($0.movesBehind)" }) == Set(moves.map(\.plain)))
        let since = try LongReferences(in: record).references.map {
            "\($0.workload) \($0.container) \($0.since.map(String.init) ?? "")"
        }
        let entries = report.longReferences.filter { $0.state != .ended }
        #expect(entries.map { "\($0.id.workload) \($0.id.container) \($0.since)" }.sorted() == since.sorted())
    }

    private func expectEvents(_ report: WeeklyReport, _ path: String) throws {
        let (from, to) = (report.period.from, report.period.to)
        let moved = """
            digest_changes WHERE seen_by > '\(from)' AND seen_by <= '\(to)' AND (seen_after IS NOT NULL OR changed_at > '\(from)')
            """
        #expect(report.figure(.digestChanges).value == (try count(path, at: to, moved)))
        #expect(report.days.filter { !$0.isBefore }.reduce(0) { $0 + $1.moves } == report.figure(.digestChanges).value)
        let changed = """
            containers_history a JOIN containers_history b USING (cluster, namespace, kind, name, container, init)
            WHERE a.seen_until = b.seen_from AND a.image <> b.image AND b.seen_from > '\(from)' AND b.seen_from <= '\(to)'
            """
        let both = report.imageChanges.count { $0.old != nil && $0.new != nil }
        #expect(Int64(both) == (try count(path, at: to, changed)))
        let gone = """
            (SELECT cluster, namespace, kind, name, seen_from, seen_until FROM workloads_history) a
            WHERE seen_until > '\(from)' AND seen_until <= '\(to)' AND NOT EXISTS (
                SELECT 1 FROM workloads_history b WHERE b.cluster = a.cluster AND b.namespace = a.namespace
                    AND b.kind = a.kind AND b.name = a.name AND b.seen_from = a.seen_until)
            """
        let lost = report.objects.count { $0.change == .disappeared && $0.kind.isWorkload }
        #expect(Int64(lost) == (try count(path, at: to, gone)))
        let looks = report.health.reduce(0) { $0 + $1.taken }
        #expect(looks == (try count(path, at: to, "snapshots WHERE taken_at > '\(from)' AND taken_at <= '\(to)'")))
    }

    /// What stood, and what began, less what ended, is what stands.
    private func expectBooksBalance(_ report: WeeklyReport) {
        let standing = report.longReferences.filter { $0.state != .ended }
        #expect(report.figure(.longReferences).value == Int64(standing.count))
        let stoodBefore = report.longReferences.filter { $0.since <= report.period.from }
        #expect(report.figure(.longReferences).before == Int64(stoodBefore.count))
        #expect(report.weeks.last?.longReferences == report.figure(.longReferences).value)
    }
}
