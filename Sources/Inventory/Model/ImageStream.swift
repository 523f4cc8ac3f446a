public import Texts

/// An ImageStream (image.openshift.io/v1) without its tags, which stand as ``ImageStreamTag``s of their own.
public struct ImageStream: Sendable, Hashable {
    /// Which stream it is.
    public struct ID: Sendable, Hashable, Comparable {
        /// The namespace the stream lives in.
        public let namespace: String
        /// The stream's name.
        public let name: String

        /// Names a stream.
        public init(namespace: String, name: String) {
            self.namespace = namespace
            self.name = name
        }

        /// Compares bytes.
        public static func == (left: ID, right: ID) -> Bool {
            left.name.hasSameBytes(as: right.name) && left.namespace.hasSameBytes(as: right.namespace)
        }

        /// Orders by namespace and name.
        public static func < (left: ID, right: ID) -> Bool {
            left.namespace.isBefore(right.namespace) ?? left.name.isBefore(right.name) ?? false
        }
    }

    /// Which stream it is.
    public var id: ID
    /// `metadata.uid`.
    @Exact public var uid: String?
    /// `spec.lookupPolicy.local`: whether short names in the namespace may mean this stream's tags.
    public var lookupLocal: Bool
    /// `status.dockerImageRepository`: where the internal registry serves the stream.
    @Exact public var repository: String?
    /// `status.publicDockerImageRepository`: the same through the registry's public route.
    @Exact public var publicRepository: String?
    /// `metadata.creationTimestamp`.
    public var createdAt: Instant?

    /// Describes a stream.
    public init(
        id: ID, uid: String? = nil, lookupLocal: Bool = false, repository: String? = nil,
        publicRepository: String? = nil, createdAt: Instant? = nil
    ) {
        self.id = id
        self.uid = uid
        self.lookupLocal = lookupLocal
        self.repository = repository
        self.publicRepository = publicRepository
        self.createdAt = createdAt
    }
}

extension ImageStream: FieldList {
    @usableFromInline package static var blank: ImageStream { ImageStream(id: ID(namespace: "", name: "")) }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.text("uid", &uid)
        try visitor.flag("lookup_local", &lookupLocal)
        try visitor.reference("repository", &repository)
        try visitor.reference("public_repository", &publicRepository)
        try visitor.instant("created_at", &createdAt)
    }
}

/// One tag of an image stream: where it points, where it is imported from, and what went wrong.
///
/// It stands for every tag the stream's `spec.tags` or `status.tags` names, also for those the API lists no ImageStreamTag
/// for because nothing was ever imported.
@dynamicMemberLookup
public struct ImageStreamTag: Sendable, Hashable {
    /// Which tag it is.
    public struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The stream the tag belongs to.
        public let stream: ImageStream.ID
        /// The tag: `1.4.7`.
        public let tag: String

        /// Names a tag of a stream.
        public init(stream: ImageStream.ID, tag: String) {
            self.stream = stream
            self.tag = tag
        }

        /// Names a tag.
        public init(namespace: String, stream: String, tag: String) {
            self.init(stream: ImageStream.ID(namespace: namespace, name: stream), tag: tag)
        }

        /// `web:1.4.7`, as `oc get istag` names it.
        public var name: String { "\(stream.name):\(tag)" }

        /// `shop/web:1.4.7`.
        public var description: String { "\(stream.namespace)/\(name)" }

        /// Compares bytes.
        public static func == (left: ID, right: ID) -> Bool {
            left.tag.hasSameBytes(as: right.tag) && left.stream == right.stream
        }

