public import Model

/// What a container's image means, beside the streams as they stood at one snapshot.
public struct Judgement: Sendable, Equatable {
    /// What ties a container to a tag; docs/references.md has each with an example.
    public enum Tie: String, Sendable, Hashable, CaseIterable {
        /// The annotation `image.openshift.io/triggers` writes that tag into it.
        case trigger
        /// The reference names the internal registry's `NAMESPACE/STREAM:TAG`.
        case `internal`
        /// The short name is a tag of the workload's own namespace.
        case short
        /// The digest stands in the tag's history.
        case digest
        /// The tag imports the same external reference.
        case from
    }

    /// What the reference means.
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        /// It runs the digest its tag points to.
        case current
        /// It runs an earlier digest of its tag.
        case stale
        /// Resolved by tag at each pull.
        case floating
        /// A short name that nothing resolved, or a blank image that waits for its trigger.
        case unresolved
        /// In no image stream.
        case unmanaged
    }

    /// What the reference says of itself, given the registries known by then.
    public var form: ImageReference.Form
    /// What ties it to ``tag``.
    public var tie: Tie?
    /// The tag it is tied to, which need not stand where a trigger or an internal reference names it.
    public var tag: ImageStreamTag.ID?
    /// Where that tag points.
    public var tagDigest: String?
    /// What the reference means.
    public var verdict: Verdict
    /// Why.
    public var reason: Reason
    /// When the tag moved away from what the container runs, by the cluster's clock where that can be true.
    public var staleSince: Instant?

    /// Puts a judgement together.
    package init(
        form: ImageReference.Form, tie: Tie? = nil, tag: ImageStreamTag.ID? = nil, tagDigest: String? = nil, verdict: Verdict,
        reason: Reason, staleSince: Instant? = nil
    ) {
        self.form = form
        self.tie = tie
        self.tag = tag
        self.tagDigest = tagDigest
        self.verdict = verdict
        self.reason = reason
        self.staleSince = staleSince
    }
}

/// Why a container has its verdict: a code that stays, for programs and other languages. Sentences are made of it where people
/// read.
public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// `current`: its tag points to what it runs.
    case pointsToIt = "points-to-it"
    /// `stale`: its tag points elsewhere since.
    case moved
    /// `stale`: its tag stands and points nowhere now.
    case pointsNowhere = "points-nowhere"
    /// `floating`: a tag that points to an image would pin it.
    case tagWouldPin = "tag-would-pin"
    /// `floating`: its tag points to no image that could pin it.
    case tagWithoutImage = "tag-without-image"
    /// `floating`, `unmanaged`: the tag that the reference or its trigger names does not stand.
    case tagMissing = "tag-missing"
    /// `floating`: no tag imports this reference, nor does it name one.
    case noTagFollows = "no-tag-follows"
    /// `unresolved`: the namespace has no stream of that name.
    case noSuchStream = "no-such-stream"
    /// `unresolved`: the stream has no such tag.
    case noSuchTag = "no-such-tag"
    /// `unresolved`: neither the stream nor the pod template asks for lookup.
    case noLookup = "no-lookup"
    /// `unresolved`: lookup was switched on later, and the object not written since.
    case lookupCameLater = "lookup-came-later"
    /// `unresolved`: an image volume's name, which the server never looks up in image streams.
    case volumeNotLookedUp = "volume-not-looked-up"
    /// `unresolved`: its trigger has not written an image yet.
    case triggerPending = "trigger-pending"
    /// `unresolved`: its trigger waits for a tag that does not stand.
    case triggerTagMissing = "trigger-tag-missing"
    /// `unmanaged`: no standing tag ever pointed to this digest, as far as is known.
    case noTagHadIt = "no-tag-had-it"
    /// `unmanaged`: its trigger's tag never pointed to this digest, as far as is known.
    case neverPointedThere = "never-pointed-there"
    /// `unmanaged`: the text is no image reference.
    case notAReference = "not-a-reference"
}
