import Model
import Record
import SQLite
import Testing
import Words

@testable import Questions

/// Every number of the report beside plain SQL over the views, over random histories: of one cluster, of several, and of some
/// namespaces.
@Suite struct WeeklyReportTests {
    @Test("each number is what SQL over the views gives", arguments: 200...219 as ClosedRange<UInt64>)
    func numbers(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 40)
        for (first, last) in [(10, 25), (25, 39), (1, 39), (30, 34)] {
            let period = try #require(
                ReportPeriod(from: history.takenAt(first), to: history.takenAt(min(last, history.count - 1))))
            try ReportInSQL(path: history.file.path, period: period, filter: Filter()).expectAll()
        }
    }

    @Test("… also with several clusters in the file, and for some namespaces", arguments: 300...307 as ClosedRange<UInt64>)
    func places(seed: UInt64) throws {
        let histories = try RecordedHistory.record(seeds: ["east": seed, "west": seed &+ 1000], snapshots: 25)
        let history = histories[Int(seed % 2)]
        let period = try #require(ReportPeriod(from: history.takenAt(8), to: history.takenAt(20)))
        let record = try RecordReader(path: history.file.path, at: period.to)
        let names = try record.rows("SELECT DISTINCT namespace FROM workloads_history ORDER BY 1").compactMap { $0[0].text }
        let filters = [
            Filter(), Filter(cluster: "east"), Filter(namespaces: Array(names.prefix(2))),
            Filter(cluster: "west", namespaces: Array(names.suffix(1))),
        ]
        for filter in filters {
            guard (try? record.refuseUnknownPlaces(filter)) != nil else { continue }
            try ReportInSQL(path: history.file.path, period: period, filter: filter).expectAll()
        }
    }

    @Test(
        "long references of which only the first are told with what would end them are told the same of these, and nothing of the others",
        arguments: 400...407 as ClosedRange<UInt64>)
    func firstRemedies(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 30)
        let period = try #require(ReportPeriod(from: history.takenAt(10), to: history.takenAt(29)))
        func told(_ count: Int) throws -> [LongReferenceEntry] {
            try WeeklyReport(path: history.file.path, period: period, remedies: count).longReferences
        }
        let all = try told(.max)
        for count in [0, 1, 2, 5] {
            var left: [LongReferenceEntry.State: Int] = [.new: count, .standing: count]
            let expected = all.map { entry in
                var entry = entry
                let mine = left[entry.state] ?? 0
                left[entry.state] = mine - 1
                if mine <= 0 { entry.remedy = [] }
                return entry
            }
            #expect(try told(count) == expected)
        }
        // Else it would hold of histories that have none.
        #expect(all.contains { !$0.remedy.isEmpty })
    }

    @Test("what is proposed for a long reference that is shown heeds those before it that are not")
    func rivals() throws {
        let file = try TemporaryFile()
        let store = try RecordWriter(path: file.path)
        func look(_ hour: Int64, _ images: [(String, String)]) throws -> Instant {
            let takenAt = Instant(secondsSince1970: 1_767_225_600 + hour * 3_600)
            let workloads = images.map { name, image in
                Workload(
                    id: .init(namespace: "shop", kind: .deployment, name: name), uid: name, replicas: 1,
                    containers: [Container(name: "main", image: image)])
            }
            try store.record(
                Snapshot(
                    cluster: "prod", takenAt: takenAt, source: "test",
                    coverage: [Coverage(kind: .deployment, outcome: .complete, objects: Int64(workloads.count))],
                    workloads: workloads))
            return takenAt
        }
        let old = [("a", "quay.io/other/nginx:1"), ("b", "docker.io/library/redis:7")]
        let from = try look(0, old)
        let period = try #require(ReportPeriod(from: from, to: look(1, old + [("c", "docker.io/bitnami/redis:7")])))
        let entries = try WeeklyReport(path: file.path, period: period, remedies: 1).longReferences
        #expect(entries.map(\.remedy.isEmpty) == [false, true, false])
        #expect(entries[2].remedy.first == .command("oc tag --scheduled docker.io/bitnami/redis:7 shop/bitnami-redis:7"))
    }
}

/// A report, and the SQL that its numbers are held against: what `isinventory sql` would be given.
struct ReportInSQL {
    let path: String
    let period: ReportPeriod
    let filter: Filter
    let report: WeeklyReport
    /// The record at the period's end.
    let end: RecordReader

