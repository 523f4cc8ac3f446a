import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

// What happened in the period, and in the one before.
extension ReportInSQL {
    func expectMoves() throws {
        let before = period.previous
        #expect(report.figure(.digestChanges).value == (try count("digest_changes" + moves(in: period))))
        if let number = report.figure(.digestChanges).before {
            #expect(number == (try count("digest_changes" + moves(in: before))))
        }
        for (period, isBefore) in [(period, false), (before, true)] {
            let days = period.days.map(\.description)
            let rows = try end.rows(
                """
                SELECT min(max(substr(coalesce(changed_at, seen_by), 1, 10), '\(days[0])'), '\(days[days.count - 1])'), count(*)
                FROM digest_changes\(moves(in: period)) GROUP BY 1
                """)
            let told = report.days.filter { $0.isBefore == isBefore }
            #expect(told.map(\.day.description) == days)
            expectSame(
                told.filter { $0.moves > 0 }.map { [.text($0.day.description), .integer($0.moves)] }, rows,
                "moves a day\(isBefore ? " before" : "")")
        }
    }

    private func moves(in period: ReportPeriod) -> String {
        " WHERE \(within("seen_by", period)) AND (seen_after IS NOT NULL OR changed_at > '\(period.from)')" + places()
    }

    /// Who is tied to a tag that moved, by verdict and by what they run.
    func expectUsers() throws {
        for timeline in report.tags {
            let tag = timeline.tag
            let condition =
                "cluster = '\(tag.cluster)' AND istag_namespace = '\(tag.namespace)' AND istag = '\(tag.istag)'"
            let rows = try end.rows("SELECT verdict, digest, count(*) FROM containers WHERE \(condition) GROUP BY 1, 2")
            let told = Dictionary(grouping: timeline.users) { [$0.verdict, $0.digest ?? ""] }.map { key, users -> [Value] in
                [.text(key[0]), key[1].isEmpty ? .null : .text(key[1]), .integer(Int64(users.count))]
            }
            expectSame(told, rows, "users of \(tag)")
            for user in timeline.users {
                guard let followed = user.followedAt else { continue }
                #expect(user.verdict == "current" && period.contains(followed))
            }
        }
    }

    private static let key = "cluster, namespace, kind, name, container, init"

    func expectImageChanges() throws {
        #expect(report.figure(.imageChanges).value == Int64(report.imageChanges.count))
        let kinds = [
            report.imageChanges.count { $0.old != nil && $0.new != nil }, report.imageChanges.count { $0.old == nil },
            report.imageChanges.count { $0.new == nil },
        ].map(Int64.init)
        #expect(kinds == (try imageChanges(in: period)))
        if let before = report.figure(.imageChanges).before {
            #expect(before == (try imageChanges(in: period.previous).reduce(0, +)))
        }
    }

    /// Changed, added to a workload, and taken out of one.
    private func imageChanges(in period: ReportPeriod) throws -> [Int64] {
        let same = ReportInSQL.key.split(separator: ", ").map { "a.\($0) = b.\($0)" }.joined(separator: " AND ")
        let workload = "w.cluster = a.cluster AND w.namespace = a.namespace AND w.kind = a.kind AND w.name = a.name"
        let stoodBefore =
            "EXISTS (SELECT 1 FROM w WHERE \(workload) AND w.seen_from < a.seen_from "
            + "AND coalesce(w.seen_until, '9') >= a.seen_from)"
        let standsAfter =
            "EXISTS (SELECT 1 FROM w WHERE \(workload) AND w.seen_from <= a.seen_until "
            + "AND coalesce(w.seen_until, '9') > a.seen_until)"
        let rows = try end.rows(
            """
            WITH h AS MATERIALIZED (SELECT \(ReportInSQL.key), image, seen_from, seen_until FROM containers_history),
                w AS MATERIALIZED (SELECT * FROM workloads_history)
            SELECT
                (SELECT count(*) FROM h a JOIN h b ON \(same) AND a.seen_until = b.seen_from
                    WHERE a.image <> b.image AND \(within("b.seen_from", period))\(places("a."))),
                (SELECT count(*) FROM h a WHERE \(within("a.seen_from", period))\(places("a."))
                    AND NOT EXISTS (SELECT 1 FROM h b WHERE \(same) AND b.seen_until = a.seen_from) AND \(stoodBefore)),
                (SELECT count(*) FROM h a WHERE \(within("a.seen_until", period))\(places("a."))
                    AND NOT EXISTS (SELECT 1 FROM h b WHERE \(same) AND b.seen_from = a.seen_until) AND \(standsAfter))
            """)
        return rows[0].compactMap(\.integer)
    }

