internal import SQLite

extension Statement {
    /// The reference whose parts stand in five columns: whole text, registry, repository, tag, digest; nil where all are NULL.
    func reference(at column: Int32) -> String? {
        if let whole = text(at: column) { return whole }
        var text: [UInt8] = []
        text.reserveCapacity(192)
        append(column + 1, before: nil, to: &text)
        if !text.isEmpty { text.append(UInt8(ascii: "/")) }
        let host = text.count
        append(column + 2, before: nil, to: &text)
        guard text.count > host else { return nil }
        append(column + 3, before: UInt8(ascii: ":"), to: &text)
        if let digest = digest(at: column + 4) {
            text.append(UInt8(ascii: "@"))
            text += digest.utf8
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The digest in a column, or nil for NULL.
    func digest(at column: Int32) -> String? { DigestValue.text(of: value(at: column)) }

    private func append(_ column: Int32, before mark: UInt8?, to text: inout [UInt8]) {
        withBytes(at: column) { bytes in
            guard !bytes.isEmpty else { return }
            if let mark { text.append(mark) }
            text.append(contentsOf: bytes)
        }
    }
}

/// A column whose text stays the same for many rows in turn; then one copy serves them all.
struct RepeatedText {
    private var last = ""

    mutating func read(_ row: Statement, at column: Int32) -> String {
        let isSame = row.withBytes(at: column) { bytes in
            last.utf8.withContiguousStorageIfAvailable { $0.count == bytes.count && $0.elementsEqual(bytes) } ?? false
        }
        if !isSame { last = row.text(at: column) ?? "" }
        return last
    }
}
