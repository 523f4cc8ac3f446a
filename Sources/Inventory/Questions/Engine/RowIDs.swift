public import Model
public import Record
internal import SQLite

// Questions about a few objects ask for their numbers first. SQLite hands a list of numbers down through the views to the
// indexes, but never a subquery (https://www.sqlite.org/optoverview.html#the_push_down_optimization): with one, a question would
// cost what the whole history is long.

/// Objects that a file knows by numbers.
public enum NumberedObjects: Sendable {
    /// The tags of the streams of a name, in whatever namespace; all of each stream where `tag` is nil.
    case tags(stream: String, tag: String?)
    /// The tags whose history has a digest.
    case tagsOnceAt(digest: String)
    /// The workloads of a kind and name, in whatever namespace.
    case workloads(ObjectKind, name: String)

    /// The views' column for the numbers.
    fileprivate var column: String {
        switch self {
        case .tags, .tagsOnceAt: "istag_id"
        case .workloads: "workload_id"
        }
    }
}

extension QuestionEngine {
    /// Lets through only rows of some objects, in the places that are asked about: by numbers, or by names where nothing has a number.
    func condition(_ filter: Filter, only objects: NumberedObjects) throws -> Filter.Condition {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        if let numbers = try numbers(of: objects) {
            condition.add(objects.column, oneOf: numbers)
            return condition
        }
        switch objects {
        case .tags(let stream, let tag):
            condition.add("image_stream", oneOf: [stream])
            condition.add("tag", oneOf: tag.map { [$0] } ?? [])
        case .tagsOnceAt(let digest):
            let names = try rows("SELECT DISTINCT image_stream, tag FROM revision WHERE digest = ?1", [.text(digest)])
            guard !names.isEmpty else {
                condition.add("1 = 0")
                break
            }
            condition.add("image_stream", oneOf: Set(names.compactMap { $0[0].text }).sorted())
            condition.add("tag", oneOf: Set(names.compactMap { $0[1].text }).sorted())
        case .workloads(let kind, let name):
            condition.add("kind", oneOf: [kind.title])
            condition.add("name", oneOf: [name])
        }
        return condition
    }
}

extension RecordReader {
    /// By the indexes of names and digests.
    public func numbers(of objects: NumberedObjects) throws -> [Int64]? {
        switch objects {
        case .tags(let stream, let tag): try tagNumbers(stream: stream, tag: tag)
        case .tagsOnceAt(let digest): try tagNumbers(digests: digestNumbers(digest))
        case .workloads(let kind, let name): try workloadNumbers(kind, name: name)
        }
    }

    /// The tags of the streams of that name, in whatever namespace; all of each stream where `tag` is nil.
    func tagNumbers(stream: String, tag: String?) throws -> [Int64] {
        try numbers(
            """
            SELECT t.id FROM namespace n
            CROSS JOIN image_stream i ON i.namespace_id = n.id AND i.name = ?1
            CROSS JOIN istag t ON t.image_stream_id = i.id\(tag == nil ? "" : " AND t.tag = ?2")
            """, [.text(stream)] + (tag.map { [.text($0)] } ?? []))
    }

    /// The workloads of that kind and name, in whatever namespace.
    func workloadNumbers(_ kind: ObjectKind, name: String) throws -> [Int64] {
        try numbers(
            """
            SELECT w.id FROM namespace n
            CROSS JOIN workload w ON w.namespace_id = n.id AND w.kind_id = (SELECT id FROM kind WHERE name = ?1) AND w.name = ?2
            """, [.text(kind.title), .text(name)])
    }

    /// The digest's number, found by the index over its end; none where the record never met it.
    func digestNumbers(_ digest: String) throws -> [Int64] {
        try numbers(
            "SELECT id FROM digest WHERE substr(value, -4) = substr(?1, -4) AND value = ?1",
            [DigestValue.value(of: digest)])
    }

    /// The references that name one of these digests.
    func referenceNumbers(digests: [Int64]) throws -> [Int64] {
        try numbers("SELECT id FROM reference WHERE digest_id IN (\(digests.list))")
    }

    /// The tags whose history has one of these digests.
    func tagNumbers(digests: [Int64]) throws -> [Int64] {
        try numbers("SELECT DISTINCT istag_id FROM revision WHERE digest_id IN (\(digests.list))")
    }

    private func numbers(_ sql: String, _ values: [Value] = []) throws -> [Int64] {
        try rows(sql, values).compactMap { $0[0].integer }
    }
}

extension Filter.Condition {
    /// Only rows of these numbers; none where there are none.
    mutating func add(_ column: String, oneOf numbers: [Int64]) { add("\(column) IN (\(numbers.list))") }
}

extension [Int64] {
    var list: String { map(String.init).joined(separator: ", ") }
}
