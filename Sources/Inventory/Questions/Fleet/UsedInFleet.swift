internal import Model
internal import Record
internal import SQLite

/// What a question about use is narrowed to in a fleet, by names.
private struct FleetUses {
    /// Over `container_history_`.
    var templates: Filter.Condition
    /// What does as well as the terms of ``templates`` after those of the filter.
    var others: [String] = []
    /// Over `running_history_`.
    var pods: Filter.Condition
    var notes: [Note] = []

    mutating func addRan(_ names: [String]) {
        if names.isEmpty { pods.add("false") } else { pods.add("name_id", oneOf: names) }
    }
}

extension QuestionEngine {
    /// Who ever ran an image in any cluster, where nothing is known by numbers: by digest (its beginning is enough), by reference,
    /// repository or pattern, by stream, tag or workload.
    ///
    /// Over all clusters it is asked as of a record that holds them all: that two digests are one image, one of them may have learnt for
    /// the others. Of one cluster it is asked as of its own record.
    package func usedInFleet(_ text: String, _ filter: Filter, ran: Bool) throws -> Answer {
        try refuseUnknownPlaces(filter)
        guard let view = View.containers.history else { return Answer(columns: [], rows: []) }
        let uses = try narrowed(to: text, filter)
        return try self.uses(
            text, filter, ran: ran, templates: ran ? [] : templates(view, uses, filter),
            pods: podUses(uses.pods, columns: view.columns.map(\.name)), notes: uses.notes)
    }

    private func narrowed(to text: String, _ filter: Filter) throws -> FleetUses {
        var uses = FleetUses(templates: filter.usedCondition, pods: filter.usedCondition)
        // Without a slash nothing names a kind, and to know which there are takes time.
        let kinds = try text.contains("/") ? kindsWithHistory() : Kinds.builtIn
        switch try UsedSubject(text, among: kinds) {
        case .object(let subject) where subject.kind.isWorkload:
            if try !hasWorkload(subject, filter) { try refuseUnknownSubject(subject, filter) }
            for conditions in [\FleetUses.templates, \FleetUses.pods] {
                uses[keyPath: conditions].add("kind", oneOf: [subject.kind.title])
                uses[keyPath: conditions].add("name", oneOf: [subject.name])
            }
        case .object(let subject):
            let tag = subject.kind == .imageStreamTag ? subject.tag : nil
            if try !hasTag(subject.stream, tag, filter) { try refuseUnknownSubject(subject, filter) }
            addTag(subject.stream, tag, to: &uses.templates)
            uses.addRan(try namesOfOneImage(digests(of: subject.stream, tag, filter), filter))
        case .digest(let beginning):
            let names = try namesOfOneImage([wholeDigest(beginning)], filter)
            uses.templates.add("digest", oneOf: names)
            uses.addRan(names)
            uses.notes = try tagNotesInFleet(names, filter)
        case .pattern(let pattern):
            let expression = Self.regularExpression(pattern)
            uses.templates.add("canonical ~ ?", .text(expression))
            uses.pods.add("canonical ~ ?", .text(expression))
            if pattern != text { uses.notes = [.readAsPattern(pattern)] }
        case .reference(let parts), .repository(let parts):
            add(parts, to: &uses.templates)
            guard let tag = parts.imageStreamTag, try hasTag(tag.stream, tag.tag, filter) else {
                add(parts, to: &uses.pods)
                break
            }
            let known = uses.templates.terms
            addTag(tag.stream, tag.tag, to: &uses.templates)
            uses.others = Array(uses.templates.terms.dropFirst(known.count))
            uses.templates = uses.templates.with(terms: known)
            uses.addRan(try namesOfOneImage(digests(of: tag.stream, tag.tag, filter), filter))
            uses.notes = [.withStream(canonical: parts.canonical)]
        }
        return uses
    }

    /// As a UNION, each half by its index: an OR over two tables would read all there ever was.
    private func templates(_ view: View, _ uses: FleetUses, _ filter: Filter) throws -> [[Answer.Cell]] {
        guard !uses.others.isEmpty else {
            return try templateUses(view, "container_history_\(uses.templates.clause)", uses.templates)
        }
        let halves = [uses.templates.terms, filter.usedCondition.terms + uses.others].map { terms in
            "SELECT * FROM container_history_ WHERE \(terms.joined(separator: " AND "))"
        }
        return try templateUses(view, "(\(halves.joined(separator: " UNION "))) both_", uses.templates.with(terms: []))
    }

    private func add(_ parts: ImageReference.Parts, to condition: inout Filter.Condition) {
        if parts.tag == nil {
            condition.addBeginning(parts.repositoryText)
        } else {
            condition.add("canonical", oneOf: [parts.canonical])
        }
    }

