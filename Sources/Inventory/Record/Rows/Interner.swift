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
    /// The workload that was asked for last: its containers come next.
    private var lastWorkload: (id: Workload.ID, number: Int64)?

    init(_ connection: Connection, cluster clusterID: Int64) {
        self.connection = connection
        self.clusterID = clusterID
    }

    /// Forgets what it remembers once that is much; it is all in the file.
    func forgetMuch() {
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
        let mark = Value.integer(fingerprint(of: text))
        let id =
            try found("SELECT id FROM text WHERE fingerprint = ?1 AND value = ?2", mark, .text(text))
            ?? inserted("INSERT INTO text (fingerprint, value) VALUES (?1, ?2)", mark, .text(text))
        texts[ExactText(text)] = id
        return id
    }

    func text(_ text: String?) throws -> Value { try text.map { .integer(try self.text($0)) } ?? .null }

    func digest(_ digest: String) throws -> Int64 {
        if let known = digests[ExactText(digest)] { return known }
        let value = DigestValue.value(of: digest)
        let id =
            try found("SELECT id FROM digest WHERE substr(value, -4) = substr(?1, -4) AND value = ?1", value)
            ?? inserted("INSERT INTO digest (value) VALUES (?1)", value)
        digests[ExactText(digest)] = id
        return id
    }

    /// The number of a digest that the record holds.
    func known(digest: String) throws -> Int64? {
        if let known = digests[ExactText(digest)] { return known }
        return try found(
            "SELECT id FROM digest WHERE substr(value, -4) = substr(?1, -4) AND value = ?1", DigestValue.value(of: digest))
    }

    func digest(_ digest: String?) throws -> Value { try digest.map { .integer(try self.digest($0)) } ?? .null }

    func registry(_ host: String) throws -> Int64 {
        if let known = registries[ExactText(host)] { return known }
        let mark = Value.integer(fingerprint(of: host))
        let id =
            try found("SELECT id FROM registry WHERE fingerprint = ?1 AND host = ?2", mark, .text(host))
            ?? inserted("INSERT INTO registry (fingerprint, host) VALUES (?1, ?2)", mark, .text(host))
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
        let repository = Value.integer(try self.repository(parts))
        let tag = parts.tag.map(Value.text) ?? .null
        let known: Int64?
        var digestID = Value.null
        if let digest = parts.digest {
            digestID = .integer(try self.digest(digest))
            known = try found(
                "SELECT id FROM reference WHERE digest_id = ?1 AND repository_id = ?2 AND tag IS ?3", digestID,
                repository, tag)
        } else {
            known = try found(
                "SELECT id FROM reference WHERE digest_id IS NULL AND repository_id = ?1 AND tag IS ?2", repository, tag
            )
        }
        if let known { return known }
        // Only a reference by tag is ever compared with another spelling of itself.
        let isCanonical = parts.digest != nil || parts.canonical == parts.text
        let canonical = isCanonical ? Value.null : .integer(try reference(parts.canonical))
        return try inserted(
            "INSERT INTO reference (repository_id, tag, digest_id, canonical_id) VALUES (?1, ?2, ?3, ?4)",
            repository, tag, digestID, canonical)
    }

    private func invalidReference(_ text: String) throws -> Int64 {
        let text = Value.integer(try self.text(text))
        return try found("SELECT id FROM reference WHERE text_id = ?1", text)
            ?? inserted("INSERT INTO reference (text_id) VALUES (?1)", text)
    }

    private func repository(_ parts: ImageReference.Parts) throws -> Int64 {
        let host = try parts.registry.map { Value.integer(try registry($0)) } ?? .null
        let mark = Value.integer(fingerprint(of: parts.registry.map { "\($0)/\(parts.path)" } ?? parts.path))
        let path = Value.text(parts.path)
        return try found(
            "SELECT id FROM repository WHERE fingerprint = ?1 AND registry_id IS ?2 AND path = ?3", mark, host, path)
            ?? inserted("INSERT INTO repository (fingerprint, registry_id, path) VALUES (?1, ?2, ?3)", mark, host, path)
    }

    func source(_ source: ImageStreamTag.Source) throws -> Int64 {
        if let known = sources[source] { return known }
        let values = try RowValues(self, ofSource: source).values
        let id = try found(Interner.findSource, values) ?? inserted(StateTable.source.insert, values)
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
        let values: [Value] = [.integer(clusterID), .text(name)]
        let id =
            try found("SELECT id FROM namespace WHERE cluster_id = ?1 AND name = ?2", values)
            ?? inserted("INSERT INTO namespace (cluster_id, name) VALUES (?1, ?2)", values)
        namespaces[ExactText(name)] = id
        return id
    }

    func kind(_ kind: ObjectKind) throws -> Int64 {
        if let known = kinds[kind] { return known }
        let id =
            try found("SELECT id FROM kind WHERE api_group = ?1 AND api_name = ?2", .text(kind.group), .text(kind.name))
            ?? inserted(
                "INSERT INTO kind (name, api_group, api_name, resource) VALUES (?1, ?2, ?3, ?4)", .text(kind.title),
                .text(kind.group), .text(kind.name), .text(kind.resource))
        kinds[kind] = id
        return id
    }

    func imageStream(_ id: ImageStream.ID) throws -> Int64 {
        if let known = streams[id] { return known }
        let values: [Value] = [.integer(try namespace(id.namespace)), .text(id.name)]
        let number =
            try found("SELECT id FROM image_stream WHERE namespace_id = ?1 AND name = ?2", values)
            ?? inserted("INSERT INTO image_stream (namespace_id, name) VALUES (?1, ?2)", values)
        streams[id] = number
        return number
    }

    func imageStreamTag(_ id: ImageStreamTag.ID) throws -> Int64 {
        if let known = tags[id] { return known }
        let values: [Value] = [.integer(try imageStream(id.stream)), .text(id.tag)]
        let number =
            try found("SELECT id FROM istag WHERE image_stream_id = ?1 AND tag = ?2", values)
            ?? inserted("INSERT INTO istag (image_stream_id, tag) VALUES (?1, ?2)", values)
        tags[id] = number
        return number
    }

    func workload(_ id: Workload.ID) throws -> Int64 {
        if let lastWorkload, lastWorkload.id == id { return lastWorkload.number }
        let values: [Value] = [.integer(try namespace(id.namespace)), .integer(try kind(id.kind)), .text(id.name)]
        let number =
            try found("SELECT id FROM workload WHERE namespace_id = ?1 AND kind_id = ?2 AND name = ?3", values)
            ?? inserted("INSERT INTO workload (namespace_id, kind_id, name) VALUES (?1, ?2, ?3)", values)
        lastWorkload = (id, number)
        return number
    }

    func container(_ id: Container.ID) throws -> Int64 {
        let values: [Value] = [.integer(try workload(id.workload)), .integer(id.isInit ? 1 : 0), .text(id.name)]
        return try found("SELECT id FROM container WHERE workload_id = ?1 AND init = ?2 AND name = ?3", values)
            ?? inserted("INSERT INTO container (workload_id, init, name) VALUES (?1, ?2, ?3)", values)
    }

    // MARK: Reading and writing

    private func found(_ sql: String, _ values: Value...) throws -> Int64? { try found(sql, values) }

    private func found(_ sql: String, _ values: [Value]) throws -> Int64? {
        let statement = try connection.cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(at: 0) : nil
    }

    private func inserted(_ sql: String, _ values: Value...) throws -> Int64 { try inserted(sql, values) }

    private func inserted(_ sql: String, _ values: [Value]) throws -> Int64 {
        let statement = try connection.cached(sql)
        try statement.bind(values)
        defer { statement.reset() }
        _ = try statement.step()
        return connection.lastInsertedRow
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
