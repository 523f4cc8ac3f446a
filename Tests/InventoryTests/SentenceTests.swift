import Foundation
import Testing

/// Whoever writes for people does it in `Words` or `Report`; the rooms below carry codes and values.
@Suite("No sentence for people stands in the rooms below the words") struct SentenceTests {
    /// The rooms that are held to it.
    private static let rooms = [
        "Inventory": 100, "ClusterAPI": 25, "Collector": 60, "CSimdjson": 6, "Publish": 15, "Texts": 3, "SQLite": 8, "Hashing": 0,
        "CArchive": 1, "CPageSums": 3, "CProcess": 1, "Service": 30, "Web": 30,
    ]

    /// What is words by its nature: the schema's documentation, the API's, and what Web tells as the renderer that it is, style and script.
    private static let words = ["/Schema/", "/Web/Words/", "/Web/API/OpenAPI.swift", "/Web/Assets/"]

    /// What looks like a sentence and is none, or is one on purpose: by its beginning.
    private static let exceptions = [
        // What marks a cluster, as a value of an error.
        "its kube-system namespace's uid", "its infrastructure's name",
        // How times are written, documented beside what reads them.
        "an ISO instant (2026-01-05T00:00:00Z)", "now, today or yesterday",
        // What SQLite and PostgreSQL say of names they do not know.
        "no such table: ", "no such column: ",
        // Columns.
        "namespace, kind, name, container, init",
        // What oc, kubectl and kube-apiserver write: a dump's place may hold a complaint, and a refusal names its namespace.
        "error from server", "unable to connect to the server", "the connection to the server", "no resources found",
        "you must be logged in", "in the namespace ",
        // Words that credentials stand beside, and how tokens begin.
        "bearer basic token ", "null true false ", "realm error ", "password passwords ", "hvs. hvb. ",
        // What a browser may load.
        "default-src 'none'; ",
        // The words a refusal by a registry is made of, among which a credential would stand out.
        "a access algorithm ",
        // Behind an interpolation that holds a literal of its own.
        ", query: narrow), ",
        // A command, and the shape of a date.
        "oc image mirror ", "aaa, dd aaa dddd ",
    ]

    /// Three words and more outside of what is filled in, and no SQL.
    private static func isSentence(_ literal: String) throws -> Bool {
        let plain = literal.replacing(try Regex(#"\\\((?:[^()"]|"[^"]*"|\([^()]*\))*\)"#), with: " ")
        let sql =
            "SELECT|JOIN|FROM|WHERE|INSERT|UPDATE|DELETE|PRAGMA|CREATE|ORDER BY|BEGIN|ALTER|CASE|NULL|AND|OR|VALUES|IN|LIMIT|DROP|REFERENCES|AS|SET|DECLARE|GRANT|ROLLBACK|CONFLICT|LEVEL"
        guard plain.firstMatch(of: try Regex("\\b(\(sql))\\b")) == nil else { return false }
        let words = plain.split(separator: " ").filter { word in
            let letters = word.drop { "(\"'".contains($0) }.prefix { $0.isLetter || $0 == "'" }
            return letters.count > 1 && letters.first.map { $0.isASCII && $0.isLetter } == true
                && word.allSatisfy { $0.isLetter || "'.,;:()!?".contains($0) }
        }
        return words.count >= 3
    }

    /// A file's string literals without those of documentation; of several lines a literal is one where it goes on behind a backslash, and
    /// else SQL, HTML or YAML.
    private static func literals(_ text: String) throws -> [String] {
        let long = try Regex(#"(?s)"""(.*?)""""#)
        let joined = text.matches(of: long).compactMap { $0.output[1].substring.map(String.init) }.filter { $0.contains("\\\n") }
        let code = text.replacing(long, with: "\"\"").split(separator: "\n").filter { line in
            !line.drop(while: \.isWhitespace).hasPrefix("//") && !line.contains("@available") && !line.contains("static_assert")
        }
        let literal = try Regex(#""((?:[^"\\]|\\\((?:[^()"]|"[^"]*"|\([^()]*\))*\)|\\.)*)""#)
        return code.flatMap { line in line.matches(of: literal).compactMap { $0.output[1].substring.map(String.init) } }
            + joined.map { $0.replacing("\\\n", with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// The files of a folder of the sources.
    private static func files(_ folder: String) -> [URL] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(folder)
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        return files.filter { ["swift", "cpp", "hpp", "c", "h"].contains($0.pathExtension) }
    }

    @Test("no string literal there is an English sentence", arguments: rooms.keys)
    func none(room: String) throws {
        let code = Self.files("Sources/\(room)").filter { file in !Self.words.contains(where: file.path.contains) }
        #expect(code.count > Self.rooms[room] ?? 0)
        for file in code {
            let sentences = try Self.literals(String(contentsOf: file, encoding: .utf8)).filter { literal in
                try !Self.exceptions.contains(where: literal.hasPrefix) && Self.isSentence(literal)
            }
            #expect(sentences.isEmpty, "\(file.lastPathComponent): \(sentences)")
        }
    }

    /// A text is compared with words of English, or looked for in one.
    private static func comparisons(_ text: String) throws -> [String] {
        let words = #""(?:[a-z']+ )+[a-z']+[^"]*""#
        let ways = [#"(?:hasPrefix|hasSuffix|contains|starts|split|firstRange|ranges)\((?:\w+: )?"#, "case ", "[=!]= "]
        return try ways.flatMap { way in
            text.matches(of: try Regex(way + words)).compactMap { $0.output[0].substring.map(String.init) }
        }
    }

    @Test("nothing is told by the English words of a text, in the rooms above neither")
    func unread() throws {
        let files = Self.files("Sources")
        #expect(files.count > 400)
        for file in files {
            // kube-apiserver's own: nothing else of a refusal tells the namespace.
            let found = try Self.comparisons(String(contentsOf: file, encoding: .utf8)).filter {
                !$0.contains("in the namespace ")
            }
            #expect(found.isEmpty, "\(file.lastPathComponent): \(found)")
        }
        #expect(try Self.comparisons(#"if words.hasPrefix("it cannot be reached") {"#).count == 1)
        #expect(try Self.comparisons(#"case "view or question": "aucune vue""#).count == 1)
    }

    @Test("a sentence would be found")
    func found() throws {
        let line = #"throw Refusal("\(path): another process is writing to it")"#
        #expect(try Self.literals(line).contains { try Self.isSentence($0) })
        let long = "log.error(\n    \"\"\"\n    the look was given up, \\\n    and nothing of it stands\n    \"\"\")"
        #expect(try Self.literals(long).contains { try Self.isSentence($0) })
        #expect(try !Self.literals(#"let sql = "SELECT a FROM b WHERE c""#).contains { try Self.isSentence($0) })
    }
}