    func expectObjects() throws {
        for (name, change) in [(ReportFigure.Name.appeared, ObjectChange.Change.appeared), (.disappeared, .disappeared)] {
            #expect(report.figure(name).value == Int64(report.objects.count { $0.change == change }))
            #expect(report.figure(name).value == (try objects(change, in: period).reduce(0) { $0 + ($1[1].integer ?? 0) }))
            if let before = report.figure(name).before {
                #expect(before == (try objects(change, in: period.previous).reduce(0) { $0 + ($1[1].integer ?? 0) }))
            }
        }
        for change in ObjectChange.Change.allCases {
            let told = Dictionary(grouping: report.objects.filter { $0.change == change }, by: \.kind)
            expectSame(
                told.map { [.text($0.title), .integer(Int64($1.count))] }, try objects(change, in: period),
                "\(change) objects by kind")
        }
    }

    private func objects(_ change: ObjectChange.Change, in period: ReportPeriod) throws -> [[Value]] {
        let next = "b.cluster = a.cluster AND b.namespace = a.namespace AND b.kind = a.kind AND b.name = a.name"
        // Tags are told by the streams.
        let looked = """
            EXISTS (SELECT 1 FROM c WHERE c.cluster = a.cluster
                AND c.kind = CASE a.kind WHEN 'ImageStreamTag' THEN 'ImageStream' ELSE a.kind END
                AND (c.namespace IS NULL OR c.namespace = a.namespace) AND c.taken_at < a.seen_from)
            """
        let condition =
            switch change {
            case .appeared:
                within("a.seen_from", period) + " AND NOT EXISTS (SELECT 1 FROM o b WHERE \(next) AND b.seen_until = a.seen_from)"
                    + " AND \(looked)"
            case .disappeared:
                within("a.seen_until", period)
                    + " AND NOT EXISTS (SELECT 1 FROM o b WHERE \(next) AND b.seen_from = a.seen_until)"
            case .recreated:
                within("a.seen_from", period)
                    + " AND EXISTS (SELECT 1 FROM o b WHERE \(next) AND b.seen_until = a.seen_from AND b.uid IS NOT a.uid)"
            }
        return try end.rows(
            """
            WITH c AS MATERIALIZED (SELECT * FROM coverage WHERE outcome = 'complete'), o AS MATERIALIZED (
                SELECT cluster, namespace, kind, name, uid, seen_from, seen_until FROM workloads_history
                UNION ALL
                SELECT cluster, namespace, 'ImageStream', name, uid, seen_from, seen_until FROM image_streams_history
                UNION ALL
                SELECT cluster, namespace, 'ImageStreamTag', istag, NULL, seen_from, seen_until FROM istags_history)
            SELECT kind, count(*) FROM o a WHERE \(condition)\(places("a.")) GROUP BY 1
            """)
    }

