internal import Model
public import Questions
public import Record

extension FoundProblem {
    /// What is told of it, in each language of the pages; what a server or a registry said stays as it is.
    var messages: (english: String?, french: String?) {
        switch detail {
        case .text(let text): (text, text)
        case .unscheduled(let from):
            (
                "follows \(from) but is not scheduled: oc tag --scheduled \(from) \(namespace)/\(name)",
                "suit \(from) sans import périodique : oc tag --scheduled \(from) \(namespace)/\(name)"
            )
        case .noWorkload: ("no workload in the record is tied to it", "aucun workload relevé n’y est lié")
        case .trigger(let trouble): trouble.sentences
        }
    }
}

extension Problems {
    /// The same as rows.
    public var answer: Answer { answer() }

    /// The same as rows, with their messages in English or in French.
    public func answer(inFrench: Bool = false) -> Answer {
        let ends: [Answer.Column] = isOfPeriod ? [.init("until", .time), .init("seconds", .integer)] : []
        return Answer(
            columns: [
                .init("problem"), .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"),
                .init("container"), .init("message"), .init("since", .time),
            ] + ends + [.init("reason", .reason)],
            rows: found.map { problem in
                let ends: [Answer.Cell] =
                    isOfPeriod ? [cell(problem.until?.description), problem.seconds.map(Answer.Cell.integer) ?? .null] : []
                return [
                    .text(problem.problem.rawValue), .text(problem.cluster), .text(problem.namespace), .text(problem.kind),
                    .text(problem.name), cell(problem.container),
                    cell(inFrench ? problem.messages.french : problem.messages.english), cell(problem.since?.description),
                ] + ends + [cell(problem.reason)]
            },
            names: found.map { "\($0.kind.lowercased())/\($0.name)" }, notes: notes)
    }

    private func cell(_ text: String?) -> Answer.Cell { text.map(Answer.Cell.text) ?? .null }
}

extension RecordReader {
    /// What is a problem at the instant that is shown, as rows.
    public func problems(_ filter: Filter = Filter(), only wanted: [Problem] = Problem.allCases) throws -> Answer {
        try Problems(in: self, filter, only: wanted).answer
    }

    /// What was a problem at some time of a period, from when to when, as rows.
    public func problems(
        _ filter: Filter = Filter(), in period: ReportPeriod, only wanted: [Problem] = Problem.allCases
    ) throws -> Answer {
        try Problems(in: self, filter, in: period, only: wanted).answer
    }
}

extension TriggerTrouble {
    /// What is the matter with the trigger, in each language that a report is written in.
    public var sentences: (english: String, french: String) {
        switch self {
        case .paused(let tag):
            (
                "its trigger is paused: nothing writes where image stream tag\(tag.map { " \($0)" } ?? "") points into it",
                "son trigger est en pause : rien n’y écrit ce que désigne l’image stream tag\(tag.map { " \($0)" } ?? "")"
            )
        case .unreadable(let fault):
            (
                "the trigger controller \(fault.predicates.english)",
                "le contrôleur des triggers \(fault.predicates.french)"
            )
        }
    }
}

extension TriggerFault {
    /// What the trigger controller does, so that no image is written.
    fileprivate var predicates: (english: String, french: String) {
        switch self {
        case .notJSON: Self.annotation("it is not JSON", "ce n’est pas du JSON")
        case .notAList: Self.annotation("it is not a list", "ce n’est pas une liste")
        case .wrongType:
            Self.annotation(
                "a field is not of its type, such as a paused that is text",
                "un champ n’est pas de son type, comme un paused qui est du texte")
        case .samePath(let path):
            Self.annotation(
                "two triggers have the field path \(Self.shown(path))", "deux triggers ont le chemin \(Self.shown(path))")
        case .noSuchContainer(let path):
            (
                "gives up on the whole object at the field path \(Self.shown(path)), which names none of its containers",
                "abandonne l’objet entier au chemin \(Self.shown(path)), qui ne désigne aucun de ses conteneurs"
            )
        case .notATag(let kind):
            (
                "follows image stream tags only, not \(kind.isEmpty ? "what has no kind" : English.one(Self.shown(kind)))",
                "ne suit que des image stream tags, pas \(kind.isEmpty ? "ce qui n’a pas de kind" : "un objet \(Self.shown(kind))")"
            )
        case .noTagName(let name):
            (
                "needs a name like STREAM:TAG to follow\(name.isEmpty ? "" : ", not \(Self.shown(name))")",
                "doit suivre un nom comme STREAM:TAG\(name.isEmpty ? "" : ", pas \(Self.shown(name))")"
            )
        case .outsideTemplate(let path):
            (
                "passes over the field path \(Self.shown(path)), which is not within the pod template of this kind",
                "ignore le chemin \(Self.shown(path)), qui n’est pas dans le modèle de pod de ce kind"
            )
        case .noContainer(let path):
            (
                "cannot follow the field path \(Self.shown(path)) to a container",
                "ne trouve pas de conteneur au chemin \(Self.shown(path))"
            )
        }
    }

    private static func annotation(_ english: String, _ french: String) -> (english: String, french: String) {
        ("cannot read image.openshift.io/triggers: \(english)", "ne peut pas lire image.openshift.io/triggers : \(french)")
    }

    /// An annotation may be long; a sentence about it is not.
    private static func shown(_ text: String) -> String {
        text.utf8.count <= 200 ? text : String(text.unicodeScalars.prefix(100)) + "…"
    }
}
