public import Model
public import Record
internal import SQLite

/// What a history is asked of: `istag/web:1.0`, `imagestream/web`, `deployment/web`.
public struct Subject: Sendable, Equatable {
    /// The object's kind.
    public let kind: ObjectKind
    /// Its name; `stream:tag` for an ImageStreamTag.
    public let name: String

    /// Reads `KIND/NAME`, with oc's short names too.
    public init(_ text: String, among kinds: Kinds = .builtIn) throws {
        guard let slash = text.firstIndex(of: "/"), let kind = kinds.kind(spelling: text[..<slash]),
            case let name = String(text[text.index(after: slash)...]), !name.isEmpty
        else {
            throw QuestionError.malformed(
                "\(text): say whose history as KIND/NAME, for example istag/web:1.0, imagestream/web or deployment/web")
        }
        if kind == .imageStreamTag, !name.contains(":") {
            throw QuestionError.malformed(
                "\(text): an image stream tag is NAME:TAG; for all tags of it ask imagestream/\(name)")
        }
        self.kind = kind
        self.name = name
    }

    /// The stream's part of `stream:tag`.
    var stream: String { name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? name }
    /// The tag's part of `stream:tag`.
    var tag: String { name.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? "" }
}

extension RecordReader {
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
            answer.notes.append("\(subject.kind.title.lowercased()) \(subject.name) never pointed to an image")
        }
        return answer
    }

    private func tagHistory(_ filter: Filter, stream: String, tag: String?) throws -> Answer {
        let view = View.digestChanges
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("istag_id", oneOf: try tagNumbers(stream: stream, tag: tag))
        var answer = try answer(from: view, condition, source: "digest_change_")
        answer.names = answer.rows.map { view.objectName(of: $0) }
        return answer
    }

    private func imageHistory(_ filter: Filter, _ subject: Subject) throws -> Answer {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("workload_id", oneOf: try workloadNumbers(subject.kind, name: subject.name))
        let changes = try imageChanges(condition) + podChanges(condition)
        // A stable sort: what templates asked for before what Pods then ran.
        let ordered = changes.enumerated().sorted { ($0.element.seenBy, $0.offset) < ($1.element.seenBy, $1.offset) }
        var answer = ImageChange.answer(ordered.map(\.element))
        if try knowsPods() { answer.notes += try podNotes(filter) }
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
        guard !known.contains(subject.name) else { return }
        throw QuestionError.notFound(
            what: subject.kind.shortName, name: subject.name, within: filter.place ?? "the record",
            suggestions: Suggestion.closest(to: subject.name, among: known))
    }
}
