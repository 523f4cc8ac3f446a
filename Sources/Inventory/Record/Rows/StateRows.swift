internal import Model
internal import SQLite
internal import Texts

/// An object's fields as the values of its row, each text, digest and reference by its number.
struct RowValues: FieldVisitor {
    typealias Failure = any Error
    private let interner: Interner
    /// Of what a tag follows: whether its name is an image's reference.
    private let isImage: Bool?
    private(set) var values: [Value] = []

    init(_ interner: Interner, of object: some FieldList) throws {
        self.interner = interner
        isImage = nil
        try object.show(to: &self)
    }

    /// What a tag follows has a row of its own.
    init(_ interner: Interner, ofSource source: ImageStreamTag.Source) throws {
        self.interner = interner
        isImage = source.kind == "DockerImage"
        try source.show(to: &self)
    }

    mutating func text(_ name: FieldName, _ value: inout String?) throws {
        guard let isImage else { return values.append(try interner.text(value)) }
        values.append(isImage ? try interner.reference(value) : .null)
        values.append(isImage ? .null : try interner.text(value))
    }

    mutating func word(_ name: FieldName, _ value: inout String?) { values.append(value.map(Value.text) ?? .null) }

    mutating func number(_ name: FieldName, _ value: inout Int64?) { values.append(value.map(Value.integer) ?? .null) }

    mutating func flag(_ name: FieldName, _ value: inout Bool) { values.append(.integer(value ? 1 : 0)) }

    mutating func instant(_ name: FieldName, _ value: inout Instant?) { values.append(seconds(value)) }

    mutating func digest(_ name: FieldName, _ value: inout String?) throws { values.append(try interner.digest(value)) }

    mutating func reference(_ name: FieldName, _ value: inout String?) throws {
        values.append(try interner.reference(value))
    }

    mutating func image(_ name: FieldName, _ value: inout String?, at digestName: FieldName, _ digest: inout String?) throws {
        let image = try interner.image(value, at: digest)
        values += [try interner.digest(digest), image.reference, image.isAtDigest]
    }

    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) throws {
        values.append(try value.map { .integer(try interner.imageStreamTag($0)) } ?? .null)
    }

    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) throws {
        values.append(value.isEmpty ? .null : try interner.text(SealedFields.object(value)))
    }

    mutating func source(_ name: FieldName, _ value: inout ImageStreamTag.Source) throws {
        values.append(.integer(try interner.source(value)))
    }

    mutating func outcome(_ name: FieldName, _ value: inout Coverage.Outcome) { values.append(.integer(value.code)) }
}

/// Fills an object's fields from a row that ``StateTable/selected`` asked for.
struct RowFields: FieldVisitor {
    typealias Failure = Never
    private let row: Statement
    private var column: Int32
    /// Whether what a tag follows is being read, whose name stands in the columns of a reference and of a text.
    private var isSource = false

    init(_ row: Statement, from column: Int32) {
        self.row = row
        self.column = column
    }

    /// The column before which reading goes on.
    private mutating func next(_ count: Int32 = 1) -> Int32 {
        defer { column += count }
        return column
    }

    mutating func text(_ name: FieldName, _ value: inout String?) {
        let image = isSource ? row.reference(at: next(5)) : nil
        let text = next()
        value = image ?? row.text(at: text)
    }

    mutating func word(_ name: FieldName, _ value: inout String?) { value = row.text(at: next()) }

    mutating func number(_ name: FieldName, _ value: inout Int64?) { value = row.integer(at: next()) }

    mutating func flag(_ name: FieldName, _ value: inout Bool) { value = row.integer(at: next()) == 1 }

    mutating func instant(_ name: FieldName, _ value: inout Instant?) { value = Instant(row.integer(at: next())) }

    mutating func digest(_ name: FieldName, _ value: inout String?) { value = row.digest(at: next()) }

    mutating func reference(_ name: FieldName, _ value: inout String?) { value = row.reference(at: next(5)) }

