internal import Model
internal import SQLite
internal import Texts

/// Gives each text, digest, reference and name its number, writing it the first time it is met.
///
/// It lives for one recording, inside its transaction, so what it remembers cannot outlive what was rolled back.
final class Interner {
    private let connection: Connection
    private let clusterID: Int64
    private var texts: [ExactText: Int64] = [:]
    private var digests: [ExactText: Int64] = [:]
    private var registries: [ExactText: Int64] = [:]
    private var references: [ExactText: Int64] = [:]
    private var namespaces: [ExactText: Int64] = [:]
    private var streams: [ImageStream.ID: Int64] = [:]
    private var tags: [ImageStreamTag.ID: Int64] = [:]
    private var sources: [ImageStreamTag.Source: Int64] = [:]
    private var kinds: [ObjectKind: Int64] = [:]
    /// The workloads of a part, whose containers come behind all of them.
    private var workloads: [Workload.ID: Int64] = [:]
    private var lastWorkload: (id: Workload.ID, number: Int64)?
    /// The numbers of the next rows, where it gives them out itself.
    private var numbers: RowNumbers?
    /// In a file that held nothing, what was written to it by now; nil in any other.
    private var written: WrittenMarks?

    /// - Parameter isAlone: Whether nobody else writes what it numbers, as long as it lives. Then it numbers rows itself, and they are
    ///   written while others are thought of.
    init(_ connection: Connection, cluster clusterID: Int64, isAlone: Bool = false) throws {
        self.connection = connection
        self.clusterID = clusterID
        guard isAlone else { return }
        let numbers = try RowNumbers(connection)
        if numbers.areOfNothing { written = WrittenMarks() }
        self.numbers = numbers
    }

    /// Forgets what it remembers once that is much; it is all in the file.
    func forgetMuch() {
        workloads.removeAll(keepingCapacity: true)
        let count = texts.count + digests.count + references.count + streams.count + tags.count + sources.count
        guard count > Interner.most else { return }
        texts = [:]
        digests = [:]
        references = [:]
        streams = [:]
        tags = [:]
        sources = [:]
    }

    /// As many names and texts are remembered: some 4 MiB.
    private static let most = 20_000

    // MARK: Values

    func text(_ text: String) throws -> Int64 {
        if let known = texts[ExactText(text)] { return known }
        let mark = fingerprint(of: text)
        let id = try number(
            .text, UInt64(bitPattern: mark), "SELECT id FROM text WHERE fingerprint = ?1 AND value = ?2",
            [.integer(mark), .text(text)])
        texts[ExactText(text)] = id
        return id
    }

    func text(_ text: String?) throws -> Value { try text.map { .integer(try self.text($0)) } ?? .null }

    func digest(_ digest: String) throws -> Int64 {
        if let known = digests[ExactText(digest)] { return known }
        let id = try number(.digest, digest.fnv1a(), Interner.findDigest, [DigestValue.value(of: digest)])
        digests[ExactText(digest)] = id
        return id
    }

    /// The number of a digest that the record holds.
    func known(digest: String) throws -> Int64? {
        try digests[ExactText(digest)] ?? found(Interner.findDigest, [DigestValue.value(of: digest)])
    }

    private static let findDigest = "SELECT id FROM digest WHERE substr(value, -4) = substr(?1, -4) AND value = ?1"

    func digest(_ digest: String?) throws -> Value { try digest.map { .integer(try self.digest($0)) } ?? .null }

    func registry(_ host: String) throws -> Int64 {
        if let known = registries[ExactText(host)] { return known }
        let mark = fingerprint(of: host)
        let id = try number(
            .registry, UInt64(bitPattern: mark), "SELECT id FROM registry WHERE fingerprint = ?1 AND host = ?2",
            [.integer(mark), .text(host)])
        registries[ExactText(host)] = id
        return id
    }

