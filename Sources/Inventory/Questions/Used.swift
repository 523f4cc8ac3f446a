internal import Model
public import Record
internal import SQLite

extension RecordReader {
    /// Who ever ran an image, from when to when: by digest (its beginning is enough), by reference, repository or pattern; or by an object
    /// of the cluster: what a workload ever ran, who was ever tied to a stream or a tag.
    ///
    /// A reference finds the containers that wrote it, in any spelling that pulls the same. One row is one uninterrupted stretch of
    /// one container on one image; how it was tied may have changed meanwhile, and is told as it was last.
    public func used(_ text: String, _ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        var condition = filter.usedCondition
        let notes = try narrow(&condition, to: text, filter)
        return try used(text, filter, where: condition, notes: notes)
    }

    /// Lets through only the states that a question is about, and says what is known beside them.
    private func narrow(_ condition: inout Filter.Condition, to text: String, _ filter: Filter) throws -> [String] {
        switch try UsedSubject(text, among: Kinds.builtIn.adding(kindsOfWorkloads())) {
        case .digest(let beginning):
            let numbers = try digestNumbers(wholeDigest(beginning))
            condition.add("reference_id", oneOf: try referenceNumbers(digests: numbers))
            return try tagNotes(numbers, filter)
        case .pattern(let pattern):
            condition.add("reference_id", oneOf: try referenceNumbers(pattern: pattern))
            return pattern == text ? [] : ["read as the pattern \(pattern)"]
        case .reference(let parts), .repository(let parts):
            let references = try referenceNumbers(parts, anyTag: parts.tag == nil)
            let tags = try parts.imageStreamTag.map { try tagNumbers(stream: $0.stream, tag: $0.tag) } ?? []
            try add(references: references, tags: tags, to: &condition)
            return tags.isEmpty ? [] : ["the image stream's containers are shown with those that name \(parts.canonical)"]
        case .object(let subject) where subject.kind.isWorkload:
            let numbers = try workloadNumbers(subject.kind, name: subject.name)
            if numbers.isEmpty { try refuseUnknownSubject(subject, filter) }
            condition.add("workload_id", oneOf: numbers)
            return []
        case .object(let subject):
            let tag = subject.kind == .imageStreamTag ? subject.tag : nil
            let tags = try tagNumbers(stream: subject.stream, tag: tag)
            if tags.isEmpty { try refuseUnknownSubject(subject, filter) }
            try add(references: [], tags: tags, to: &condition)
            return []
        }
    }

    /// SQLite follows a list of containers to their states; an OR over two tables would have it read all there ever was.
    private func add(references: [Int64], tags: [Int64], to condition: inout Filter.Condition) throws {
        guard !tags.isEmpty else { return condition.add("reference_id", oneOf: references) }
        condition.add("container_id", oneOf: try containerNumbers(references: references, tags: tags))
        condition.add("(reference_id IN (\(references.list)) OR istag_id IN (\(tags.list)))")
    }

    /// The digest that a beginning is of; one that is whole is itself.
    func wholeDigest(_ beginning: String) throws -> String {
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
    fileprivate static func shownInUse(_ column: Answer.Column) -> Answer.Column {
        switch column.name {
        case "seen_from", "seen_until": Answer.Column(column.name, column.kind)
        case "form", "istag": Answer.Column(column.name, column.kind, isWide: true)
        default: column
        }
    }
}

extension Filter {
    /// What of a filter a question about use heeds.
    var usedCondition: Condition { condition(over: ["cluster", "namespace", "kind"], name: "") }
}

extension QuestionEngine {
    /// The states that fulfil a condition, as uses.
    ///
    /// - Parameter others: Terms that do as well as the condition's own, after those of the filter. As a UNION, each half by its index: an
    ///   OR over two tables would read all there ever was.
    func used(
        _ text: String, _ filter: Filter, where condition: Filter.Condition, or others: [String] = [], notes: [String]
    ) throws -> Answer {
        guard let view = View.containers.history else { return Answer(columns: [], rows: []) }
        let end = instant.map { " AND seen_from <= '\($0)'" } ?? ""
        var source = "container_history_\(condition.clause)\(end)"
        if !others.isEmpty {
            let both = [condition.terms, filter.usedCondition.terms + others].map { terms in
                "SELECT * FROM container_history_ WHERE \(terms.joined(separator: " AND "))\(end)"
            }
            source = "(\(both.joined(separator: " UNION "))) both_"
        }
        let rows = try cells(
            "SELECT \(view.columnList) FROM \(source) ORDER BY seen_from, \(view.order)", condition.values)
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
