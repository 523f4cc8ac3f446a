internal import Model
public import Questions

// What stands beside an answer, for French pages and reports. Kinds, views, commands and what a server said stay as they are.

extension Note {
    /// The sentence in each language that pages and reports are written in.
    public var sentences: (english: String, french: String) { (sentence, french) }

    private var french: String {
        switch self {
        case .nothingYet(let cluster, let instant, let first):
            "cluster \(cluster) : rien n’était encore relevé \(instant.map { "au \($0)" } ?? "à cet instant")"
                + (first.map { " ; son premier instantané date du \($0)" } ?? "")
        case .notSeen(let cluster, let kind, let namespace, let outcome, let instant, let message):
            "cluster \(cluster) : \(kind)\(namespace.map { " dans \($0)" } ?? "") \(French.outcome(outcome))"
                + "\(instant.map { " au \($0)" } ?? "")\(message.map { " : \($0)" } ?? "") ; ce qui en est montré est ce qu’on en savait"
        case .notLookedAt(let cluster, let instant, let kinds, let isInPlace):
            "cluster \(cluster) : l’instantané\(instant.map { " du \($0)" } ?? "") n’a pas regardé \(kinds.joined(separator: ", "))"
                + "\(isInPlace ? " à cet endroit" : "") ; ce qui en est montré est ce qu’on en savait, s’il y a lieu"
        case .passedOver(let cluster, let instant, let kinds, let namespaces):
            "cluster \(cluster) : l’instantané\(instant.map { " du \($0)" } ?? "") n’a pas regardé \(kinds.joined(separator: ", "))"
                + " dans \(namespaces.joined(separator: ", ")) ; ce qui en est montré à cet endroit est ce qu’on en savait"
        case .gap(let gap): gap.sentences.french
        case .massDeletion(let cluster, let snapshot, let instant, let kind, let stood, let gone):
            "cluster \(cluster) : l’instantané \(snapshot) du \(instant) a tenu d’un coup \(gone) \(kind) sur \(stood) pour disparus"
        case .none, .nothingRecorded, .nothingDiffers, .more, .moreFound, .nothingCalled, .invalidReferences: frenchOfNothing
        case .readAsPattern, .withStream, .tagPointed, .neverPointed, .noTagPointed, .neverRan: frenchOfImage
        case .noneUnused(let cluster, let doubt): "cluster \(cluster) : aucun tag n’est dit inutilisé : \(doubt.french)"
        case .allNeeded(let place): "tous les tags\(place.inFrench) servent"
        case .freedAtMost:
            "l’espace libéré est un maximum : les images partagent des couches ; c’est le nettoyage du registre qui le libère, non le "
                + "retrait du tag"
        }
    }

    /// Why there is nothing, or not all.
    private var frenchOfNothing: String {
        switch self {
        case .none(.drift, let place, _, _): "aucun conteneur\(place.inFrench) n’est connu pour exécuter autre chose"
        case .none(let sought, let place, let instant, let isPeriod):
            "\(sought.none)\(place.inFrench)\(instant.map { " au \($0)" } ?? "")\(isPeriod ? " dans cette période" : "")"
        case .nothingRecorded(let instant): "rien n’est encore relevé\(instant.map { " au \($0)" } ?? "")"
        case .nothingDiffers: "aucune différence"
        case .more(let count, let limit):
            "encore \(count) ligne\(French.s(count)) ; --limit \(limit) \(count > 1 ? "les" : "la") montre toutes"
        case .moreFound(let part, let limit): "plus de \(limit) \(part.french) ; précisez le nom"
        case .nothingCalled(let text): "rien de relevé ne s’appelle \(text.isEmpty ? "ainsi" : text)"
        case .invalidReferences(let count):
            "\(count) conteneur\(French.s(count)) \(count > 1 ? "n’ont" : "n’a") pas de référence valide et ne \(count > 1 ? "tirent" : "tire") "
                + "donc de nulle part"
        default: ""
        }
    }

