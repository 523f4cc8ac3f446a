public import Texts

/// One observation of a cluster: when, from what source, what it covered, and what it found.
public struct Snapshot: Sendable {
    /// The cluster's name in the file.
    public var cluster: String
    /// When the cluster was looked at.
    public var takenAt: Instant
    /// Where the observation came from, for people: a server's URL, a file's name.
    public var source: String
    /// What was looked at, and with what outcome. A kind and scope that no entry names was not asked for.
    public var coverage: [Coverage]
    /// The workloads found, in any order, each once.
    public var workloads: [Workload]
    /// The image streams found, in any order, each once.
    public var imageStreams: [ImageStream]
    /// The tags found, in any order, each once.
    public var imageStreamTags: [ImageStreamTag]
    /// What was learnt of images; a digest may be told of without its content being known.
    public var images: [Image]
    /// What Pods run, each owner's container and image once.
    public var runningImages: [RunningImage]

    /// Describes an observation.
    public init(
        cluster: String, takenAt: Instant, source: String, coverage: [Coverage], workloads: [Workload] = [],
        imageStreams: [ImageStream] = [], imageStreamTags: [ImageStreamTag] = [], images: [Image] = [],
        runningImages: [RunningImage] = []
    ) {
        self.cluster = cluster
        self.takenAt = takenAt
        self.source = source
        self.coverage = coverage
        self.workloads = workloads
        self.imageStreams = imageStreams
        self.imageStreamTags = imageStreamTags
        self.images = images
        self.runningImages = runningImages
    }
}

/// What one snapshot looked at: a kind, in one namespace or in all, with the outcome.
public struct Coverage: Sendable, Hashable {
    /// How looking went. Only `complete`, and `absent` of a namespace, let absence mean deletion.
    public enum Outcome: String, Sendable, Hashable, CaseIterable {
        /// Every object of the kind in the scope was seen.
        case complete
        /// The API said no (403).
        case forbidden
        /// Asked for, but not, or not wholly, answered.
        case failed
        /// Of all namespaces: the cluster has no such API. Of one namespace: it does not exist, so neither does anything in it.
        case absent
        /// Between two looks, a watch told of some of its objects, and nothing is said of the others.
        case followed

        /// The number that stands for the outcome in the file.
        public var code: Int64 {
            switch self {
            case .complete: 1
            case .forbidden: 2
            case .failed: 3
            case .absent: 4
            case .followed: 5
            }
        }
    }

    /// The kind looked for.
    public var kind: ObjectKind
    /// The namespace looked in; nil is all of them.
    @Exact public var namespace: String?
    /// How it went.
    public var outcome: Outcome
    /// Objects of the kind found in the scope.
    public var objects: Int64
    /// What the source said, where it was not `complete`.
    @Exact public var message: String?

    /// Whether nothing of the kind stands in the scope beyond what was found.
    ///
    /// That a cluster has no such API closes nothing: an API that comes back brings its objects with it.
    public var isExhaustive: Bool { outcome == .complete || outcome == .absent && namespace != nil }

    /// Describes what was looked at.
    public init(kind: ObjectKind, namespace: String? = nil, outcome: Outcome, objects: Int64, message: String? = nil) {
        self.kind = kind
        self.namespace = namespace
        self.outcome = outcome
        self.objects = objects
        self.message = message
    }
}

extension Coverage: FieldList {
    @usableFromInline package static var blank: Coverage { Coverage(kind: .imageStream, outcome: .complete, objects: 0) }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.outcome("outcome", &outcome)
        try visitor.count("objects", &objects)
        try visitor.text("message", &message)
    }
}
