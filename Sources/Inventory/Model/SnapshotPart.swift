public import Texts

/// What is told of a snapshot before its objects.
public struct SnapshotHeader: Sendable, Hashable {
    /// The cluster's name in the file.
    public var cluster: String
    /// When the cluster was looked at.
    public var takenAt: Instant
    /// Where the observation came from, for people: a server's URL, a file's name.
    public var source: String
    /// What was looked at, and with what outcome. A kind and scope that no entry names was not asked for.
    public var coverage: [Coverage]
    /// Whether nobody looked, but watches told what changed since the last look: of the objects they told of, and of no other, anything
    /// may be concluded.
    public var isFollowed = false

    /// Describes an observation.
    public init(cluster: String, takenAt: Instant, source: String, coverage: [Coverage]) {
        self.cluster = cluster
        self.takenAt = takenAt
        self.source = source
        self.coverage = coverage
    }
}

/// An object that a watch told is deleted.
public struct GoneObject: Sendable, Hashable {
    /// Its kind.
    public let kind: ObjectKind
    /// The namespace it lived in.
    @Exact public private(set) var namespace: String
    /// Its name.
    @Exact public private(set) var name: String

    /// Names an object.
    public init(kind: ObjectKind, namespace: String, name: String) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
    }
}

/// All that a snapshot shows of some consecutive namespaces.
///
/// A cluster may have more objects than memory should hold, and no object says anything of another namespace's. So a snapshot is
/// recorded part by part: parts come in the order of their namespaces' bytes, and a part also speaks for the namespaces between
/// the one before it and its own, of which nothing was found.
public struct SnapshotPart: Sendable {
    /// The last namespace the part speaks for, itself included; nil in the last part, which speaks for all that follow.
    public var lastNamespace: String?
    /// The workloads found, in any order, each once.
    public var workloads: [Workload]
    /// The image streams found, in any order, each once.
    public var imageStreams: [ImageStream]
    /// The tags found, in any order, each once.
    public var imageStreamTags: [ImageStreamTag]
    /// What was learnt of images; the same one may come in several parts.
    public var images: [Image]
    /// What Pods run, each owner's container and image once.
    public var runningImages: [RunningImage]
    /// In a followed snapshot, the objects that are deleted by what a watch told of each.
    public var gone: [GoneObject] = []
    /// In a followed snapshot, the owners of which all is told that their Pods run.
    public var toldOwners: [Workload.ID] = []

    /// Describes a part.
    public init(
        lastNamespace: String? = nil, workloads: [Workload] = [], imageStreams: [ImageStream] = [],
        imageStreamTags: [ImageStreamTag] = [], images: [Image] = [], runningImages: [RunningImage] = []
    ) {
        self.lastNamespace = lastNamespace
        self.workloads = workloads
        self.imageStreams = imageStreams
        self.imageStreamTags = imageStreamTags
        self.images = images
        self.runningImages = runningImages
    }
}

extension Snapshot {
    /// What is told of it before its objects.
    public var header: SnapshotHeader {
        SnapshotHeader(cluster: cluster, takenAt: takenAt, source: source, coverage: coverage)
    }

    /// All of it as one part.
    public var wholePart: SnapshotPart {
        SnapshotPart(
            workloads: workloads, imageStreams: imageStreams, imageStreamTags: imageStreamTags, images: images,
            runningImages: runningImages)
    }
}

/// Consecutive namespaces, in the order of their bytes, which is SQLite's.
package struct NamespaceRange: Sendable, Equatable {
    /// The last namespace before the range; nil where it begins with the first.
    @Exact package var after: String?
    /// The last one in it; nil where it has no end.
    @Exact package var through: String?
    /// The one namespace that is meant; nil where the bounds say which.
    @Exact package var only: String?

    package init() {}

    /// One namespace.
    package init(only namespace: String) { only = namespace }

    /// Every namespace.
    package static let all = NamespaceRange()
}
