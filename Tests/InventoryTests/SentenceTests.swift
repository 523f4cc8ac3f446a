import Foundation
import Testing

/// Whoever writes for people does it in `Words` or `Report`; the rooms below carry codes and values.
@Suite("No sentence for people stands in the rooms below the words") struct SentenceTests {
    /// The rooms that are held to it.
    private static let rooms = [
        "Inventory": 100, "ClusterAPI": 25, "Collector": 60, "CSimdjson": 6, "Publish": 15, "Texts": 3,
    ]

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
        // A comment in the YAML that grants rights, where a name is to be filled in.
        #"\"\"  # fill in, as "#,
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

    /// A file's string literals without those of documentation and of several lines, which are SQL.
    private static func literals(_ text: String) throws -> [String] {
        let code = text.replacing(try Regex(#"(?s)"""(.*?)""""#), with: "\"\"").split(separator: "\n").filter { line in
            !line.drop(while: \.isWhitespace).hasPrefix("//") && !line.contains("@available") && !line.contains("static_assert")
        }
        let literal = try Regex(#""((?:[^"\\]|\\\((?:[^()"]|"[^"]*"|\([^()]*\))*\)|\\.)*)""#)
        return code.flatMap { line in line.matches(of: literal).compactMap { $0.output[1].substring.map(String.init) } }
    }

    @Test("no string literal there is an English sentence", arguments: rooms.keys)
    func none(room: String) throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/\(room)")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
        // The schema's own documentation is text by its nature.
        let code = files.filter { ["swift", "cpp", "hpp"].contains($0.pathExtension) && !$0.path.contains("/Schema/") }
        #expect(code.count > Self.rooms[room] ?? 0)
        for file in code {
            let sentences = try Self.literals(String(contentsOf: file, encoding: .utf8)).filter { literal in
                try !Self.exceptions.contains(where: literal.hasPrefix) && Self.isSentence(literal)
            }
            #expect(sentences.isEmpty, "\(file.lastPathComponent): \(sentences)")
        }
    }

    @Test("a sentence would be found")
    func found() throws {
        let line = #"throw Refusal("\(path): another process is writing to it")"#
        #expect(try Self.literals(line).contains { try Self.isSentence($0) })
        #expect(try !Self.literals(#"let sql = "SELECT a FROM b WHERE c""#).contains { try Self.isSentence($0) })
    }
}
