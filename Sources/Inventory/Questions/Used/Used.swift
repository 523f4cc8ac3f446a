internal import Model
public import Record
internal import SQLite

extension RecordReader {
    /// Who ever ran an image, from when to when: by digest (its beginning is enough), by reference, repository or pattern; or by an object
    /// of the cluster: what a workload ever ran, who was ever tied to a stream or a tag.
    ///
    /// A reference finds the containers that wrote it, in any spelling that pulls the same. One row is one uninterrupted stretch of
    /// one container on one image; how it was tied may have changed meanwhile, and is told as it was last. `how` says whether a template
    /// asked for it (`spec`) or Pods ran it (`pod`).
    ///
    /// - Parameter ran: Whether only what Pods ran is told.
    public func used(_ text: String, _ filter: Filter = Filter(), ran: Bool = false) throws -> Answer {
        try refuseUnknownPlaces(filter)
        guard let view = View.containers.history else { return Answer(columns: [], rows: []) }
        let place = filter.usedCondition
        var conditions = UseConditions(templates: place, pods: place)
        try narrow(&conditions, to: text, filter)
        let templates =
            try ran ? [] : templateUses(view, "container_history_\(conditions.templates.clause)", conditions.templates)
        return try uses(
            text, filter, ran: ran, templates: templates,
            pods: podUses(conditions.pods, columns: view.columns.map(\.name)), notes: conditions.notes)
    }

    /// Lets through only the states that a question is about, and says what is known beside them.
    private func narrow(_ conditions: inout UseConditions, to text: String, _ filter: Filter) throws {
        switch try UsedSubject(text, among: kindsWithHistory()) {
        case .digest(let beginning):
            let numbers = try namesOfOneImage(digestNumbers(wholeDigest(beginning)))
            conditions.templates.add("reference_id", oneOf: try referenceNumbers(digests: numbers))
            conditions.addRan(numbers, by: try containerNumbers(running: numbers))
            conditions.notes = try tagNotes(numbers, filter)
        case .pattern(let pattern):
            let references = try referenceNumbers(pattern: pattern)
            conditions.templates.add("reference_id", oneOf: references)
            conditions.pods.add("reference_id", oneOf: references)
            conditions.notes = pattern == text ? [] : [.readAsPattern(pattern)]
        case .reference(let parts), .repository(let parts):
            let references = try referenceNumbers(parts, anyTag: parts.tag == nil)
            let tags = try parts.imageStreamTag.map { try tagNumbers(stream: $0.stream, tag: $0.tag) } ?? []
            try add(references: references, tags: tags, to: &conditions)
            conditions.notes = tags.isEmpty ? [] : [.withStream(canonical: parts.canonical)]
        case .object(let subject) where subject.kind.isWorkload:
            let numbers = try workloadNumbers(subject.kind, name: subject.name)
            if numbers.isEmpty { try refuseUnknownSubject(subject, filter) }
            conditions.templates.add("workload_id", oneOf: numbers)
            conditions.pods.add("workload_id", oneOf: numbers)
        case .object(let subject):
            let tag = subject.kind == .imageStreamTag ? subject.tag : nil
            let tags = try tagNumbers(stream: subject.stream, tag: tag)
            if tags.isEmpty { try refuseUnknownSubject(subject, filter) }
            try add(references: [], tags: tags, to: &conditions)
        }
    }

    /// SQLite follows a list of containers to their states; an OR over two tables would have it read all there ever was.
    ///
    /// Of a tag, Pods ran what it ever pointed to.
    private func add(references: [Int64], tags: [Int64], to conditions: inout UseConditions) throws {
        guard !tags.isEmpty else {
            conditions.templates.add("reference_id", oneOf: references)
            return conditions.pods.add("reference_id", oneOf: references)
        }
        conditions.templates.add("container_id", oneOf: try containerNumbers(references: references, tags: tags))
        conditions.templates.add("(reference_id IN (\(references.list)) OR istag_id IN (\(tags.list)))")
        let digests = try rows(
            "SELECT DISTINCT digest_id FROM revision WHERE istag_id IN (\(tags.list)) AND digest_id IS NOT NULL")
        let names = try namesOfOneImage(digests.compactMap { $0[0].integer })
        conditions.addRan(names, by: try containerNumbers(running: names))
    }

    /// Digests that begin so.
    public func digests(beginning: String) throws -> [String] {
        // Whole bytes narrow the search by the index; the odd digit is compared as text.
        try rows(
            """
            SELECT text FROM (
                SELECT CASE typeof(value) WHEN 'blob' THEN 'sha256:' || lower(hex(value)) ELSE value END AS text FROM digest)
            WHERE substr(text, 1, length(?1)) = ?1 LIMIT 50
            """, [.text(beginning)]
        ).compactMap { $0[0].text }
    }