    mutating func image(_ name: FieldName, _ value: inout String?, at digestName: FieldName, _ digest: inout String?) {
        digest = row.digest(at: next())
        let reference = row.reference(at: next(5))
        value = ReferenceReader.image(reference, isAtDigest: row.integer(at: next()), digest)
    }

    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {
        let first = next(3)
        guard let namespace = row.text(at: first), let stream = row.text(at: first + 1), let tag = row.text(at: first + 2)
        else { return value = nil }
        value = ImageStreamTag.ID(namespace: namespace, stream: stream, tag: tag)
    }

    /// Labels are never compared with what stands: the content behind a digest does not change.
    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) { column += 1 }

    mutating func source(_ name: FieldName, _ value: inout ImageStreamTag.Source) {
        isSource = true
        value.fields(&self)
        isSource = false
    }

    mutating func outcome(_ name: FieldName, _ value: inout Coverage.Outcome) {
        let code = row.integer(at: next())
        value = Coverage.Outcome.allCases.first { $0.code == code } ?? value
    }
}

extension StateTable {
    /// The columns that ``RowFields`` reads, of the table's row `v`.
    var selected: String { selected("v", "f") }

    /// The tables that the columns' numbers name.
    var joins: String { joins("v", "f") }

    private func selected(_ row: String, _ prefix: String) -> String {
        columns.enumerated().map { place, column in
            let name = "\(prefix)\(place)"
            return switch column.content {
            case .plain, .flag, .outcome, .atDigest: "\(row).\(column.name)"
            case .text, .digest: "\(name).value"
            case .tag: "\(name)_n.name, \(name)_i.name, \(name).tag"
            case .reference, .image: StateTable.reference(name)
            case .source: StateTable.source.selected(name, name)
            case .sourceName: "\(StateTable.reference(name)), \(name)_x.value"
            }
        }.joined(separator: ", ")
    }

    private func joins(_ row: String, _ prefix: String) -> String {
        columns.enumerated().map { place, column in
            let name = "\(prefix)\(place)"
            let number = "\(row).\(column.name)"
            return switch column.content {
            case .plain, .flag, .outcome, .atDigest: ""
            case .text: "LEFT JOIN text \(name) ON \(name).id = \(number) "
            case .digest: "LEFT JOIN digest \(name) ON \(name).id = \(number) "
            case .tag:
                """
                LEFT JOIN istag \(name) ON \(name).id = \(number)
                LEFT JOIN image_stream \(name)_i ON \(name)_i.id = \(name).image_stream_id
                LEFT JOIN namespace \(name)_n ON \(name)_n.id = \(name)_i.namespace_id

                """
            case .reference, .image: StateTable.referenceJoins(name, on: number)
            case .source:
                "CROSS JOIN tag_source \(name) ON \(name).id = \(number) " + StateTable.source.joins(name, name)
            case .sourceName:
                StateTable.referenceJoins(name, on: "\(row).from_reference_id")
                    + "LEFT JOIN text \(name)_x ON \(name)_x.id = \(row).from_name_id "
            }
        }.joined()
    }

    /// The five columns that ``Statement/reference(at:)`` puts together.
    private static func reference(_ name: String) -> String {
        "\(name)_t.value, \(name)_h.host, \(name)_p.path, \(name).tag, \(name)_d.value"
    }

    private static func referenceJoins(_ name: String, on number: String) -> String {
        """
        LEFT JOIN reference \(name) ON \(name).id = \(number)
        LEFT JOIN repository \(name)_p ON \(name)_p.id = \(name).repository_id
        LEFT JOIN registry \(name)_h ON \(name)_h.id = \(name)_p.registry_id
        LEFT JOIN digest \(name)_d ON \(name)_d.id = \(name).digest_id
        LEFT JOIN text \(name)_t ON \(name)_t.id = \(name).text_id

        """
    }
}