    func reference(_ text: String) throws -> Int64 {
        if let known = references[ExactText(text)] { return known }
        let reference = ImageReference(text)
        let id = try reference.parts.map(self.reference(parts:)) ?? invalidReference(text)
        references[ExactText(text)] = id
        return id
    }

    func reference(_ text: String?) throws -> Value { try text.map { .integer(try reference($0)) } ?? .null }

    /// Where a tag's image is pulled from: the number of its reference, or of what is left of it without the digest that is known anyway, and
    /// whether that is so.
    func image(_ image: String?, at digest: String?) throws -> (reference: Value, isAtDigest: Value) {
        if let image, let digest, let repository = image.repository(at: digest) {
            return (.integer(try reference(repository)), .integer(1))
        }
        return (try reference(image), .integer(0))
    }

    private func reference(parts: ImageReference.Parts) throws -> Int64 {
        let repository = try self.repository(parts)
        let tag = parts.tag.map(Value.text) ?? .null
        let digest = try parts.digest.map { try self.digest($0) }
        if mayHold(.reference, WrittenMarks.mark(repository, parts.tag ?? "", digest ?? 0)) {
            let known =
                if let digest {
                    try found(
                        "SELECT id FROM reference WHERE digest_id = ?1 AND repository_id = ?2 AND tag IS ?3",
                        [.integer(digest), .integer(repository), tag])
                } else {
                    try found(
                        "SELECT id FROM reference WHERE digest_id IS NULL AND repository_id = ?1 AND tag IS ?2",
                        [.integer(repository), tag])
                }
            if let known { return known }
        }
        // Only a reference by tag is ever compared with another spelling of itself.
        let isCanonical = parts.digest != nil || parts.canonical == parts.text
        let canonical = isCanonical ? Value.null : .integer(try reference(parts.canonical))
        return try inserted(
            .reference, [.integer(repository), tag, digest.map(Value.integer) ?? .null, .null, canonical])
    }

    private func invalidReference(_ text: String) throws -> Int64 {
        let text = Value.integer(try self.text(text))
        return try found("SELECT id FROM reference WHERE text_id = ?1", [text])
            ?? inserted(.reference, [.null, .null, .null, text, .null])
    }

    private func repository(_ parts: ImageReference.Parts) throws -> Int64 {
        let host = try parts.registry.map { Value.integer(try registry($0)) } ?? .null
        let mark = fingerprint(of: parts.registry.map { "\($0)/\(parts.path)" } ?? parts.path)
        return try number(
            .repository, UInt64(bitPattern: mark),
            "SELECT id FROM repository WHERE fingerprint = ?1 AND registry_id IS ?2 AND path = ?3",
            [.integer(mark), host, .text(parts.path)])
    }

    func source(_ source: ImageStreamTag.Source) throws -> Int64 {
        if let known = sources[source] { return known }
        let values = try RowValues(self, ofSource: source).values
        let id = try found(Interner.findSource, values) ?? inserted(.tagSource, values)
        sources[source] = id
        return id
    }

    private static let findSource: String = {
        let isIt = StateTable.source.columns.flatMap(\.names).enumerated().map { "\($1) IS ?\($0 + 1)" }
        return "SELECT id FROM tag_source WHERE \(isIt.joined(separator: " AND "))"
    }()

    // MARK: Names

    func namespace(_ name: String) throws -> Int64 {
        if let known = namespaces[ExactText(name)] { return known }
        let id = try number(
            .namespace, WrittenMarks.mark(0, name), "SELECT id FROM namespace WHERE cluster_id = ?1 AND name = ?2",
            [.integer(clusterID), .text(name)])
        namespaces[ExactText(name)] = id
        return id
    }

    func kind(_ kind: ObjectKind) throws -> Int64 {
        if let known = kinds[kind] { return known }
        let known = try found(
            "SELECT id FROM kind WHERE api_group = ?1 AND api_name = ?2", [.text(kind.group), .text(kind.name)])
        if known == nil {
            try connection.run(
                "INSERT INTO kind (name, api_group, api_name, resource) VALUES (?1, ?2, ?3, ?4)", .text(kind.title),
                .text(kind.group), .text(kind.name), .text(kind.resource))
        }
        let id = known ?? connection.lastInsertedRow
        kinds[kind] = id
        return id
    }

