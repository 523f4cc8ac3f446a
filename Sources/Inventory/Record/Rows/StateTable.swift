internal import Model
internal import Texts

/// A table of states, told by the field list of the object whose states it holds: its columns, and how they are written and read.
struct StateTable: Sendable {
    /// What a column holds.
    enum Content: Sendable {
        /// A number, a time, or a word.
        case plain
        /// 0 or 1.
        case flag
        /// Numbers of rows elsewhere.
        case text, digest, reference, tag, outcome, source
        /// The number of a reference, from which the column before it may be left out, and whether it is.
        case image, atDigest
        /// What a tag follows, by its name: two columns, for an image's reference and for any other name.
        case sourceName
    }

    /// A field's column.
    struct Column: Sendable {
        /// What facts call the field.
        let field: String
        let name: String
        let content: Content
        /// How the table declares it.
        let declaration: String
        /// What a view shows of the table's row `v`, and what that is.
        let shown: String
        let form: LaterField.Form
        /// The version of the file that had it first, and what it means; 0 where the first tables had it.
        let since: Int
        let meaning: String
    }

    /// `workload_version`.
    let name: String
    /// The columns that say whose state it is.
    let keys: [String]
    let columns: [Column]
    /// Takes the keys, the snapshot, and the columns' values.
    let insert: String
    /// Ends what stands, in a table of intervals. Takes the snapshot and the keys, and tells when what stood had been opened.
    let close: String

    init(_ name: String, keys: [String], begins: String? = "from_snapshot", of object: some FieldList) {
        self.name = name
        self.keys = keys
        var list = ColumnList()
        object.show(to: &list)
        columns = list.columns
        let all = keys + [begins].compactMap(\.self) + list.columns.flatMap(\.names)
        insert = """
            INSERT INTO \(name) (\(all.joined(separator: ", ")))
            VALUES (\((1...all.count).map { "?\($0)" }.joined(separator: ", ")))
            """
        let isIt = keys.enumerated().map { "\($1) IS ?\($0 + 2)" }.joined(separator: " AND ")
        close = """
            UPDATE \(name) INDEXED BY \(name)_standing SET until_snapshot = ?1
            WHERE \(isIt) AND until_snapshot IS NULL
            RETURNING (SELECT s.taken_at FROM snapshot s WHERE s.id = from_snapshot)
            """
    }

    static let coverage = StateTable(
        "coverage_version", keys: ["cluster_id", "kind_id", "namespace_id"], of: Coverage.blank)
    static let followed = StateTable(
        "followed", keys: ["cluster_id", "kind_id", "namespace_id"], begins: "snapshot_id", of: Coverage.blank)
    static let workload = StateTable("workload_version", keys: ["workload_id"], of: Workload.State.blank)
    static let container = StateTable("container_version", keys: ["container_id"], of: Container.State.blank)
    static let imageStream = StateTable("image_stream_version", keys: ["image_stream_id"], of: ImageStream.blank)
    static let istag = StateTable("istag_version", keys: ["istag_id"], of: ImageStreamTag.State.blank)
    static let running = StateTable(
        "running_version", keys: ["container_id", "naming", "digest_id"], of: RunningImage.State.blank)
    static let revision = StateTable(
        "revision", keys: ["istag_id", "sequence", "line", "after_snapshot"], begins: "first_snapshot",
        of: ImageStreamTag.Revision.blank)
    static let image = StateTable("image", keys: ["digest_id"], begins: "first_snapshot", of: Image.blank)
    static let source = StateTable("tag_source", keys: [], begins: nil, of: ImageStreamTag.Source.blank)

    /// Every table whose columns come from a list.
    static let all = [coverage, followed, workload, container, imageStream, istag, running, revision, image, source]

    /// The names of the columns of some content, for whoever looks for what they number.
    func columns(numbering content: Content) -> [String] {
        columns.flatMap { column in
            switch (column.content, content) {
            case (.image, .reference): [column.name]
            case (.sourceName, .reference): [column.names[0]]
            case (.sourceName, .text): [column.names[1]]
            default: column.content == content ? column.names : []
            }
        }
    }
}

extension StateTable.Column {
    /// The column's name; of a source's name, both.
    var names: [String] { content == .sourceName ? ["from_reference_id", "from_name_id"] : [name] }
}

/// Collects the columns of an object's fields.
private struct ColumnList: FieldVisitor {
    typealias Failure = Never
    private(set) var columns: [StateTable.Column] = []

    private mutating func add(
        _ field: FieldName, _ content: StateTable.Content, _ ending: String = "", _ declaration: String = "INTEGER",
        as form: LaterField.Form = .text, _ show: (String) -> String = { $0 }
    ) {
        let name = field.column ?? field.text + ending
        columns.append(
            StateTable.Column(
                field: field.text, name: name, content: content, declaration: declaration, shown: show("v.\(name)"), form: form,
                since: field.since, meaning: field.meaning))
    }

    mutating func text(_ name: FieldName, _ value: inout String?) {
        let content = name.text == "from_name" ? StateTable.Content.sourceName : .text
        add(name, content, "_id", "INTEGER REFERENCES text") { "(SELECT value FROM text WHERE id = \($0))" }
    }

    mutating func word(_ name: FieldName, _ value: inout String?) { add(name, .plain, "", "TEXT") }

    mutating func number(_ name: FieldName, _ value: inout Int64?) { add(name, .plain, as: .integer) }

    mutating func flag(_ name: FieldName, _ value: inout Bool) {
        add(name, .flag, "", "INTEGER NOT NULL DEFAULT 0", as: .boolean)
    }

    mutating func instant(_ name: FieldName, _ value: inout Instant?) {
        add(name, .plain, as: .time) { "strftime('%Y-%m-%dT%H:%M:%SZ', \($0), 'unixepoch')" }
    }

    mutating func digest(_ name: FieldName, _ value: inout String?) {
        add(name, .digest, "_id", "INTEGER REFERENCES digest", as: .digest) { "(SELECT text FROM digest_ WHERE id = \($0))" }
    }

    mutating func reference(_ name: FieldName, _ value: inout String?) {
        add(name, .reference, "_id", "INTEGER REFERENCES reference", as: .digest) {
            "(SELECT text FROM reference_ WHERE id = \($0))"
        }
    }

    mutating func image(_ name: FieldName, _ value: inout String?, at digestName: FieldName, _ digest: inout String?) {
        self.digest(digestName, &digest)
        add(name, .image, "_id", "INTEGER REFERENCES reference", as: .digest)
        add(FieldName("at_digest"), .atDigest, "", "INTEGER NOT NULL DEFAULT 0", as: .boolean)
    }

    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {
        add(name, .tag, "_istag_id", "INTEGER REFERENCES istag") { "(SELECT name FROM tag_ WHERE id = \($0))" }
    }

    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) { text(name) }

    mutating func source(_ name: FieldName, _ value: inout ImageStreamTag.Source) {
        add(name, .source, "_id", "INTEGER REFERENCES tag_source")
    }

    mutating func outcome(_ name: FieldName, _ value: inout Coverage.Outcome) {
        add(name, .outcome, "_id", "INTEGER REFERENCES outcome")
    }

    private mutating func text(_ name: FieldName) {
        var none: String?
        text(name, &none)
    }
}
