package import Model
package import SQLite

/// Gives back the text of numbered references, digests and texts, each read once.
final class ReferenceReader {
    private let connection: Connection
    private var references: [Int64: String] = [:]
    private var texts: [Int64: String] = [:]
    private var digests: [Int64: String] = [:]

    init(_ connection: Connection) {
        self.connection = connection
    }

    /// Forgets what it has read.
    func forget() {
        references = [:]
        texts = [:]
        digests = [:]
    }

    func reference(_ id: Int64?) throws -> String? {
        guard let id else { return nil }
        if let known = references[id] { return known }
        let row = try connection.row(
            """
            SELECT x.value, h.host, p.path, r.tag, r.digest_id FROM reference r
            LEFT JOIN text x ON x.id = r.text_id
            LEFT JOIN repository p ON p.id = r.repository_id
            LEFT JOIN registry h ON h.id = p.registry_id
            WHERE r.id = ?1
            """, .integer(id))
        guard let row else { return nil }
        let text =
            try row[0].text ?? compose(host: row[1].text, path: row[2].text, tag: row[3].text, digest: row[4].integer)
        references[id] = text
        return text
    }

    /// One that has read every reference, for whoever will ask for all of them.
    static func whole(_ connection: Connection) throws -> ReferenceReader {
        let reader = ReferenceReader(connection)
        try reader.readAll()
        return reader
    }

    private func readAll() throws {
        let digest = try connection.prepare("SELECT id, value FROM digest")
        while try digest.step() {
            if let id = digest.integer(at: 0) { digests[id] = DigestValue.text(of: digest.value(at: 1)) }
        }
        let reference = try connection.prepare(
            """
            SELECT r.id, x.value, h.host, p.path, r.tag, r.digest_id FROM reference r
            LEFT JOIN text x ON x.id = r.text_id
            LEFT JOIN repository p ON p.id = r.repository_id
            LEFT JOIN registry h ON h.id = p.registry_id
            """)
        while try reference.step() {
            guard let id = reference.integer(at: 0) else { continue }
            references[id] =
                try reference.text(at: 1)
                ?? compose(
                    host: reference.text(at: 2), path: reference.text(at: 3), tag: reference.text(at: 4),
                    digest: reference.integer(at: 5))
        }
    }

    /// Where a tag's image is pulled from, of which the digest may have been left out: `at_digest`.
    static func image(_ reference: String?, isAtDigest: Int64?, _ digest: String?) -> String? {
        guard let isAtDigest, isAtDigest != 0, let reference else { return reference }
        return digest.map { "\(reference)@\($0)" }
    }

    func text(_ id: Int64?) throws -> String? {
        guard let id else { return nil }
        if let known = texts[id] { return known }
        let text = try connection.row("SELECT value FROM text WHERE id = ?1", .integer(id))?[0].text
        texts[id] = text
        return text
    }

    func digest(_ id: Int64?) throws -> String? {
        guard let id else { return nil }
        if let known = digests[id] { return known }
        let value = try connection.row("SELECT value FROM digest WHERE id = ?1", .integer(id))?[0]
        let text = value.flatMap(DigestValue.text(of:))
        digests[id] = text
        return text
    }

    private func compose(host: String?, path: String?, tag: String?, digest digestID: Int64?) throws -> String {
        let digest = try self.digest(digestID)
        return (host.map { "\($0)/" } ?? "") + (path ?? "") + (tag.map { ":\($0)" } ?? "")
            + (digest.map { "@\($0)" } ?? "")
    }
}

extension Value {
    /// The text, or nil where it is none.
    package var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The integer, or nil where it is none.
    package var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }
}

extension Instant {
    /// An instant as the file keeps it, or nil for NULL.
    package init?(_ seconds: Int64?) {
        guard let seconds else { return nil }
        self.init(secondsSince1970: seconds)
    }
}
