internal import Model
internal import Record
internal import SQLite

/// The stretch of one cluster's time in which nothing may have needed a tag: from the look at its beginning until a snapshot.
struct CleanupWindow {
    let cluster: String
    let snapshot: Int64
    let takenAt: Instant
    let from: Instant
}

extension RecordReader {
    /// Why it cannot be known that nothing needs a tag; empty where it can.
    func doubts(_ window: CleanupWindow) throws -> [CleanupDoubt] {
        let looks = try rows(
            """
            SELECT s.id, s.taken_at FROM snapshot s JOIN cluster c ON c.id = s.cluster_id
            WHERE c.name = ?1 AND s.stub = 0 AND s.followed = 0 AND s.id <= ?2 ORDER BY s.taken_at
            """, [.text(window.cluster), .integer(window.snapshot)]
        ).compactMap { row in row[0].integer.flatMap { id in Instant(row[1].integer).map { (id: id, at: $0) } } }
        guard let start = looks.lastIndex(where: { $0.at <= window.from }) else {
            return [.tooYoung(from: window.from, begins: looks.first?.at)]
        }
        let within = looks[start...]
        var doubts: [CleanupDoubt] = []
        let distances = zip(within, within.dropFirst()).map { $1.at.secondsSince1970 - $0.at.secondsSince1970 }
        let usual = distances.sorted().dropFirst(distances.count / 2).first ?? 0
        if let gap = zip(within, within.dropFirst()).first(where: { left, right in
            let distance = right.at.secondsSince1970 - left.at.secondsSince1970
            return distance > 86_400 && distance > 3 * usual
        }) {
            doubts.append(.gap(from: gap.0.at, to: gap.1.at))
        }
        let others = try kindsOfWorkloads().filter { Kinds.builtIn[$0] == nil }
        for kind in Kinds.builtIn.all.map(\.kind) + others where kind != .imageStreamTag {
            // From the first to the last look each must lie in a stretch that saw the kind in all namespaces, or found no such API.
            let stretches = try rows(
                """
                SELECT v.from_snapshot, v.until_snapshot, o.name, v.namespace_id, m.value FROM coverage_version v
                JOIN cluster c ON c.id = v.cluster_id JOIN kind k ON k.id = v.kind_id JOIN outcome o ON o.id = v.outcome_id
                LEFT JOIN text m ON m.id = v.message_id
                WHERE c.name = ?1 AND k.name = ?2
                """, [.text(window.cluster), .text(kind.title)])
            let failed = within.last { look in
                !stretches.contains { row in
                    row[3] == .null && (row[2].text == "complete" || row[2].text == "absent")
                        && (row[0].integer ?? .max) <= look.id && (row[1].integer.map { $0 > look.id } ?? true)
                }
            }
            guard let failed else { continue }
            let told = stretches.first { row in
                (row[0].integer ?? .max) <= failed.id && (row[1].integer.map { $0 > failed.id } ?? true)
            }
            doubts.append(doubt(kind, told, at: failed.at))
        }
        return doubts.reduce(into: []) { CleanupDoubt.add($1, to: &$0) }
    }

    private func doubt(_ kind: ObjectKind, _ told: [Value]?, at instant: Instant) -> CleanupDoubt {
        let how: CleanupDoubt.Unseen =
            switch told?[2].text {
            case nil: .notAsked
            case "forbidden"?: .forbidden
            case "failed"?: .failed(told?[4].text)
            default: .somewhere
            }
        return .unseen(
            kinds: [kind.resourceTitle], resources: ["\(kind.resource)\(kind.group.isEmpty ? "" : ".\(kind.group)")"],
            at: instant, how)
    }
}

extension CleanupDoubt {
    /// What was not seen in the same way at the same look is one doubt.
    fileprivate static func add(_ doubt: CleanupDoubt, to doubts: inout [CleanupDoubt]) {
        guard case .unseen(let kinds, let resources, let instant, let how) = doubt else { return doubts.append(doubt) }
        for (place, known) in doubts.enumerated() {
            guard case .unseen(let others, let named, instant, how) = known else { continue }
            doubts[place] = .unseen(kinds: others + kinds, resources: named + resources, at: instant, how)
            return
        }
        doubts.append(doubt)
    }
}
