public import Model
public import Record
internal import SQLite

/// A stretch in which a cluster was not looked at although it usually is.
public struct Gap: Sendable, Equatable {
    /// The cluster's name.
    public let cluster: String
    /// The last snapshot before it.
    public let from: Instant
    /// The first snapshot after it.
    public let to: Instant
    /// The usual time between snapshots, in seconds: the median.
    public let usual: Int64

    /// How long nobody looked, in seconds.
    public var seconds: Int64 { to.secondsSince1970 - from.secondsSince1970 }
}

extension RecordReader {
    /// Stretches of more than two and a half times the usual distance between a cluster's snapshots.
    public func gaps(of cluster: String, from: Instant? = nil, to: Instant? = nil) throws -> [Gap] {
        let times = try rows(
            """
            SELECT s.taken_at FROM as_of a JOIN cluster c ON c.id = a.cluster_id AND c.name = ?1
            JOIN snapshot s ON s.cluster_id = c.id AND s.id <= a.snapshot_id AND s.stub = 0 ORDER BY s.taken_at
            """, [.text(cluster)]
        ).compactMap { $0[0].integer }
        guard times.count > 2 else { return [] }
        let distances = zip(times, times.dropFirst()).map { $1 - $0 }
        let usual = distances.sorted()[(distances.count - 1) / 2]
        return zip(times, times.dropFirst()).compactMap { before, after in
            guard (after - before) * 2 > usual * 5 else { return nil }
            let gap = Gap(
                cluster: cluster, from: Instant(secondsSince1970: before), to: Instant(secondsSince1970: after),
                usual: usual)
            return (from.map { gap.to > $0 } ?? true) && (to.map { gap.from < $0 } ?? true) ? gap : nil
        }
    }

    /// Every snapshot, with its gaps told in the notes.
    public func snapshots(_ filter: Filter = Filter()) throws -> Answer {
        var answer = try standing(.snapshots, Filter(cluster: filter.cluster))
        for standing in try clusters() where filter.cluster == nil || filter.cluster == standing.cluster {
            answer.notes += try gaps(of: standing.cluster).map(\.sentence)
        }
        return answer
    }

    /// How the record stands, a row a cluster.
    public func status(_ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let condition = filter.condition(over: ["cluster"], name: "")
        let rows = try rows(
            """
            SELECT cluster, count(*), min(taken_at), max(taken_at), sum(complete = 0), sum(changes)
            FROM snapshots\(condition.clause) GROUP BY cluster ORDER BY cluster
            """, condition.values)
        var notes: [String] = []
        let cells = try rows.map { row in
            let cluster = row[0].text ?? ""
            let gaps = try self.gaps(of: cluster)
            notes += gaps.map(\.sentence)
            let standing = try clusters().first { $0.cluster == cluster }
            if let standing {
                notes += try coverageNotes(of: standing, kinds: kindsOfWorkloads() + [.imageStream, .imageStreamTag], Filter())
            }
            return row.map(Answer.Cell.init) + [.integer(Int64(gaps.count))] + (try standingCounts(cluster))
        }
        if rows.isEmpty { notes.append("nothing is recorded yet\(instant.map { " at \($0)" } ?? "")") }
        return Answer(
            columns: [
                .init("cluster"), .init("snapshots", .integer), .init("first", .time), .init("newest", .time),
                .init("incomplete", .integer), .init("changes", .integer), .init("gaps", .integer),
                .init("workloads", .integer), .init("containers", .integer), .init("image_streams", .integer),
                .init("istags", .integer),
            ], rows: cells, names: rows.map { "cluster/\($0[0].text ?? "")" }, notes: notes)
    }

    private func standingCounts(_ cluster: String) throws -> [Answer.Cell] {
        let row = try rows(
            """
            SELECT (SELECT count(*) FROM workloads WHERE cluster = ?1),
                (SELECT count(*) FROM judged_ WHERE cluster = ?1),
                (SELECT count(*) FROM image_streams WHERE cluster = ?1),
                (SELECT count(*) FROM istag_ WHERE cluster = ?1)
            """, [.text(cluster)]
        ).first
        return row.map { $0.map(Answer.Cell.init) } ?? []
    }
}

extension Gap {
    /// The gap in words.
    public var sentence: String {
        "cluster \(cluster): no snapshot between \(from) and \(to) (\(Duration.words(seconds)); usually every "
            + "\(Duration.words(usual)))"
    }
}

extension Duration {
    /// A time span in its two largest units: `2 h 5 min`.
    public static func words(_ seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]
        guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0 s" }
        let whole = seconds / units[first].0
        var text = "\(whole) \(units[first].1)"
        if first + 1 < units.count {
            let rest = (seconds - whole * units[first].0) / units[first + 1].0
            if rest > 0 { text += " \(rest) \(units[first + 1].1)" }
        }
        return text
    }
}
