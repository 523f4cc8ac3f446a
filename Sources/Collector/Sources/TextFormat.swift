/// The format of a file, by its first bytes; its name only decides between YAML and what is neither.
enum TextFormat {
    case json, yaml

    static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// Looks at a file's first bytes, or throws a ``DocumentProblem`` that says what it is instead.
    init(start: [UInt8], name: String) throws {
        try Self.refuseOtherThanText(start)
        let text = start.starts(with: Self.byteOrderMark) ? start.dropFirst(3) : start[...]
        let content = text.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        let name = name.lowercased().withoutPackingSuffix
        let isNamedYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        guard let first = content.first else {
            throw DocumentProblem(text.count >= 4000 ? .blank : .empty)
        }
        if content.isErrorOfOC {
            let format: DocumentFault.Format = name.hasSuffix(".json") ? .json : isNamedYAML ? .object : .any
            throw DocumentProblem(.other(than: format, beginning: content.beginning))
        }
        switch first {
        case UInt8(ascii: "{") where !isNamedYAML: self = .json
        case UInt8(ascii: "["): throw DocumentProblem(.array, isOtherDocument: true)
        case UInt8(ascii: "<"): throw DocumentProblem(.markup)
        default:
            guard !name.hasSuffix(".json") else {
                throw DocumentProblem(
                    .other(than: .json, beginning: content.beginning), isOtherDocument: content.isJSONScalar)
            }
            guard isNamedYAML || content.looksLikeYAML else {
                throw DocumentProblem(.other(than: .any, beginning: content.beginning))
            }
            self = .yaml
        }
    }

    private static func refuseOtherThanText(_ start: [UInt8]) throws {
        if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) { throw DocumentProblem(.utf16) }
        if let place = start.firstIndex(of: 0) {
            throw DocumentProblem(.binary, place: DocumentPlace(document: 0, offset: UInt64(place)))
        }
    }
}

extension ArraySlice<UInt8> {
    /// What `oc` and `kubectl` begin their complaints with, which `2>&1` or a script saves where a dump was to be. Some would pass
    /// for YAML.
    private static let complaints = [
        "error from server", "error: ", "unable to connect to the server", "the connection to the server", "no resources found",
        "you must be logged in", "forbidden: ", "warning: ",
    ]

    /// Whether it is JSON, but no more than a text or a number.
    fileprivate var isJSONScalar: Bool {
        let text = String(decoding: prefix(200), as: UTF8.self).trimmedOfSpace
        if text.hasPrefix("\"") { return true }
        return ["null", "true", "false"].contains(text) || text.count < 200 && Double(text) != nil
    }

    fileprivate var isErrorOfOC: Bool {
        let line = String(decoding: prefix { $0 != 0x0A }.prefix(80), as: UTF8.self).lowercased()
        return Self.complaints.contains { line.hasPrefix($0) }
    }

    /// The first words, enough to recognise an error message that was saved instead of a dump; nil where it is no
    /// sentence, since a key or a token may have been saved as well.
    fileprivate var beginning: String? {
        let words = String(decoding: prefix { $0 != 0x0A }.prefix(60), as: UTF8.self).split(separator: " ")
        guard words.count > 2 else { return nil }
        return words.map { $0.count > 24 ? "…" : String($0) }.joined(separator: " ").withoutCredentials
    }

    /// Whether the first line that is not a comment is a mapping's, or separates documents.
    fileprivate var looksLikeYAML: Bool {
        let line = split(separator: 0x0A).first { !$0.starts(with: "#".utf8) && !$0.isEmpty } ?? []
        if line.starts(with: "---".utf8) || line.starts(with: "%".utf8) || line.starts(with: "{".utf8) { return true }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return false }
        return line[..<colon].allSatisfy { $0.isNameByte }
            && [nil, 0x20, 0x0D].contains(line[colon...].dropFirst().first)
    }
}

extension String {
    fileprivate var trimmedOfSpace: Substring {
        let start = drop { $0.isWhitespace }
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}

extension UInt8 {
    fileprivate var isNameByte: Bool {
        (0x61...0x7A).contains(self) || (0x41...0x5A).contains(self) || self == UInt8(ascii: "\"")
    }
}