        /// Orders by namespace and name.
        public static func < (left: ID, right: ID) -> Bool {
            left.stream != right.stream ? left.stream < right.stream : left.tag.isBefore(right.tag) ?? false
        }
    }

    /// One entry of `status.tags[].items[]`: what the tag pointed to from `created` on.
    public struct Revision: Sendable, Hashable {
        /// `items[].created`, by the cluster's clock. A tag copied from another stream keeps the source's time.
        public var createdAt: Instant?
        /// `items[].image` where it is a digest: `sha256:…`.
        @Exact public var digest: String?
        /// `items[].dockerImageReference`: where the image is pulled from.
        @Exact public var image: String?

        /// Describes an entry of a tag's history.
        public init(createdAt: Instant?, digest: String?, image: String?) {
            self.createdAt = createdAt
            self.digest = digest
            self.image = image
        }
    }

    /// What the tag is told to follow: `spec.tags[]`. All nil or false for a tag that was only ever pushed to.
    public struct Source: Sendable, Hashable {
        /// `from.kind`: `DockerImage`, `ImageStreamTag` or `ImageStreamImage`.
        @Exact public var kind: String?
        /// `from.name`, with the namespace in front (`NS/NAME:TAG`) where `from.namespace` names one.
        @Exact public var name: String?
        /// `importPolicy.scheduled`: imported again every quarter of an hour.
        public var isScheduled: Bool
        /// `referencePolicy.type`: `Source` or `Local`.
        @Exact public var referencePolicy: String?
        /// `reference: true`: a name only, never imported.
        public var isReferenceOnly: Bool

        /// Describes what a tag follows.
        public init(
            kind: String? = nil, name: String? = nil, isScheduled: Bool = false, referencePolicy: String? = nil,
            isReferenceOnly: Bool = false
        ) {
            self.kind = kind
            self.name = name
            self.isScheduled = isScheduled
            self.referencePolicy = referencePolicy
            self.isReferenceOnly = isReferenceOnly
        }
    }

    /// What a tag is told to import, and how that fares.
    public struct Import: Sendable, Hashable {
        /// What the tag is told to follow.
        public var source = Source()
        /// The message of the condition `ImportSuccess=False`.
        @Exact public var importError: String?
        /// That condition's `lastTransitionTime`. The cluster does not move it when the failure repeats.
        public var importErrorSince: Instant?
    }

    /// What may change of a tag; its older history is kept apart, since it only grows.
    @dynamicMemberLookup
    public struct State: Sendable, Hashable {
        /// Where it points; nil where nothing was ever imported or pushed.
        public var current: Revision?
        /// What it is told to import.
        public var imports: Import

        /// A part of ``imports``.
        @inlinable
        public subscript<Value>(dynamicMember part: WritableKeyPath<Import, Value>) -> Value {
            get { imports[keyPath: part] }
            set { imports[keyPath: part] = newValue }
        }
    }

    /// Which tag it is.
    public var id: ID
    /// What the tag is told to import.
    public var imports: Import
    /// The tag's history as the cluster tells it, newest first. The first entry is where the tag points now.
    public var revisions: [Revision]

    /// Describes a tag.
    public init(
        id: ID, source: Source = Source(), revisions: [Revision] = [], importError: String? = nil,
        importErrorSince: Instant? = nil
    ) {
        self.id = id
        imports = Import(source: source, importError: importError, importErrorSince: importErrorSince)
        self.revisions = revisions
    }

    /// Where the tag points now.
    public var current: Revision? { revisions.first }

    /// What may change of it.
    public var state: State {
        let current = current ?? .blank
        return State(current: current.isKnown ? current : nil, imports: imports)
    }

    /// A part of ``imports``.
    @inlinable
    public subscript<Value>(dynamicMember part: WritableKeyPath<Import, Value>) -> Value {
        get { imports[keyPath: part] }
        set { imports[keyPath: part] = newValue }
    }
}

extension ImageStreamTag.State: FieldList {
    @usableFromInline package static var blank: ImageStreamTag.State { ImageStreamTag.State(imports: ImageStreamTag.Import()) }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        var revision = current ?? .blank
        var digest = revision.digest
        try visitor.image("image", &revision.image, at: "digest", &digest)
        revision.digest = digest
        try visitor.instant("changed_at", &revision.createdAt)
        current = revision.isKnown ? revision : nil
        try imports.fields(&visitor)
    }
}

extension ImageStreamTag.Import: FieldList {
    @usableFromInline package static var blank: ImageStreamTag.Import { ImageStreamTag.Import() }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.source("source", &source)
        try visitor.text("import_error", &importError)
        try visitor.instant("import_error_since", &importErrorSince)
    }
}

extension ImageStreamTag.Source: FieldList {
    @usableFromInline package static var blank: ImageStreamTag.Source { ImageStreamTag.Source() }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.word("from_kind", &kind)
        try visitor.text("from_name", &name)
        try visitor.flag("scheduled", &isScheduled)
        try visitor.word("reference_policy", &referencePolicy)
        try visitor.flag("reference_only", &isReferenceOnly)
    }
}

extension ImageStreamTag.Revision: FieldList {
    @usableFromInline package static var blank: ImageStreamTag.Revision {
        ImageStreamTag.Revision(createdAt: nil, digest: nil, image: nil)
    }

    /// Whether it says anything.
    @inlinable
    package var isKnown: Bool { createdAt != nil || digest != nil || image != nil }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        var told = digest
        try visitor.image("image", &image, at: "digest", &told)
        digest = told
        try visitor.instant("created_at", &createdAt)
    }
}

/// What is known of the content behind a digest; it never changes.
public struct Image: Sendable, Hashable {
    /// `sha256:…`.
    @Exact public var digest: String
    /// When the image was built, by its own configuration.
    public var createdAt: Instant?
    /// The sum of its layers, in bytes.
    public var size: Int64?
    /// `amd64`, `arm64`, …
    @Exact public var architecture: String?
    /// `linux`, `windows`.
    @Exact public var os: String?
    /// The image configuration's labels.
    public var labels: [ExactText: ExactText]
    /// The digest of its configuration, by which container runtimes number it on a node: `sha256:…`.
    @Exact public var localID: String?
    /// Of an index of manifests, one a platform, their digests: who pulls it runs one of them.
    public var manifests: [String]

    /// Describes an image.
    public init(
        digest: String, createdAt: Instant? = nil, size: Int64? = nil, architecture: String? = nil, os: String? = nil,
        labels: [ExactText: ExactText] = [:], localID: String? = nil, manifests: [String] = []
    ) {
        self.digest = digest
        self.createdAt = createdAt
        self.size = size
        self.architecture = architecture
        self.os = os
        self.labels = labels
        self.localID = localID
        self.manifests = manifests
    }
}

extension Image: FieldList {
    @usableFromInline package static var blank: Image { Image(digest: "") }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.instant("created_at", &createdAt)
        try visitor.number("size", &size)
        try visitor.text("architecture", &architecture)
        try visitor.text("os", &os)
        try visitor.labels("labels", &labels)
    }
}
