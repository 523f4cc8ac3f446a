internal import Model
public import Questions

extension RemedyStep {
    /// The step as a line of a script, in English: a command, or a comment.
    public var line: String {
        switch self {
        case .command(let command): command
        case .advice(let advice): "# \(advice.sentences.english)"
        }
    }

    /// The same with the comment in French.
    public var frenchLine: String {
        switch self {
        case .command(let command): command
        case .advice(let advice): "# \(advice.sentences.french)"
        }
    }
}

extension RemedyAdvice {
    /// What to do by hand, in each language that a report is written in.
    public var sentences: (english: String, french: String) {
        switch self {
        case .imageVolume(let volume):
            (
                "\(volume) is an image volume, which no image stream resolves: name a digest there",
                "\(volume) est un volume image, qu’aucun image stream ne résout : y nommer un digest"
            )
        case .notSettable(let kind):
            (
                "no oc command changes the image of \(English.one(kind)) for good: name a digest in its manifest",
                "aucune commande oc ne change durablement l’image d’un objet \(kind) : nommer un digest dans son manifeste"
            )
        case .triggered(let tag):
            (
                "a trigger fills this container from \(tag?.description ?? "a tag"): push or import that tag, or remove the trigger",
                "un trigger remplit ce conteneur depuis \(tag?.description ?? "un tag") : pousser ou importer ce tag, ou retirer le trigger"
            )
        case .noStream(let reference):
            (
                "\(reference) names no image stream; push it to NAMESPACE/NAME first",
                "\(reference) ne désigne aucun image stream ; poussez-le d’abord vers NAMESPACE/NOM"
            )
        case .noImage(let tag):
            (
                "image stream tag \(tag) points to no image: push or import it first, then ask again",
                "l’image stream tag \(tag) ne désigne aucune image : d’abord la pousser ou l’importer, puis reposer la question"
            )
        case .comesBy(let tag):
            (
                "it comes by the image stream tag \(tag): have that import from elsewhere first",
                "il vient du tag d’image stream \(tag) : l’importer d’abord d’ailleurs"
            )
        case .nameCopy(let kind, let name):
            (
                "no oc command changes the image of \(kind) \(name) for good: name the copy in its manifest",
                "aucune commande oc ne change durablement l’image de \(kind) \(name) : nommer la copie dans son manifeste"
            )
        }
    }
}

extension LongReference {
    /// What would end it as lines of a script, in English.
    public var commands: [String] { remedy.map(\.line) }

    fileprivate var frenchCommands: [String] { remedy.map(\.frenchLine) }
}

extension LongReferenceEntry {
    /// What would end it as lines of a script, in English.
    public var commands: [String] { remedy.map(\.line) }
}

extension LeavingReport.Use {
    /// What would end it as lines of a script, in English.
    public var commands: [String] { remedy.map(\.line) }
}

extension LongReferences {
    /// The same as rows.
    public var answer: Answer { answer() }

    /// The same as rows, with comments in English or in French.
    public func answer(inFrench: Bool = false) -> Answer {
        Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("kind"), .init("name"), .init("container"),
                .init("image", .digest), .init("form"), .init("istag"), .init("since", .time),
                .init("commands", isWide: true),
            ],
            rows: references.map {
                [
                    .text($0.cluster), .text($0.workload.namespace), .text($0.workload.kind.title), .text($0.workload.name),
                    .text($0.container), .text($0.image), .text($0.form.rawValue), $0.istag.map(Answer.Cell.text) ?? .null,
                    ($0.since?.description).map(Answer.Cell.text) ?? .null,
                    .text((inFrench ? $0.frenchCommands : $0.commands).joined(separator: "\n")),
                ]
            },
            names: references.map { "\($0.workload.kind.title.lowercased())/\($0.workload.name)/\($0.container)" }, notes: notes)
    }
}

/// What English grammar asks for.
enum English {
    /// A noun with its article: `a Pod`, `an ImageStreamImage`.
    static func one(_ noun: String) -> String { "\("aeiouAEIOU".contains(noun.first ?? " ") ? "an" : "a") \(noun)" }
}