    private func addTag(_ stream: String, _ tag: String?, to condition: inout Filter.Condition) {
        condition.add("istag_stream", oneOf: [stream])
        condition.add("istag_tag", oneOf: tag.map { [$0] } ?? [])
    }

    /// Whether a workload of that name was ever seen, or Pods that were made for one.
    private func hasWorkload(_ subject: Subject, _ filter: Filter) throws -> Bool {
        try ["workload_history", "pod_history"].contains { table in
            var condition = Filter(cluster: filter.cluster).condition(over: ["cluster"], name: "")
            condition.add("kind", oneOf: [subject.kind.title])
            condition.add("name", oneOf: [subject.name])
            return try !rows("SELECT 1 FROM \(table)\(condition.clause) LIMIT 1", condition.values).isEmpty
        }
    }

    /// Whether a tag of that name was ever told of, as one that stood or as one that something names.
    private func hasTag(_ stream: String, _ tag: String?, _ filter: Filter) throws -> Bool {
        let places = [
            ("istag_history", "image_stream", "tag"), ("revision", "image_stream", "tag"),
            ("verdict_history", "istag_stream", "istag_tag"), ("container_history", "trigger_stream", "trigger_tag"),
        ]
        return try places.contains { table, streamColumn, tagColumn in
            var condition = Filter(cluster: filter.cluster).condition(over: ["cluster"], name: "")
            condition.add(streamColumn, oneOf: [stream])
            condition.add(tagColumn, oneOf: tag.map { [$0] } ?? [])
            condition.add("\(tagColumn) IS NOT NULL")
            return try !rows("SELECT 1 FROM \(table)\(condition.clause) LIMIT 1", condition.values).isEmpty
        }
    }

    /// What the tags of that name ever pointed to.
    private func digests(of stream: String, _ tag: String?, _ filter: Filter) throws -> [String] {
        var condition = Filter(cluster: filter.cluster).condition(over: ["cluster"], name: "")
        condition.add("image_stream", oneOf: [stream])
        condition.add("tag", oneOf: tag.map { [$0] } ?? [])
        condition.add("digest IS NOT NULL")
        return try rows("SELECT DISTINCT digest FROM revision\(condition.clause)", condition.values).compactMap { $0[0].text }
    }

    /// Digests and local IDs that name the same image as one of these.
    private func namesOfOneImage(_ digests: [String], _ filter: Filter) throws -> [String] {
        guard !digests.isEmpty else { return [] }
        var condition = Filter(cluster: filter.cluster).condition(over: ["cluster"], name: "")
        condition.add("digest_id", oneOf: digests)
        let others = try rows("SELECT DISTINCT other_id FROM one_image_\(condition.clause)", condition.values)
        return Array(Set(digests + others.compactMap { $0[0].text })).sorted()
    }

    private func tagNotesInFleet(_ digests: [String], _ filter: Filter) throws -> [Note] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("new_digest", oneOf: digests)
        return try rows(
            "SELECT cluster, namespace, istag, changed_at, seen_by FROM digest_changes\(condition.clause) ORDER BY 1, 2, 3, 5",
            condition.values
        ).map { row in
            .tagPointed(
                cluster: row[0].text ?? "", namespace: row[1].text ?? "", istag: row[2].text ?? "", since: row[3].text,
                seenBy: row[4].text ?? "")
        }
    }

    /// A pattern of `*`, `?` and `[…]`, in which `*` also stands for slashes, as the regular expression that fits the same.
    private static func regularExpression(_ pattern: String) -> String {
        var expression = "^"
        var isInSet = false
        for character in pattern {
            switch character {
            case "]" where isInSet:
                isInSet = false
                expression.append(character)
            case _ where isInSet: expression += character == "\\" ? "\\\\" : String(character)
            case "[":
                isInSet = true
                expression.append(character)
            case "*": expression += ".*"
            case "?": expression += "."
            case _ where character.isLetter || character.isNumber || "/:@_-".contains(character): expression.append(character)
            default: expression += "\\\(character)"
            }
        }
        return expression + "$"
    }
}

extension Filter.Condition {
    /// All tags and digests of a repository: what begins with it and a `:` or an `@`, up to the character that comes next.
    fileprivate mutating func addBeginning(_ repository: String) {
        add("canonical >= ?", .text(repository + ":"))
        add("canonical < ?", .text(repository + "A"))
        add("substr(canonical, CAST(? AS integer), 1) IN (':', '@')", .integer(Int64(repository.unicodeScalars.count) + 1))
    }
}
