internal import Judging
internal import Model
internal import SQLite

/// A judgement as the file keeps it: what many share is numbered.
struct JudgementRow: Hashable {
    /// Form, tie, verdict and reason.
    var meaning: Int64
    var tag: Int64?
    var digest: Int64?
    var staleSince: Int64?
}

/// Writes judgements, giving numbers to what they name.
final class JudgementRows {
    private let connection: Connection
    private let interner: Interner
    private var meanings: [Meaning: Int64] = [:]

    private struct Meaning: Hashable {
        let form: ImageReference.Form
        let tie: Judgement.Tie?
        let verdict: Judgement.Verdict
        let reason: Reason
    }

    init(_ connection: Connection, _ interner: Interner) {
        self.connection = connection
        self.interner = interner
    }

    func row(of judgement: Judgement) throws -> JudgementRow {
        JudgementRow(
            meaning: try meaning(judgement), tag: try judgement.tag.map { try interner.imageStreamTag($0) },
            digest: try judgement.tagDigest.map { try interner.digest($0) }, staleSince: judgement.staleSince?.secondsSince1970)
    }

    private func meaning(_ judgement: Judgement) throws -> Int64 {
        let meaning = Meaning(
            form: judgement.form, tie: judgement.tie, verdict: judgement.verdict, reason: judgement.reason)
        if let known = meanings[meaning] { return known }
        let values: [Value] = [
            .text(meaning.form.rawValue), meaning.tie.map { .text($0.rawValue) } ?? .null, .text(meaning.verdict.rawValue),
            .text(meaning.reason.rawValue),
        ]
        let known = try connection.rows(
            "SELECT id FROM meaning WHERE form = ?1 AND tie IS ?2 AND verdict = ?3 AND reason = ?4", values
        ).first?[0].integer
        if known == nil {
            try connection.run(
                "INSERT INTO meaning (form, tie, verdict, reason) VALUES (?1, ?2, ?3, ?4)", values[0], values[1], values[2],
                values[3])
        }
        let number = known ?? connection.lastInsertedRow
        meanings[meaning] = number
        return number
    }

    /// - Parameter state: The snapshot that the container's state began with.
    func open(_ row: JudgementRow, of container: Int64, state: Int64, from snapshot: Int64, until end: Int64? = nil) throws {
        func value(_ number: Int64?) -> Value { number.map(Value.integer) ?? .null }
        try connection.runLater(
            """
            INSERT INTO judgement
                (container_id, from_snapshot, until_snapshot, state_from, meaning_id, istag_id, istag_digest_id, stale_since)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .integer(container), .integer(snapshot), value(end), state == snapshot ? .null : .integer(state),
                .integer(row.meaning), value(row.tag), value(row.digest), value(row.staleSince),
            ])
    }

    func close(_ container: Int64, until snapshot: Int64) throws {
        try connection.run(
            """
            UPDATE judgement SET until_snapshot = ?2
            WHERE container_id = ?1 AND until_snapshot IS NULL
                AND from_snapshot = (SELECT max(x.from_snapshot) FROM judgement x WHERE x.container_id = ?1)
            """, .integer(container), .integer(snapshot))
    }
}
