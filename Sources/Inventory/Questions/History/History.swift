internal import Model
internal import Record
internal import SQLite
internal import Texts

extension QuestionEngine {
    /// When a tag, a stream's tags, or a workload's images changed, from what to what, seen between which snapshots.
    public func history(of subject: Subject, _ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        var answer =
            if subject.kind.isWorkload {
                try imageHistory(filter, subject)
            } else if subject.kind == .imageStreamTag {
                try tagHistory(filter, stream: subject.stream, tag: subject.tag)
            } else {
                try tagHistory(filter, stream: subject.name, tag: nil)
            }
        if answer.rows.isEmpty {
            try refuseUnknownSubject(subject, filter)
            answer.notes.append(.neverPointed(kind: subject.kind.title.lowercased(), name: subject.name))
        }
        return answer
    }

    /// The history of whatever was pasted: `KIND/NAME`, `web:1.0`, `web`, `shop/web:1.0`, a reference of the internal registry; of a digest,
    /// or a reference that names one, which tags came to point to it and which left it.
    public func history(ofPasted text: String, _ filter: Filter = Filter()) throws -> Answer {
        try refuseUnknownPlaces(filter)
        let text = PastedText.cleaned(text)
        // Without a slash nothing names a kind, and to know which there are takes time.
        let kinds = try text.contains("/") ? kindsWithHistory() : Kinds.builtIn
        if case .digest(let beginning)? = try? UsedSubject(text, among: kinds) { return try digestHistory(beginning, filter) }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count == 1 { return try history(of: bare(text, filter), filter) }
        var filter = filter
        if parts.count == 2, kinds.kind(spelling: parts[0]) == nil, text.contains(":"), try knowsNamespace(String(parts[0])) {
            filter.namespaces = [String(parts[0])]
            return try history(of: Subject("istag/\(parts[1])"), filter)
        }
        if parts.count == 3, let reference = ImageReference(text).parts,
            let stream = ImageReference(text).imageStream(internalRegistries: reference.registry.map { [$0] } ?? [])
        {
            filter.namespaces = [stream.namespace]
            return try history(of: Subject("istag/\(stream.name):\(reference.tag ?? "latest")"), filter)
        }
        return try history(of: Subject(text, among: kinds), filter)
    }

    /// `web:1.0` is a tag; `web` is whatever the record has of that name.
    private func bare(_ text: String, _ filter: Filter) throws -> Subject {
        if text.contains(":") { return try Subject("istag/\(text)") }
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        var found: [String] = []
        for view in [View.workloads, .imageStreams] {
            let kind = view == .workloads ? "kind" : "'ImageStream'"
            let nameIs =
                condition.terms.isEmpty ? " WHERE name = ?1" : "\(condition.clause) AND name = ?\(condition.values.count + 1)"
            found += try rows("SELECT DISTINCT \(kind) FROM \(view.name)_history\(nameIs)", condition.values + [.text(text)])
                .compactMap { $0[0].text }
        }
        let spellings = found.compactMap { ObjectKind(title: $0)?.shortName }.map { "\($0)/\(text)" }.sorted()
        if spellings.count == 1 { return try Subject(spellings[0], among: kindsWithHistory()) }
        guard spellings.isEmpty else {
            throw QuestionError.severalKinds(text, spellings: spellings)
        }
        return try Subject(text)
    }

    private func digestHistory(_ beginning: String, _ filter: Filter) throws -> Answer {
        let digest = try wholeDigest(beginning)
        var condition = try condition(filter, only: .tagsOnceAt(digest: digest))
        condition.add("(old_digest = ? OR new_digest = ?)", .text(digest))
        var answer = try answer(from: .digestChanges, condition, source: "digest_change_")
        answer.names = answer.rows.map { View.digestChanges.objectName(of: $0) }
        if answer.rows.isEmpty { answer.notes.append(.noTagPointed(digest: digest)) }
        return answer
    }

    private func tagHistory(_ filter: Filter, stream: String, tag: String?) throws -> Answer {
        let view = View.digestChanges
        let condition = try condition(filter, only: .tags(stream: stream, tag: tag))
        var answer = try answer(from: view, condition, source: "digest_change_")
        answer.names = answer.rows.map { view.objectName(of: $0) }
        return answer
    }

    private func imageHistory(_ filter: Filter, _ subject: Subject) throws -> Answer {
        var condition = try condition(filter, only: .workloads(subject.kind, name: subject.name))
        if let instant { condition.add("seen_from <= ?", .text(instant.description)) }
        let changes = try imageChanges(where: condition, until: instant) + podChanges(where: condition)
        // A stable sort: what templates asked for before what Pods then ran.
        let ordered = changes.enumerated().sorted { ($0.element.seenBy, $0.offset) < ($1.element.seenBy, $1.offset) }
        var answer = ImageChange.answer(ordered.map(\.element))
        answer.notes += try podNotes(filter, always: false)
        return answer
    }

    /// Refuses an object the record has never heard of, with what was probably meant.
    func refuseUnknownSubject(_ subject: Subject, _ filter: Filter) throws {
        let view: View = subject.kind.isWorkload ? .workloads : subject.kind == .imageStream ? .imageStreams : .istags
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        if subject.kind.isWorkload { condition.add("kind = ?", .text(subject.kind.title)) }
        let known = try rows(
            "SELECT DISTINCT \(view.nameColumn) FROM \(view.name)_history\(condition.clause)", condition.values
        ).compactMap { $0[0].text }
        guard !known.contains(where: { $0.hasSameBytes(as: subject.name) }) else { return }
        if let owners = try owners(ofPasted: subject, filter), !owners.isEmpty {
            throw QuestionError.notFound(
                what: .object(subject.kind.shortName), name: subject.name,
                within: filter.place.map(QuestionError.Scope.place) ?? scope, suggestions: owners)
        }
        throw QuestionError.notFound(
            what: .object(subject.kind.shortName), name: subject.name,
            within: filter.place.map(QuestionError.Scope.place) ?? scope,
            suggestions: Suggestion.closest(to: subject.name, among: known))
    }

    /// Whoever may own a Pod, or what else is made for somebody: it is kept under the owner's name, which its own begins with.
    private func owners(ofPasted subject: Subject, _ filter: Filter) throws -> [String]? {
        let owned: [ObjectKind] = [.pod, .replicaSet, .replicationController, .job]
        guard owned.contains(subject.kind) else { return nil }
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        let known = try rows("SELECT DISTINCT kind, name FROM workloads_history\(condition.clause)", condition.values)
        return known.compactMap { row -> (length: Int, spelling: String)? in
            guard let name = row[1].text, subject.name.hasPrefix(name + "-"), let kind = row[0].text else { return nil }
            return (name.utf8.count, "\(ObjectKind(title: kind)?.shortName ?? kind.lowercased())/\(name)")
        }.sorted { $0.length > $1.length }.prefix(2).map(\.spelling)
    }
}