    init(path: String, period: ReportPeriod, filter: Filter) throws {
        self.path = path
        self.period = period
        self.filter = filter
        report = try WeeklyReport(path: path, period: period, filter: filter)
        end = try RecordReader(path: path, at: period.to)
    }

    func expectAll() throws {
        try expectStates()
        try expectProblems()
        try expectStale()
        try expectMoves()
        try expectUsers()
        try expectImageChanges()
        try expectObjects()
        try expectLongReferences()
        try expectHealth()
    }

    /// The places asked for, as a condition that follows another.
    func places(_ prefix: String = "", namespace: String = "namespace") -> String {
        func quoted(_ name: String) -> String { "'\(name.replacing("'", with: "''"))'" }
        let cluster = filter.cluster.map { " AND \(prefix)cluster = \(quoted($0))" } ?? ""
        guard !filter.namespaces.isEmpty else { return cluster }
        return cluster + " AND \(prefix)\(namespace) IN (\(filter.namespaces.map(quoted).joined(separator: ", ")))"
    }

    func count(_ sql: String, in record: RecordReader? = nil) throws -> Int64 {
        try #require((record ?? end).rows("SELECT count(*) FROM \(sql)")[0][0].integer)
    }

    /// `column` lies in the period, or in the one before.
    func within(_ column: String, _ period: ReportPeriod) -> String {
        "\(column) > '\(period.from)' AND \(column) <= '\(period.to)'"
    }

    /// Containers whose image does not lag behind, but whose Pods run what their tag had before. In these histories a digest of which the two
    /// halves are swapped is the index that the other is in.
    static var staleInPods: String {
        func isOneImage(_ one: String, _ other: String) -> String {
            "\(one) IN (\(other), 'sha256:' || substr(\(other), 40, 32) || substr(\(other), 8, 32))"
        }
        return """
            (SELECT c.cluster, c.namespace, c.kind, c.name, c.container, c.init FROM containers c JOIN running r
                ON r.cluster = c.cluster AND r.namespace = c.namespace AND r.kind = c.kind AND r.name = c.name
                    AND r.container = c.container AND r.init = c.init
            WHERE c.verdict <> 'stale' AND NOT \(isOneImage("r.digest", "c.istag_digest")) AND EXISTS (
                SELECT 1 FROM digest_changes d
                WHERE d.cluster = c.cluster AND d.namespace = c.istag_namespace AND d.istag = c.istag
                    AND (\(isOneImage("d.new_digest", "r.digest")) OR \(isOneImage("d.old_digest", "r.digest"))))) WHERE 1
            """
    }

    /// The cluster asked for, as a condition that follows another.
    private var only: String { filter.cluster.map { " AND cluster = '\($0)'" } ?? "" }

    private func expectStates() throws {
        let start = try RecordReader(path: path, at: period.from)
        let asked: [(ReportFigure.Name, String)] = [
            (.workloads, "workloads WHERE 1"), (.containers, "containers WHERE 1"),
            (.longReferences, "containers WHERE form LIKE 'long-%'"),
            (
                .stale,
                """
                (SELECT cluster, namespace, kind, name, container, init FROM containers WHERE verdict = 'stale'
                UNION SELECT cluster, namespace, kind, name, container, init FROM \(ReportInSQL.staleInPods)) WHERE 1
                """
            ),
            (.floating, "containers WHERE verdict = 'floating'"),
            (
                .floatingKnown,
                """
                containers c WHERE verdict = 'floating' AND EXISTS (
                    SELECT 1 FROM running r WHERE r.cluster = c.cluster AND r.namespace = c.namespace AND r.kind = c.kind
                        AND r.name = c.name AND r.container = c.container AND r.init = c.init)
                """
            ),
            (.unresolved, "containers WHERE verdict = 'unresolved'"), (.failingImports, "istags WHERE import_error IS NOT NULL"),
        ]
        for (name, sql) in asked {
            #expect(report.figure(name).value == (try count(sql + places())), "\(name)")
            if let before = report.figure(name).before {
                #expect(before == (try count(sql + places(), in: start)), "\(name) before")
            } else {
                #expect(try count("snapshots WHERE 1\(only)", in: start) == 0)
            }
        }
        #expect(report.figure(.noWorkloadTags).value == Int64(try noWorkloadTags(in: end)))
        if let before = report.figure(.noWorkloadTags).before { #expect(before == Int64(try noWorkloadTags(in: start))) }
        // Whether a tag is a mere reference is no column of the views, so the question of its own is asked.
        for (value, record) in [
            (report.figure(.unscheduledTags).value, end), (report.figure(.unscheduledTags).before ?? -1, start),
        ]
        where value >= 0 {
            #expect(value == Int64(try record.problems(filter, only: [.unscheduledTag]).rows.count))
        }
        for point in report.weeks {
            let then = try RecordReader(path: path, at: point.at)
            let isKnown = try count("snapshots WHERE 1\(only)", in: then) > 0
            let long = try count("containers WHERE form LIKE 'long-%'" + places(), in: then)
            #expect(point.longReferences == (isKnown ? long : nil), "week's end \(point.at)")
        }
    }

    /// Tags with an image that no container is tied to, nor to one that follows them by any chain.
    private func noWorkloadTags(in record: RecordReader) throws -> Int {
        func texts(_ sql: String) throws -> [[String]] { try record.rows(sql).map { $0.map { $0.text ?? "" } } }
        let tags = try texts("SELECT cluster, namespace, istag, digest, from_kind, from_name, image_stream FROM istags")
        let past =
            try texts("SELECT cluster, namespace, istag, digest FROM istags_history")
            + texts("SELECT cluster, namespace, istag, new_digest FROM digest_changes")
            + texts("SELECT cluster, namespace, istag, old_digest FROM digest_changes")
        var needed = Set(try texts("SELECT cluster, istag_namespace, istag FROM containers WHERE istag IS NOT NULL"))
        var isGrowing = true
        while isGrowing {
            isGrowing = false
            for tag in tags where needed.contains(Array(tag[0..<3])) {
                for other in followed(by: tag, past) where needed.insert(other).inserted { isGrowing = true }
            }
        }
        return tags.filter { tag in
            !tag[3].isEmpty && (filter.cluster == nil || filter.cluster == tag[0])
                && (filter.namespaces.isEmpty || filter.namespaces.contains(tag[1])) && !needed.contains(Array(tag[0..<3]))
        }.count
    }

    private func followed(by tag: [String], _ past: [[String]]) -> [[String]] {
        let words = tag[5].split(separator: "/", maxSplits: 1).map(String.init)
        let (place, name) = words.count == 2 ? (words[0], words[1]) : (tag[1], tag[5])
        if tag[4] == "ImageStreamTag" { return [[tag[0], place, name.contains(":") ? name : "\(tag[6]):\(name)"]] }
        guard tag[4] == "ImageStreamImage", let at = name.firstIndex(of: "@") else { return [] }
        let digest = String(name[name.index(after: at)...])
        return past.filter { $0[0] == tag[0] && $0[1] == place && $0[2].hasPrefix("\(name[..<at]):") && $0[3] == digest }
            .map { Array($0[0..<3]) }
    }

    private func expectProblems() throws {
        let problems = try end.problems(filter).rows.map { [$0[0], $0[1], $0[2], $0[3], $0[4], $0[5], $0[7]].map(\.plain) }
        let told = report.problems.map {
            [
                $0.problem.rawValue, $0.cluster, $0.namespace, $0.kind.title, $0.name, $0.container ?? "",
                $0.since?.description ?? "",
            ]
        }
        #expect(told.sorted { $0.joined() < $1.joined() } == problems.sorted { $0.joined() < $1.joined() })
    }

    private func expectStale() throws {
        let rows = try end.rows(
            """
            SELECT cluster, namespace, kind, name, container, init, stale_since, (
                SELECT count(*) FROM digest_changes d
                WHERE d.cluster = b.cluster AND d.namespace = b.istag_namespace AND d.istag = b.istag
                    AND d.changed_at >= b.stale_since)
            FROM containers b WHERE verdict = 'stale'\(places())
            """)
        let told = report.stale.filter { $0.running == nil }.map { stale -> [Value] in
            stale.id.values + [stale.since.map { .text($0.description) } ?? .null, .integer(stale.movesBehind)]
        }
        expectSame(told, rows, "stale containers and how far behind")
        expectSame(
            report.stale.filter { $0.running != nil }.map(\.id.values),
            try end.rows(
                "SELECT DISTINCT cluster, namespace, kind, name, container, init FROM \(ReportInSQL.staleInPods)\(places())"),
            "what only Pods make stale")
    }
}

extension ContainerID {
    /// As the views' columns.
    var values: [Value] {
        [
            .text(cluster), .text(workload.namespace), .text(workload.kind.title), .text(workload.name), .text(container),
            .integer(isInit ? 1 : 0),
        ]
    }
}
