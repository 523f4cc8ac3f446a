internal import Model
internal import Record
internal import SQLite
internal import Texts

/// A container as it stands, with its verdict: what the report counts, groups and lists.
struct ContainerRow {
    let id: ContainerID
    let image: String
    let form: String
    let digest: String?
    let tie: String?
    let tag: ClusterTag?
    let tagID: Int64?
    let tagDigest: String?
    let verdict: String
    let reason: String
    let staleSince: Instant?
    let seenFrom: Instant?
    /// Whether Pods say what it runs.
    let isKnownToRun: Bool

    var isLong: Bool { LongForm.isOne(form) }

    private init?(_ row: [Value], _ names: TagNames?) throws {
        guard let id = ContainerID(row) else { return nil }
        self.id = id
        image = row[6].text ?? ""
        form = row[7].text ?? ""
        digest = row[8].text
        tag =
            if let names { try row[16].integer.flatMap { try names.name(of: $0) } } else {
                row[10].text.map { ClusterTag(cluster: id.cluster, namespace: row[9].text ?? "", istag: $0) }
            }
        tagDigest = row[11].text
        tagID = row[16].integer
        tie = row[17].text
        verdict = row[12].text ?? ""
        reason = row[13].text ?? ""
        staleSince = row[14].text.flatMap { Instant($0) }
        seenFrom = row[15].text.flatMap { Instant($0) }
        isKnownToRun = row[18].integer == 1
    }

    /// SQL: whether Pods say what a container of the view runs.
    static func isKnownToRun(in view: String) -> String {
        """
        EXISTS (SELECT 1 FROM running_version v WHERE v.container_id = \(view).container_id AND v.from_snapshot <= shown_by
            AND (v.until_snapshot IS NULL OR v.until_snapshot > shown_by))
        """
    }

    /// Every container that stands, in their pod templates' order.
    static func standing(in record: RecordReader, cluster: String?) throws -> [ContainerRow] {
        try standing(in: record, where: Filter(cluster: cluster).condition(over: ["cluster"], name: ""))
    }

    /// The containers that stand and fulfil a condition, in their pod templates' order.
    ///
    /// - Parameters:
    ///   - isBrief: Whether digests, times and what Pods run are left out, which cost a search each.
    ///   - most: How many of the first are told; nil is all.
    static func standing(
        in record: any QuestionEngine, where condition: Filter.Condition, isBrief: Bool = false, most: Int? = nil
    ) throws -> [ContainerRow] {
        let (digests, times) = isBrief ? ("NULL", "NULL, NULL") : ("istag_digest", "stale_since, seen_from")
        let names = (record as? RecordReader).map(TagNames.init)
        let (number, pods) = (names == nil ? "NULL" : "istag_id", isBrief ? "0" : ContainerRow.isKnownToRun(in: "container_"))
        let tag = names == nil ? "istag_namespace, istag" : "NULL, NULL"
        return try record.rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, form, \(isBrief ? "NULL" : "digest"), \(tag),
                \(digests), verdict, reason, \(times), \(number), tie, \(pods)
            FROM container_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init DESC, position\(most.map { " LIMIT \($0)" } ?? "")
            """, condition.values
        ).compactMap { try ContainerRow($0, names) }
    }
}

/// The names of a file's tags by their numbers: a tag is looked up once, however many containers are tied to it.
private final class TagNames {
    private let record: RecordReader
    private var known: [Int64: ClusterTag] = [:]

    init(_ record: RecordReader) { self.record = record }

    func name(of number: Int64) throws -> ClusterTag? {
        if let tag = known[number] { return tag }
        let row = try record.rows("SELECT cluster, namespace, name FROM tag_ WHERE id = ?1", [.integer(number)]).first
        let tag = row.map { ClusterTag(cluster: $0[0].text ?? "", namespace: $0[1].text ?? "", istag: $0[2].text ?? "") }
        known[number] = tag
        return tag
    }
}

/// The forms of long references, by their texts, which begin alike.
package enum LongForm {
    /// Whether a form is one, in SQL over the views of containers.
    package static let condition = "form LIKE 'long-%'"

    /// Whether a form is one.
    static func isOne(_ form: String?) -> Bool { form?.hasPrefix("long-") == true }
}