    /// What stands and since when; what ended; whole weeks.
    func expectLongReferences() throws {
        let same = ReportInSQL.key.split(separator: ", ").map { "a.\($0) = b.\($0)" }.joined(separator: " AND ")
        let runs = """
            WITH h AS MATERIALIZED (
                SELECT \(ReportInSQL.key), seen_from, seen_until FROM containers_history
                WHERE form LIKE 'long-%' AND seen_from <= '\(period.to)')
            """
        let isFirst = "NOT EXISTS (SELECT 1 FROM h x WHERE \(same.replacing("b.", with: "x.")) AND x.seen_until = a.seen_from)"
        let standing = try end.rows(
            """
            \(runs)
            SELECT b.cluster, b.namespace, b.kind, b.name, b.container, b.init,
                (SELECT max(a.seen_from) FROM h a WHERE \(same) AND \(isFirst))
            FROM containers b WHERE b.form LIKE 'long-%'\(places("b."))
            """)
        let entries = report.longReferences.filter { $0.state != .ended }
        expectSame(entries.map { $0.id.values + [.text($0.since.description)] }, standing, "long references, and since when")
        let ended = try end.rows(
            """
            \(runs)
            SELECT \(ReportInSQL.key), seen_until FROM h a WHERE \(within("a.seen_until", period))\(places("a."))
                AND NOT EXISTS (SELECT 1 FROM h b WHERE \(same) AND b.seen_from = a.seen_until)
            """)
        expectSame(
            report.longReferences(.ended).map { $0.id.values + [.text($0.until?.description ?? "")] }, ended,
            "ended long references")
        for entry in report.longReferences {
            let seconds = (entry.until ?? period.to).secondsSince1970 - entry.since.secondsSince1970
            #expect(entry.weeks == max(0, seconds) / (7 * 86_400))
            #expect(entry.state != .new || period.contains(entry.since))
        }
        // What stood, and what began, less what ended, is what stands.
        #expect(report.figure(.longReferences).value == Int64(entries.count))
        if let before = report.figure(.longReferences).before {
            #expect(before == Int64(Set(report.longReferences.filter { $0.since <= period.from }.map(\.id)).count))
        }
    }

    func expectHealth() throws {
        for health in report.health {
            let mine = "cluster = '\(health.cluster)'"
            #expect(health.taken == (try count("snapshots WHERE \(mine) AND \(within("taken_at", period))")))
            #expect(health.takenBefore == (try count("snapshots WHERE \(mine) AND \(within("taken_at", period.previous))")))
            let rows = try end.rows(
                """
                WITH t AS (SELECT unixepoch(taken_at) AS s FROM snapshots WHERE \(mine)),
                    d AS (SELECT s, s - lag(s) OVER (ORDER BY s) AS d FROM t),
                    n AS (SELECT count(d) AS n FROM d),
                    u AS (SELECT d FROM d WHERE d IS NOT NULL ORDER BY d LIMIT 1 OFFSET (SELECT (n - 1) / 2 FROM n))
                SELECT (SELECT d FROM u WHERE (SELECT n FROM n) > 1), (
                    SELECT count(*) FROM d, u WHERE d.d * 2 > u.d * 5 AND (SELECT n FROM n) > 1
                        AND d.s > unixepoch('\(period.from)'))
                """)
            #expect(health.usual == rows[0][0].integer)
            #expect(Int64(health.gaps.count - (health.isSilent ? 1 : 0)) == rows[0][1].integer)
            let troubles = try end.rows(
                """
                SELECT kind, namespace, outcome, count(*), max(taken_at) FROM coverage
                WHERE outcome IN ('forbidden', 'failed') AND \(mine) AND \(within("taken_at", period))\(troubled) GROUP BY 1, 2, 3
                """)
            let told = health.troubles.map { trouble -> [Value] in
                [
                    .text(trouble.kind.title), trouble.namespace.map(Value.text) ?? .null, .text(trouble.outcome.rawValue),
                    .integer(trouble.snapshots), .text(trouble.last.description),
                ]
            }
            expectSame(told, troubles, "what was not wholly seen")
        }
    }

    /// What failed in a namespace that was not asked for is none of the report's business.
    private var troubled: String {
        guard !filter.namespaces.isEmpty else { return "" }
        return " AND (namespace IS NULL OR namespace IN (\(filter.namespaces.map { "'\($0)'" }.joined(separator: ", "))))"
    }
}
