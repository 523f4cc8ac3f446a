internal import Model
public import Questions

extension Note: Explainable {
    /// What the reader of an answer must know.
    public var sentence: String {
        switch self {
        case .nothingYet(let cluster, let instant, let first):
            "cluster \(cluster): nothing was recorded yet at \(instant?.description ?? "this time")"
                + (first.map { "; its first snapshot was taken at \($0)" } ?? "")
        case .notSeen(let cluster, let kind, let namespace, let outcome, let instant, let message):
            "cluster \(cluster): \(kind)\(namespace.map { " in \($0)" } ?? "") \(outcome ?? "not seen") at "
                + "\(instant?.description ?? "")\(message.map { ": \($0)" } ?? ""); what is shown of them is what was last known"
        case .notLookedAt(let cluster, let instant, let kinds, let isInPlace):
            "cluster \(cluster): the snapshot of \(instant?.description ?? "") did not look at "
                + kinds.joined(separator: ", ") + (isInPlace ? " there" : "")
                + "; what is shown of them is what was last known, if anything"
        case .passedOver(let cluster, let instant, let kinds, let namespaces):
            "cluster \(cluster): the snapshot of \(instant?.description ?? "") did not look at "
                + kinds.joined(separator: ", ") + " in \(namespaces.joined(separator: ", "))"
                + "; what is shown of them there is what was last known"
        case .gap(let gap): gap.sentence
        case .massDeletion(let cluster, let snapshot, let instant, let kind, let stood, let gone):
            "cluster \(cluster): snapshot \(snapshot) at \(instant) took \(gone) of \(stood) \(kind) for gone at once"
        case .none, .nothingRecorded, .nothingDiffers, .more, .moreFound, .nothingCalled, .invalidReferences: reasonOfNothing
        case .readAsPattern, .withStream, .tagPointed, .neverPointed, .noTagPointed, .neverRan: historyOfImage
        case .noneUnused(let cluster, let doubt): "cluster \(cluster): no tag is called unused: \(doubt.words)"
        case .allNeeded(let place): "every tag\(place.inWords) is needed"
        case .freedAtMost:
            "freed is at most that much: images share layers; the registry's pruner frees it, not the removal of the tag"
        }
    }

    /// Why there is nothing, or not all.
    private var reasonOfNothing: String {
        switch self {
        case .none(.drift, let place, _, _): "no container is known to run anything else\(place.inWords)"
        case .none(let sought, let place, let instant, let isPeriod):
            "no \(sought.words)\(place.inWords)\(instant.map { " at \($0)" } ?? "")\(isPeriod ? " in that time" : "")"
        case .nothingRecorded(let instant): "nothing is recorded yet\(instant.map { " at \($0)" } ?? "")"
        case .nothingDiffers: "nothing differs"
        case .more(let count, let limit): "\(count.counted("more row")); --limit \(limit) shows them all"
        case .moreFound(let part, let limit): "more than \(limit) \(part.words); type more of the name"
        case .nothingCalled(let text): "nothing in the record is called \(text.isEmpty ? "that" : text)"
        case .invalidReferences(let count):
            "\(count.counted("container")) \(count == 1 ? "has" : "have") no valid reference, which pulls from nowhere"
        default: ""
        }
    }

    /// What an image's history has beside it.
    private var historyOfImage: String {
        switch self {
        case .readAsPattern(let pattern): "read as the pattern \(pattern)"
        case .withStream(let canonical): "the image stream's containers are shown with those that name \(canonical)"
        case .tagPointed(let cluster, let namespace, let istag, let since, let seenBy):
            "istag \(namespace)/\(istag)\(cluster.map { " of cluster \($0)" } ?? "") pointed to it "
                + (since.map { "since \($0)" } ?? "seen at \(seenBy)")
        case .neverPointed(let kind, let name): "\(kind) \(name) never pointed to an image"
        case .noTagPointed(let digest): "no tag ever pointed to \(digest)"
        case .neverRan(let text, let isByPods, let place, let until):
            "no \(isByPods ? "Pod" : "container") ever ran \(text)\(place.inWords)\(until.map { " until \($0)" } ?? "")"
        default: ""
        }
    }
}

extension Note.Place? {
    /// ` in namespace shop`, and nothing where it is everywhere.
    var inWords: String { map { " in \($0.words)" } ?? "" }
}

extension Note.Place {
    /// `cluster prod`, `namespaces a, b`.
    var words: String {
        switch self {
        case .cluster(let name): "cluster \(name)"
        case .namespaces(let names): "namespace\(names.count > 1 ? "s" : "") \(names.joined(separator: ", "))"
        }
    }
}

extension Note.Sought {
    /// What there is none of.
    fileprivate var words: String {
        switch self {
        case .rows("running"): "running images"
        case .rows(let view): view.replacing("_", with: " ")
        case .stale: "stale containers"
        case .longReferences: "long references"
        case .problems: "problems"
        case .drift: "drift"
        }
    }
}

extension Note.SearchPart {
    fileprivate var words: String {
        switch self {
        case .imageStreams: "image streams"
        case .imageStreamTags: "image stream tags"
        case .namespaces, .workloads, .digests, .references: rawValue
        }
    }
}

extension CleanupDoubt {
    fileprivate var words: String {
        switch self {
        case .tooYoung(let from, let begins):
            "the record does not reach back to \(from); it begins \(begins?.description ?? "later")"
        case .gap(let from, let to): "nobody looked from \(from) to \(to)"
        case .unseen(let kinds, let resources, let instant, let how):
            how.words(kinds.joined(separator: ", "), instant, right: "the right to list \(resources.joined(separator: ", "))")
        }
    }
}

extension CleanupDoubt.Unseen {
    fileprivate func words(_ kinds: String, _ instant: Instant, right: String) -> String {
        switch self {
        case .notAsked: "\(kinds) were not asked for at \(instant); it needs \(right) in all namespaces"
        case .forbidden: "\(kinds) were forbidden at \(instant); it needs \(right) in all namespaces"
        case .failed(let message): "\(kinds) could not be read at \(instant)\(message.map { ": \($0)" } ?? "")"
        case .somewhere: "\(kinds) were looked at in some namespaces only at \(instant); it needs \(right) in all namespaces"
        }
    }
}

extension Gap: Explainable {
    /// Between which snapshots, how long, and how long it usually is.
    public var sentence: String {
        "cluster \(cluster): no snapshot between \(from) and \(to) (\(Duration.words(seconds)); usually every "
            + "\(Duration.words(usual)))"
    }
}

extension Duration {
    /// A time span in its two largest units: `2 h 5 min`.
    public static func words(_ seconds: Int64) -> String {
        let units: [(Int64, String)] = [(86_400, "d"), (3600, "h"), (60, "min"), (1, "s")]
        guard let first = units.firstIndex(where: { seconds >= $0.0 }) else { return "0 s" }
        let whole = seconds / units[first].0
        var text = "\(whole) \(units[first].1)"
        if first + 1 < units.count {
            let rest = (seconds - whole * units[first].0) / units[first + 1].0
            if rest > 0 { text += " \(rest) \(units[first + 1].1)" }
        }
        return text
    }
}