    /// What an image's history has beside it.
    private var frenchOfImage: String {
        switch self {
        case .readAsPattern(let pattern): "lu comme le motif \(pattern)"
        case .withStream(let canonical): "les conteneurs de l’image stream sont montrés avec ceux qui nomment \(canonical)"
        case .tagPointed(let cluster, let namespace, let istag, let since, let seenBy):
            "l’istag \(namespace)/\(istag)\(cluster.map { " du cluster \($0)" } ?? "") y pointait "
                + (since.map { "depuis le \($0)" } ?? "au \(seenBy)")
        case .neverPointed(let kind, let name): "\(kind) \(name) n’a jamais pointé vers une image"
        case .noTagPointed(let digest): "aucun tag n’a jamais pointé vers \(digest)"
        case .neverRan(let text, let isByPods, let place, let until):
            "aucun \(isByPods ? "Pod" : "conteneur")\(place.inFrench) n’a jamais exécuté \(text)\(until.map { " jusqu’au \($0)" } ?? "")"
        default: ""
        }
    }
}

extension Gap {
    /// Between which snapshots, how long, and how long it usually is, in each language.
    public var sentences: (english: String, french: String) {
        (
            sentence,
            "cluster \(cluster) : aucun instantané entre le \(from) et le \(to) (\(French.span(seconds)) ; d’ordinaire toutes les "
                + "\(French.span(usual)))"
        )
    }
}

/// French grammar, as far as notes need it.
private enum French {
    static func s(_ count: Int) -> String { count > 1 ? "s" : "" }

    static func span(_ seconds: Int64) -> String { Duration.words(seconds).replacing(" d", with: " j") }

    static func outcome(_ outcome: String?) -> String {
        switch outcome {
        case "forbidden": "interdit"
        case "failed": "en échec"
        case "followed": "suivi seulement"
        case let other?: other
        case nil: "non vu"
        }
    }
}

extension Note.Place? {
    fileprivate var inFrench: String {
        switch self {
        case nil: ""
        case .cluster(let name)?: " dans le cluster \(name)"
        case .namespaces(let names)?:
            " dans \(names.count > 1 ? "les namespaces" : "le namespace") \(names.joined(separator: ", "))"
        }
    }
}

extension Note.Sought {
    /// That there is none of it.
    fileprivate var none: String {
        switch self {
        case .rows("workloads"): "aucun workload"
        case .rows("containers"): "aucun conteneur"
        case .rows("image_streams"): "aucun image stream"
        case .rows("istags"): "aucun tag d’image stream"
        case .rows("images"): "aucune image"
        case .rows("running"): "aucune image en marche"
        case .rows("snapshots"): "aucun instantané"
        case .rows("registries"): "aucun registre"
        case .rows(let view): "rien dans \(view)"
        case .stale: "aucun conteneur en retard"
        case .longReferences: "aucune référence longue"
        case .problems: "aucun problème"
        case .drift: "aucune dérive"
        }
    }
}

extension Note.SearchPart {
    fileprivate var french: String {
        switch self {
        case .imageStreams: "image streams"
        case .imageStreamTags: "tags d’image streams"
        case .references: "références"
        case .namespaces, .workloads, .digests: rawValue
        }
    }
}

extension CleanupDoubt {
    fileprivate var french: String {
        switch self {
        case .tooYoung(let from, let begins):
            "l’historique ne remonte pas au \(from) ; il commence \(begins.map { "le \($0)" } ?? "plus tard")"
        case .gap(let from, let to): "personne n’a regardé du \(from) au \(to)"
        case .unseen(let kinds, let resources, let instant, let how):
            how.french(kinds.joined(separator: ", "), instant, right: "le droit de lister \(resources.joined(separator: ", "))")
        }
    }
}

extension CleanupDoubt.Unseen {
    fileprivate func french(_ kinds: String, _ instant: Instant, right: String) -> String {
        switch self {
        case .notAsked: "\(kinds) non demandés au \(instant) ; il faut \(right) dans tous les namespaces"
        case .forbidden: "\(kinds) interdits au \(instant) ; il faut \(right) dans tous les namespaces"
        case .failed(let message): "\(kinds) non lus au \(instant)\(message.map { " : \($0)" } ?? "")"
        case .somewhere:
            "\(kinds) regardés dans certains namespaces seulement au \(instant) ; il faut \(right) dans tous les namespaces"
        }
    }
}
