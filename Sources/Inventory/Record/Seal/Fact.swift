internal import Model
internal import Texts

/// One thing a snapshot added to the record, as a seal sees it: by names and exact texts, never by row numbers.
///
/// docs/seal.md lists every kind with its fields. Both who records and who verifies take them from the objects' field lists: this file writes
/// a fact of what was observed, `FactScan` of what the file holds.
struct Fact: Sendable {
    /// What a fact is about. The names are part of the encoding and never change.
    enum Kind: String, Sendable, CaseIterable {
        case coverage, followed, workload, container
        case imageStream = "image-stream"
        case istag, revision
        case internalRegistry = "internal-registry"
        case image
        case firstSighting = "first-sighting"
        case running
        case imagePart = "image-part"
    }

    private(set) var fields = SealedFields()

    /// Something that stands, or is known, from this snapshot on.
    static func opened(_ kind: Kind, _ write: (inout SealedFields) -> Void) -> Fact {
        var fact = Fact()
        fact.fields.append("opened")
        fact.fields.append(kind.rawValue)
        write(&fact.fields)
        return fact
    }

    /// Something that no longer stands at this snapshot as it had since `from`.
    static func closed(_ kind: Kind, from: Instant?, _ write: (inout SealedFields) -> Void) -> Fact {
        var fact = Fact()
        fact.fields.append("closed")
        fact.fields.append(kind.rawValue)
        write(&fact.fields)
        fact.fields.append(from)
        return fact
    }
}

// The fields that name an object.
extension SealedFields {
    mutating func append(_ scope: Coverage.Scope) {
        append(scope.kind.qualified)
        append(scope.namespace)
    }

    mutating func append(_ id: Workload.ID) {
        append(id.namespace)
        append(id.kind.qualified)
        append(id.name)
    }

    mutating func append(_ id: Container.ID) {
        append(id.workload)
        append(id.isInit)
        append(id.name)
    }

    mutating func append(_ id: ImageStream.ID) {
        append(id.namespace)
        append(id.name)
    }

    mutating func append(_ id: ImageStreamTag.ID?) {
        append(id?.stream.namespace)
        append(id?.stream.name)
        append(id?.tag)
    }
}

// What says in what state an object is: each field that is there, by its name and its value, in the order of the object's list.
extension SealedFields: FieldVisitor {
    typealias Failure = Never

    mutating func append(_ object: some FieldList) { object.show(to: &self) }

    mutating func text(_ name: FieldName, _ value: inout String?) {
        guard let value else { return }
        append(name.text)
        append(value)
    }

    mutating func word(_ name: FieldName, _ value: inout String?) { text(name, &value) }

    mutating func number(_ name: FieldName, _ value: inout Int64?) {
        guard let value else { return }
        append(name.text)
        append(value)
    }

    mutating func flag(_ name: FieldName, _ value: inout Bool) {
        guard value else { return }
        append(name.text)
        append(value)
    }

    mutating func instant(_ name: FieldName, _ value: inout Instant?) {
        guard let value else { return }
        append(name.text)
        append(value)
    }

    mutating func digest(_ name: FieldName, _ value: inout String?) { text(name, &value) }

    mutating func reference(_ name: FieldName, _ value: inout String?) { text(name, &value) }

    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {
        guard let value else { return }
        append(name.text)
        var names = SealedFields()
        names.append(value)
        append(bytes: names.bytes)
    }

    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) {
        guard !value.isEmpty else { return }
        append(name.text)
        append(SealedFields.object(value))
    }

    /// An image's labels as a JSON object, in the order of their names' bytes.
    static func object(_ labels: [ExactText: ExactText]) -> String {
        let members = labels.sorted { $0.key < $1.key }.map { name, value in
            "\(JSONString.plain(name.text)):\(JSONString.plain(value.text))"
        }
        return "{\(members.joined(separator: ","))}"
    }
}

extension SealedFields {
    mutating func append(_ entry: TagHistory.Entry, after: Instant?) {
        append(entry.revision)
        append("line")
        append(entry.line)
        guard let after else { return }
        append("after")
        append(after)
    }
}
