internal import Model
public import Record
internal import SQLite

extension RecordReader {
    /// Who ever ran an image, from when to when: by digest (its beginning is enough) or by reference.
    ///
    /// A reference finds the containers that wrote it, in any spelling that pulls the same. One row is one uninterrupted stretch of
    /// one container on one image; how it was tied may have changed meanwhile, and is told as it was last.
    public func used(_ text: String, _ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        guard let view = View.containers.history else { return Answer(columns: [], rows: []) }
        var condition = filter.condition(over: ["cluster", "namespace", "kind"], name: "")
        var notes: [String] = []
        if let beginning = digestBeginning(text) {
            let digest = try wholeDigest(beginning)
            let numbers = try digestNumbers(digest)
            condition.add("reference_id", oneOf: try referenceNumbers(digests: numbers))
            notes = try tagNotes(numbers, filter)
        } else {
            let reference = ImageReference(text)
            guard let parts = reference.parts else {
                throw QuestionError.malformed("\(text): is neither a digest (sha256:…) nor an image reference")
            }
            condition.add("reference_id", oneOf: try referenceIDs(parts))
        }
        let end = instant.map { " AND seen_from <= '\($0)'" } ?? ""
        let columns = view.columns.map(\.name).joined(separator: ", ")
        let rows = try cells(
            "SELECT \(columns) FROM container_history_\(condition.clause)\(end) ORDER BY seen_from, \(view.order)",
            condition.values)
        var answer = Answer(
            columns: view.answerColumns.map(RecordReader.shownInUse), rows: Stretches(of: view).joined(rows, until: instant))
        answer.names = answer.rows.map { view.objectName(of: $0) }
        if rows.isEmpty {
            let place = filter.place.map { " in \($0)" } ?? ""
            answer.notes = ["no container ever ran \(text)\(place)\(instant.map { " until \($0)" } ?? "")"]
        }
        answer.notes += notes
        return answer
    }

    /// `sha256:` and hex digits, or 12 and more hex digits alone.
    private func digestBeginning(_ text: String) -> String? {
        if text.hasPrefix("sha256:") { return text }
        let isHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return isHex && (12...64).contains(text.utf8.count) ? "sha256:\(text)" : nil
    }

    private func wholeDigest(_ beginning: String) throws -> String {
        guard beginning.utf8.count < 71 else { return beginning }
        // Whole bytes narrow the search by the index; the odd digit is compared as text.
        let matches = try rows(
            """
            SELECT text FROM (
                SELECT CASE typeof(value) WHEN 'blob' THEN 'sha256:' || lower(hex(value)) ELSE value END AS text FROM digest)
            WHERE substr(text, 1, length(?1)) = ?1 LIMIT 50
            """, [.text(beginning)]
        ).compactMap { $0[0].text }
        guard matches.count < 2 else { throw QuestionError.ambiguous(prefix: beginning, matches: matches) }
        guard let match = matches.first else {
            throw QuestionError.notFound(what: "digest", name: beginning, within: "the record", suggestions: [])
        }
        return match
    }

    /// Every spelling in the record that pulls the same.
    private func referenceIDs(_ parts: ImageReference.Parts) throws -> [Int64] {
        let wanted = parts.canonical
        return try rows(
            """
            SELECT r.id, h.host, p.path, r.tag FROM reference r JOIN repository p ON p.id = r.repository_id
            LEFT JOIN registry h ON h.id = p.registry_id WHERE r.digest_id IS NULL AND p.path LIKE '%' || ?1
            """, [.text(String(parts.path.split(separator: "/").last ?? ""))]
        ).compactMap { row in
            let candidate = ImageReference.Parts(registry: row[1].text, path: row[2].text ?? "", tag: row[3].text)
            return candidate.canonical == wanted ? row[0].integer : nil
        }
    }

    /// Which tags pointed to the digest, and when, so that nobody has to ask twice.
    private func tagNotes(_ digests: [Int64], _ filter: Filter) throws -> [String] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("new_id", oneOf: digests)
        // Only tags whose history has the digest; asking all of them would cost what the whole history is long.
        condition.add("istag_id", oneOf: try tagNumbers(digests: digests))
        return try rows(
            "SELECT cluster, namespace, istag, changed_at, seen_by FROM digest_change_\(condition.clause) ORDER BY 1, 2, 3, 5",
            condition.values
        ).map { row in
            let when = row[3].text.map { "since \($0)" } ?? "seen at \(row[4].text ?? "")"
            return "istag \(row[1].text ?? "")/\(row[2].text ?? "") pointed to it \(when)"
        }
    }

    /// In this question the end of each use matters more than how it is tied.
    private static func shownInUse(_ column: Answer.Column) -> Answer.Column {
        switch column.name {
        case "seen_from", "seen_until": Answer.Column(column.name, column.kind)
        case "form", "istag": Answer.Column(column.name, column.kind, isWide: true)
        default: column
        }
    }
}

/// Joins a container's states that follow each other without a new image: a tie, a place in the pod template or a trigger that
/// changes begins a state of its own, but nobody who asks for an image wants to add those up.
private struct Stretches {
    private struct Use: Hashable {
        let container: [Answer.Cell]
        let image: Answer.Cell
    }

    private let image: Int
    private let seenFrom: Int
    private let seenUntil: Int

    init(of view: View) {
        func place(_ name: String) -> Int { view.columns.firstIndex { $0.name == name } ?? 0 }
        image = place("image")
        seenFrom = place("seen_from")
        seenUntil = place("seen_until")
    }

    /// - Parameters:
    ///   - rows: Rows of the view, by `seen_from`; the first six cells say whose they are.
    ///   - instant: What ended after it is not known to have ended.
    func joined(_ rows: [[Answer.Cell]], until instant: Instant?) -> [[Answer.Cell]] {
        var stretches: [[Answer.Cell]] = []
        var last: [Use: Int] = [:]
        for row in rows {
            let use = Use(container: Array(row[..<6]), image: row[image])
            if let index = last[use], stretches[index][seenUntil] == row[seenFrom] {
                let beginning = stretches[index][seenFrom]
                stretches[index] = row
                stretches[index][seenFrom] = beginning
            } else {
                last[use] = stretches.count
                stretches.append(row)
            }
        }
        guard let instant else { return stretches }
        for index in stretches.indices where stretches[index][seenUntil].plain > instant.description {
            stretches[index][seenUntil] = .null
        }
        return stretches
    }
}
