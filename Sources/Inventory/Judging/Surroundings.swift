package import Model

/// What a container is judged by: what stood and was known at one snapshot of its cluster.
package protocol Surroundings {
    /// Hosts that were known by then to be the cluster's own registry.
    var internalRegistries: Set<String> { get }

    /// Whether a stream that stands lets short names mean its tags; nil where no such stream stands.
    func lookup(of stream: ImageStream.ID) throws -> Bool?

    /// A tag that stands.
    func standing(_ tag: ImageStreamTag.ID) throws -> StandingTag?

    /// Every place that a digest has in the known histories of the tags that stand.
    func places(of digest: String) throws -> [Place]

    /// The tags that stand and import what a canonical reference pulls.
    func importers(of canonical: String) throws -> [StandingTag]
}

/// A container as it is judged.
package struct JudgedContainer {
    /// The workload's namespace.
    package var namespace: String
    /// Its `image:`.
    package var image: ImageReference
    /// The tag its trigger names.
    package var trigger: ImageStreamTag.ID?
    /// Whether its pod template asks for names to be resolved.
    package var isResolving: Bool
    /// Whether it is an image volume, whose name the server never looks up in image streams.
    package var isVolume: Bool
    /// When the snapshot was taken that first showed it in this state.
    package var since: Instant

    /// Describes a container.
    package init(
        namespace: String, image: ImageReference, trigger: ImageStreamTag.ID?, isResolving: Bool, isVolume: Bool = false,
        since: Instant
    ) {
        self.namespace = namespace
        self.image = image
        self.trigger = trigger
        self.isResolving = isResolving
        self.isVolume = isVolume
        self.since = since
    }
}

/// A tag that stands, as far as judging needs it.
package struct StandingTag: Equatable {
    package var id: ImageStreamTag.ID
    /// Where it points.
    package var digest: String?
    /// What it is told to follow.
    package var source: ImageStreamTag.Source

    /// Describes a tag.
    package init(id: ImageStreamTag.ID, digest: String?, source: ImageStreamTag.Source) {
        self.id = id
        self.digest = digest
        self.source = source
    }

    /// Whether it imports what a canonical reference pulls.
    package func imports(_ canonical: String) -> Bool {
        guard source.kind == "DockerImage", let name = source.name else { return false }
        return ImageReference(name).parts?.canonical == canonical
    }
}

/// A place of a digest in a tag's history.
package struct Place: Equatable {
    package var tag: StandingTag
    /// When the tag came to point there.
    package var entry: Arrival
    /// When it moved on; nil where that is its newest entry.
    package var next: Arrival?
    /// Orders the places of one tag.
    package var sequence: Int64

    /// Describes a place.
    package init(tag: StandingTag, entry: Arrival, next: Arrival?, sequence: Int64) {
        self.tag = tag
        self.entry = entry
        self.next = next
        self.sequence = sequence
    }
}

/// When an entry came to be, by both clocks.
package struct Arrival: Equatable {
    /// By the cluster's clock. A tag copied from another stream keeps the source's time, so it may be too early to be true.
    package var createdAt: Instant?
    /// The last look that cannot have missed it and did not show it; nil where none looked before.
    package var notBefore: Instant?
    /// The first look that showed it.
    package var seenBy: Instant

    /// Tells when.
    package init(createdAt: Instant?, notBefore: Instant?, seenBy: Instant) {
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.seenBy = seenBy
    }

    /// The best time there is for it.
    package var time: Instant {
        let told = createdAt ?? seenBy
        return notBefore.map { max($0, told) } ?? told
    }

    /// Whether it had come when a look was taken.
    package func isThere(at look: Instant) -> Bool {
        if seenBy <= look { return true }
        if let notBefore, notBefore >= look { return false }
        return createdAt.map { $0 <= look } ?? false
    }
}
