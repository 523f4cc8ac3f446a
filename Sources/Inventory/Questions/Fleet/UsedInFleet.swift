internal import Model
internal import Record
internal import SQLite

extension QuestionEngine {
    /// Who ever ran an image in any cluster, where nothing is known by numbers: by digest (its beginning is enough), by reference,
    /// repository or pattern; nil for what is asked of one cluster: what a workload ever ran, who was ever tied to a tag.
    package func usedInFleet(_ text: String, _ filter: Filter) throws -> Answer? {
        try refuseUnknownPlaces(filter)
        var condition = filter.usedCondition
        var others: [String] = []
        var notes: [Note] = []
        switch try UsedSubject(text, among: Kinds.builtIn.adding(kindsOfWorkloads())) {
        case .object: return nil
        case .digest(let beginning):
            let digest = try wholeDigestInFleet(beginning)
            condition.add("digest", oneOf: [digest])
            notes = try tagNotesInFleet(digest, filter)
        case .pattern(let pattern):
            condition.add("canonical ~ ?", .text(Self.regularExpression(pattern)))
            if pattern != text { notes = [.readAsPattern(pattern)] }
        case .reference(let parts), .repository(let parts):
            if parts.tag == nil {
                condition.addBeginning(parts.repositoryText)
            } else {
                condition.add("canonical", oneOf: [parts.canonical])
            }
            guard let tag = parts.imageStreamTag, try hasTag(tag.stream, tag.tag) else { break }
            var both = condition
            both.add("istag_stream", oneOf: [tag.stream])
            both.add("istag_tag", oneOf: tag.tag.map { [$0] } ?? [])
            others = Array(both.terms.dropFirst(condition.terms.count))
            condition = both.with(terms: condition.terms)
            notes = [.withStream(canonical: parts.canonical)]
        }
        return try used(text, filter, where: condition, or: others, notes: notes)
    }

    private func hasTag(_ stream: String, _ tag: String?) throws -> Bool {
        var condition = Filter.Condition()
        condition.add("istag_stream", oneOf: [stream])
        condition.add("istag_tag", oneOf: tag.map { [$0] } ?? [])
        return try !rows("SELECT 1 FROM verdict_history\(condition.clause) LIMIT 1", condition.values).isEmpty
    }

    private func wholeDigestInFleet(_ beginning: String) throws -> String {
        guard beginning.utf8.count < 71 else { return beginning }
        // Hexadecimal digits come before g.
        let matches = try rows(
            "SELECT digest FROM sighting_ WHERE digest >= ?1 AND digest < ?2 GROUP BY digest LIMIT 50",
            [.text(beginning), .text(beginning + "g")]
        ).compactMap { $0[0].text }
        guard matches.count < 2 else { throw QuestionError.ambiguous(prefix: beginning, matches: matches) }
        guard let match = matches.first else {
            throw QuestionError.notFound(what: "digest", name: beginning, within: .fleet, suggestions: [])
        }
        return match
    }

    private func tagNotesInFleet(_ digest: String, _ filter: Filter) throws -> [Note] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("new_digest", oneOf: [digest])
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
