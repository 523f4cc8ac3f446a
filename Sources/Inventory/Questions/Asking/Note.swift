public import Model

/// What the reader of an answer must know beside its rows: kinds never looked at, rows left out and how many, why nothing matched.
public enum Note: Sendable, Hashable, Codable {
    // What was not looked at.

    /// Nothing was recorded of a cluster yet at an instant, or ever; when its first snapshot was taken, if one was.
    case nothingYet(cluster: String, at: Instant?, first: Instant?)
    /// A kind was asked for and not answered.
    case notSeen(cluster: String, kind: String, namespace: String?, outcome: String?, at: Instant?, message: String?)
    /// The snapshot did not look at some kinds; whether that is about some namespaces only, which were asked for.
    case notLookedAt(cluster: String, at: Instant?, kinds: [String], inPlace: Bool)
    /// The snapshot did not look at some kinds in some namespaces in which something of them stands.
    case passedOver(cluster: String, at: Instant?, kinds: [String], namespaces: [String])
    /// Nobody looked for long.
    case gap(Gap)
    /// A snapshot took much of what stood of a kind for gone.
    case massDeletion(cluster: String, snapshot: Int64, at: Instant, kind: String, stood: Int, gone: Int)

    // Why there is nothing, or not all.

    /// There is nothing of the sort.
    case none(Sought, Place?, at: Instant?, isPeriod: Bool = false)
    /// Nothing is recorded at all.
    case nothingRecorded(at: Instant?)
    /// Nothing differs between the two instants.
    case nothingDiffers
    /// So many rows were left out, by a limit that would have to be this for all of them.
    case more(Int, limit: Int)
    /// More things of a sort fit what was typed than are shown.
    case moreFound(SearchPart, than: Int)
    /// Nothing is called what was typed, which may be nothing.
    case nothingCalled(String)
    /// So many containers have no reference that could be pulled.
    case invalidReferences(Int)

    // What an image's history has beside it.

    /// What was typed was read as a pattern.
    case readAsPattern(String)
    /// An image stream's containers are shown with those that name a repository.
    case withStream(canonical: String)
    /// A tag pointed to the image since the cluster says so, or was seen to by a snapshot; the cluster's name where there are several.
    case tagPointed(cluster: String?, namespace: String, istag: String, since: String?, seenBy: String)
    /// An object never pointed to an image.
    case neverPointed(kind: String, name: String)
    /// No tag ever pointed to a digest.
    case noTagPointed(digest: String)
    /// Nothing ever ran an image, Pods or containers by their templates.
    case neverRan(String, byPods: Bool, Place?, until: Instant?)

    // What may go.

    /// No tag of a cluster is called unused, for a reason.
    case noneUnused(cluster: String, CleanupDoubt)
    /// Every tag is needed.
    case allNeeded(Place?)
    /// What is freed is told as an upper bound.
    case freedAtMost

    /// What was looked for.
    public enum Sought: Sendable, Hashable, Codable {
        /// Rows of a view, by its name.
        case rows(of: String)
        /// Stale containers.
        case stale
        /// Long references.
        case longReferences
        /// Problems.
        case problems
        /// Containers known to run another image.
        case drift
    }

    /// Where was looked, where not everywhere.
    public enum Place: Sendable, Hashable, Codable {
        /// A cluster.
        case cluster(String)
        /// Some namespaces.
        case namespaces([String])
    }

    /// What a search looks among.
    public enum SearchPart: String, Sendable, Hashable, Codable {
        /// Namespaces.
        case namespaces
        /// Workloads.
        case workloads
        /// Image streams.
        case imageStreams
        /// Image stream tags.
        case imageStreamTags
        /// Digests.
        case digests
        /// References.
        case references
    }
}

extension Note {
    /// Whether it says that there is nothing of what was asked for.
    public var isOfNothing: Bool {
        switch self {
        case .none, .neverRan, .noTagPointed: true
        default: false
        }
    }

    /// Whether it is about what was looked at, and what was not.
    public var isOfLooks: Bool {
        switch self {
        case .nothingYet, .notSeen, .notLookedAt, .passedOver, .gap, .massDeletion: true
        default: false
        }
    }

    /// Whether it tells of a gap between looks.
    public var isGap: Bool { if case .gap = self { true } else { false } }
}

/// Why it cannot be known that nothing needs a tag.
public enum CleanupDoubt: Sendable, Hashable, Codable {
    /// The record does not reach back to the stretch's beginning; when it begins.
    case tooYoung(from: Instant, begins: Instant?)
    /// Nobody looked for long within the stretch.
    case gap(from: Instant, to: Instant)
    /// Kinds were not seen in all namespaces at some look: what they are called, and what a role must name.
    case unseen(kinds: [String], resources: [String], at: Instant, Unseen)

    /// How a kind was not seen.
    public enum Unseen: Sendable, Hashable, Codable {
        /// It was not asked for.
        case notAsked
        /// It was forbidden.
        case forbidden
        /// It could not be read, for what the server said.
        case failed(String?)
        /// It was looked at in some namespaces only.
        case somewhere
    }
}

extension Filter {
    /// Where it looks, nil is everywhere.
    package var place: Note.Place? {
        namespaces.isEmpty ? cluster.map(Note.Place.cluster) : .namespaces(namespaces)
    }
}
