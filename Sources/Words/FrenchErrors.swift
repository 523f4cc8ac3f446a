internal import Model
public import Questions

extension Error {
    /// What happened, in French; nil where it is said in English alone: what befalls a file or a server is for who runs it.
    public var frenchSentence: String? {
        switch self {
        case let error as QuestionError: error.sentences.french
        case let error as SQLQuestionError: error.sentences.french
        default: nil
        }
    }
}

extension QuestionError {
    /// What is missing, and what was probably meant, in each language of the pages.
    public var sentences: (english: String, french: String) { (sentence, french) }

    private var french: String {
        switch self {
        case .notFound(let what, let name, let within, let suggestions):
            let place = within.map { " dans \($0.french)" } ?? ""
            let start = "\(Self.none(of: what)) \(name)\(place)"
            guard let first = suggestions.first else { return start }
            return "\(start) ; vouliez-vous dire \(first)\(suggestions.dropFirst().map { " ou \($0)" }.joined()) ?"
        case .ambiguous(let prefix, let matches):
            return "\(matches.count) digests commencent par \(prefix) : \(matches.prefix(5).joined(separator: ", "))"
                + (matches.count > 5 ? ", …" : "") + " ; donnez-en davantage"
        case .beforeFirstSnapshot(let instant, let first):
            guard let first else { return "rien n’est encore relevé" }
            return "rien n’était encore relevé au \(instant) ; le premier instantané date du \(first)"
        case .noSubject(let text):
            return "\(text) : indiquez l’objet comme KIND/NOM, par exemple istag/web:1.0, imagestream/web ou deployment/web"
        case .noTag(let text, let stream):
            return "\(text) : un tag d’image stream s’écrit NOM:TAG ; pour tous ses tags, demandez imagestream/\(stream)"
        case .severalKinds(let text, let spellings): return "\(text) : précisez : \(spellings.joined(separator: " ou "))"
        case .noImage(let text):
            return
                "\(text) : n’est ni un digest (sha256:…), ni une référence d’image, ni un motif (docker.io/bitnami/*), ni un objet "
                + "(istag/web:1.0, deployment/web)"
        case .malformed(let fault): return fault.sentences.french
        }
    }

    private static func none(of what: Subject) -> String {
        switch what {
        case .cluster: "aucun cluster"
        case .namespace: "aucun namespace"
        case .view: "aucune vue"
        case .question: "aucune vue ni question"
        case .column: "aucune colonne"
        case .registry, .row(of: "registries"): "aucun registre"
        case .row(of: "images"): "aucune image"
        case .row(of: "running"): "aucune image exécutée"
        case .digest: "aucun digest"
        case .row(of: "digest_changes"): "aucun changement de digest"
        case .row(of: "image_streams"), .object("is"): "aucun image stream"
        case .row(of: "istags"), .object("istag"): "aucun tag d’image stream"
        case .row(of: let view): "aucun objet \(view.hasSuffix("s") ? String(view.dropLast()) : view)"
        case .object(let kind): "aucun objet \(kind)"
        }
    }
}

extension QuestionError.Scope {
    fileprivate var french: String {
        switch self {
        case .record: "l’historique"
        case .fleet: "la flotte"
        case .api: "l’API"
        case .file(let path): path
        case .view(let name): "la vue \(name)"
        case .place(.cluster(let name)): "le cluster \(name)"
        case .place(.namespaces(let names)):
            "\(names.count > 1 ? "les namespaces" : "le namespace") \(names.joined(separator: ", "))"
        }
    }
}

extension QuestionError.Fault {
    /// Why a question makes no sense, in each language of the pages.
    public var sentences: (english: String, french: String) {
        switch self {
        case .time(let text):
            (
                "\(text) is no time. Write \(Instant.spellings).",
                "\(text) n’est pas un instant. Écrivez un instant ISO (2026-01-05T00:00:00Z), une date (2026-01-05, sa première seconde UTC), "
                    + "une durée écoulée (15m, 2h, 7d, 3w), now, today ou yesterday."
            )
        case .span(let text):
            (
                "'\(text)' is no span of time. Write 90d, 12w or 36h.",
                "« \(text) » n’est pas une durée. Écrivez 90d, 12w ou 36h."
            )
        case .sinceIsNotBefore:
            (
                "since is not before the time that is shown",
                "l’instant de comparaison n’est pas antérieur à l’instant montré"
            )
        }
    }
}

extension SQLQuestionError {
    /// What happened and what to do, in each language of the pages; what SQLite says stays as it is.
    public var sentences: (english: String, french: String) { (sentence, french) }

    private var french: String {
        switch self {
        case .malformed(let fault): "SQL : \(fault.french)"
        case .writes: refusal("cela écrirait")
        case .refused(let message): refusal(message)
        case .timedOut(let seconds): "arrêtée au bout de \(Int(seconds)) s ; demandez moins. Rien n’a été modifié."
        case .interrupted: "arrêtée. Rien n’a été modifié."
        case .failed(let message, let hint): "SQL : \(message)\(hint.map { " ; \($0.french)" } ?? "")"
        }
    }

    private func refusal(_ why: String) -> String {
        "refusé : \(why). Cette console ne lit que les vues ; la liste est ci-dessous."
    }
}

extension SQLFault {
    fileprivate var french: String {
        switch self {
        case .noStatement: "aucune instruction"
        case .severalStatements: "une seule instruction à la fois"
        case .nul: "un caractère NUL dans le SQL"
        }
    }
}

extension SQLHint {
    fileprivate var french: String {
        switch self {
        case .meant(let names): "vouliez-vous dire \(names.map { "`\($0)`" }.joined(separator: " ou ")) ?"
        case .columnOf(let views): "c’est une colonne de \(views.map { "`\($0)`" }.joined(separator: " et "))"
        case .viewsAreListed: "la liste des vues est ci-dessous"
        }
    }
}