    /// Which tags pointed to the digest, and when, so that nobody has to ask twice.
    private func tagNotes(_ digests: [Int64], _ filter: Filter) throws -> [Note] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("new_id", oneOf: digests)
        // Only tags whose history has the digest; asking all of them would cost what the whole history is long.
        condition.add("istag_id", oneOf: try tagNumbers(digests: digests))
        return try rows(
            "SELECT cluster, namespace, istag, changed_at, seen_by FROM digest_change_\(condition.clause) ORDER BY 1, 2, 3, 5",
            condition.values
        ).map { row in
            .tagPointed(
                cluster: nil, namespace: row[1].text ?? "", istag: row[2].text ?? "", since: row[3].text,
                seenBy: row[4].text ?? "")
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
    /// The digest that somebody means who pasted it, or its beginning.
    ///
    /// - Throws: ``QuestionError`` where it is no digest, or the beginning of none or of several.
    public func digest(pasted text: String) throws -> String {
        guard let beginning = UsedSubject.digestBeginning(PastedText.cleaned(text)) else { throw QuestionError.noImage(text) }
        return try wholeDigest(beginning)
    }

    /// The digest that a beginning is of; one that is whole is itself.
    func wholeDigest(_ beginning: String) throws -> String {
        guard beginning.utf8.count < 71 else { return beginning }
        let matches = try digests(beginning: beginning)
        guard matches.count < 2 else { throw QuestionError.ambiguous(prefix: beginning, matches: matches) }
        guard let match = matches.first else {
            throw QuestionError.notFound(what: .digest, name: beginning, within: scope, suggestions: [])
        }
        return match
    }

    /// The states of templates that were known, as rows of the view.
    ///
    /// - Parameter source: What is read in the view's stead, with its condition.
    func templateUses(_ view: View, _ source: String, _ condition: Filter.Condition) throws -> [[Answer.Cell]] {
        let end = instant.map { "\(condition.terms.isEmpty ? " WHERE" : " AND") seen_from <= '\($0)'" } ?? ""
        return try cells("SELECT \(view.columnList) FROM \(source)\(end) ORDER BY seen_from, \(view.order)", condition.values)
    }

    /// What templates asked for and what Pods ran, in the order in which it began.
    ///
    /// - Parameters:
    ///   - ran: Whether only Pods were asked about.
    ///   - notes: What is known beside.
    func uses(
        _ text: String, _ filter: Filter, ran: Bool, templates: [[Answer.Cell]], pods: [[Answer.Cell]], notes: [Note]
    ) throws -> Answer {
        guard let view = View.containers.history else { return Answer(columns: [], rows: []) }
        let stretches = Stretches(of: view)
        let uses =
            stretches.joined(templates, until: instant).map { (how: "spec", row: $0) }
            + stretches.joined(pods, until: instant).map { (how: "pod", row: $0) }
        // What began at once stands as the views have it, templates first.
        let ordered = uses.enumerated().sorted { left, right in
            let times = (stretches.beginning(of: left.element.row), stretches.beginning(of: right.element.row))
            return times.0 != times.1 ? times.0 < times.1 : left.offset < right.offset
        }.map(\.element)
        var answer = Answer(columns: view.answerColumns.map(RecordReader.shownInUse), rows: ordered.map(\.row))
        answer.names = answer.rows.map { view.objectName(of: $0) }
        answer.columns.insert(Answer.Column("how"), at: 6)
        for index in ordered.indices { answer.rows[index].insert(.text(ordered[index].how), at: 6) }
        if ordered.isEmpty {
            answer.notes = [.neverRan(text, byPods: ran, filter.place, until: instant)]
        }
        answer.notes += notes
        // Without Pods it is not known who ran it beside those whose template names it.
        answer.notes += try podNotes(filter)
        return answer
    }
}

/// Joins a container's states that follow each other without a new image: a tie, a place in the pod template or a trigger that
/// changes begins a state of its own, but nobody who asks for an image wants to add those up.
private struct Stretches {
    private struct Use: Hashable {
        let container: [Answer.Cell]
        let image: Answer.Cell
        let digest: Answer.Cell
    }

    private let image: Int
    private let digest: Int
    private let seenFrom: Int
    private let seenUntil: Int

    init(of view: View) {
        func place(_ name: String) -> Int { view.columns.firstIndex { $0.name == name } ?? 0 }
        image = place("image")
        digest = place("digest")
        seenFrom = place("seen_from")
        seenUntil = place("seen_until")
    }

    /// When a row's stretch begins, by the views' clock.
    func beginning(of row: [Answer.Cell]) -> String { row[seenFrom].plain }

    /// - Parameters:
    ///   - rows: Rows of the view, by `seen_from`; the first six cells say whose they are.
    ///   - instant: What ended after it is not known to have ended.
    func joined(_ rows: [[Answer.Cell]], until instant: Instant?) -> [[Answer.Cell]] {
        var stretches: [[Answer.Cell]] = []
        var last: [Use: Int] = [:]
        for row in rows {
            let use = Use(container: Array(row[..<6]), image: row[image], digest: row[digest])
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