    func imageStream(_ id: ImageStream.ID) throws -> Int64 {
        if let known = streams[id] { return known }
        let namespace = try namespace(id.namespace)
        let number = try number(
            .imageStream, WrittenMarks.mark(namespace, id.name),
            "SELECT id FROM image_stream WHERE namespace_id = ?1 AND name = ?2", [.integer(namespace), .text(id.name)])
        streams[id] = number
        return number
    }

    func imageStreamTag(_ id: ImageStreamTag.ID) throws -> Int64 {
        if let known = tags[id] { return known }
        let stream = try imageStream(id.stream)
        let number = try number(
            .istag, WrittenMarks.mark(stream, id.tag), "SELECT id FROM istag WHERE image_stream_id = ?1 AND tag = ?2",
            [.integer(stream), .text(id.tag)])
        tags[id] = number
        return number
    }

    func workload(_ id: Workload.ID) throws -> Int64 {
        if let lastWorkload, lastWorkload.id == id { return lastWorkload.number }
        let number = try workloads[id] ?? numbered(id)
        workloads[id] = number
        lastWorkload = (id, number)
        return number
    }

    private func numbered(_ id: Workload.ID) throws -> Int64 {
        let namespace = try namespace(id.namespace)
        let kind = try kind(id.kind)
        return try number(
            .workload, WrittenMarks.mark(namespace, id.name, kind),
            "SELECT id FROM workload WHERE namespace_id = ?1 AND kind_id = ?2 AND name = ?3",
            [.integer(namespace), .integer(kind), .text(id.name)])
    }

    func container(_ id: Container.ID) throws -> Int64 {
        let workload = try workload(id.workload)
        let isInit: Int64 = id.isInit ? 1 : 0
        return try number(
            .container, WrittenMarks.mark(workload, id.name, isInit),
            "SELECT id FROM container WHERE workload_id = ?1 AND init = ?2 AND name = ?3",
            [.integer(workload), .integer(isInit), .text(id.name)])
    }

    // MARK: Reading and writing

    /// The number of a row that is told from all others by all of its columns, written where it is not there.
    private func number(_ table: NumberedTable, _ mark: UInt64, _ find: String, _ values: [Value]) throws -> Int64 {
        if mayHold(table, mark), let known = try found(find, values) { return known }
        return try inserted(table, values)
    }

    /// Whether a table may hold what goes by a mark; it will, afterwards.
    private func mayHold(_ table: NumberedTable, _ mark: UInt64) -> Bool { written?.note(table, mark) != true }

    private func found(_ sql: String, _ values: [Value]) throws -> Int64? {
        let statement = try connection.cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(at: 0) : nil
    }

    private func inserted(_ table: NumberedTable, _ values: [Value]) throws -> Int64 {
        guard let number = numbers?.take(table) else {
            try connection.run(table.insert, [.null] + values)
            return connection.lastInsertedRow
        }
        try connection.runLater(table.insert, [.integer(number)] + values)
        return number
    }
}

/// By what long texts are found again without an index that repeats them. Collisions are harmless: the text itself is compared too.
func fingerprint(of text: String) -> Int64 { Int64(bitPattern: text.fnv1a()) }

extension String {
    /// What stands before `@DIGEST`, where that is a repository and nothing more.
    fileprivate func repository(at digest: String) -> String? {
        let count = utf8.count - digest.utf8.count - 1
        guard count > 0, utf8.dropFirst(count).elementsEqual("@\(digest)".utf8) else { return nil }
        let repository = String(decoding: utf8.prefix(count), as: UTF8.self)
        guard let parts = ImageReference(repository).parts, parts.tag == nil, parts.digest == nil else { return nil }
        return repository
    }
}
