internal import Model

/// The rules of docs/references.md, whole and pure: the same answer for the same surroundings, whatever keeps them.
package enum Judging {
    /// Which rules these are. To be raised with every change of what some container would be judged; a record judged by others is
    /// judged anew before the next snapshot is recorded.
    package static let rules: Int64 = 1

    /// What a container's image means.
    package static func judge(_ container: JudgedContainer, in surroundings: some Surroundings) throws -> Judgement {
        let hosts = surroundings.internalRegistries
        var judgement = Judgement(
            form: container.image.form(internalRegistries: hosts), verdict: .unmanaged, reason: .notAReference)
        var places: [Place] = []
        if judgement.form == .digest, let digest = container.image.parts?.digest {
            places = try surroundings.places(of: digest)
        }
        let tag = try tie(container, places, &judgement, surroundings)
        judgement.tagDigest = tag?.digest
        switch judgement.form {
        case .invalid: judgeInvalid(&judgement, tag)
        case .short: try judgeShort(container, &judgement, surroundings)
        case .longInternal, .longExternal: judgeLong(&judgement, tag)
        case .digest: judgeDigest(container, places, &judgement, tag)
        }
        return judgement
    }

    // MARK: Ties

    /// Ties a container to a tag by the first rule that holds, and returns the tag where it stands.
    private static func tie(
        _ container: JudgedContainer, _ places: [Place], _ judgement: inout Judgement, _ surroundings: some Surroundings
    ) throws -> StandingTag? {
        func named(_ tie: Judgement.Tie, _ id: ImageStreamTag.ID) throws -> StandingTag? {
            (judgement.tie, judgement.tag) = (tie, id)
            return try surroundings.standing(id)
        }
        func found(_ tie: Judgement.Tie, _ tag: StandingTag?) -> StandingTag? {
            if let tag { (judgement.tie, judgement.tag) = (tie, tag.id) }
            return tag
        }
        if let trigger = container.trigger { return try named(.trigger, trigger) }
        guard let parts = container.image.parts else { return nil }
        switch judgement.form {
        case .invalid: return nil
        case .longInternal:
            let stream = container.image.imageStream(internalRegistries: surroundings.internalRegistries)
            return try stream.flatMap { try named(.internal, ImageStreamTag.ID(stream: $0, tag: parts.tag ?? "latest")) }
        case .short:
            guard !container.isVolume else { return nil }
            let id = ImageStreamTag.ID(namespace: container.namespace, stream: parts.path, tag: parts.tag ?? "latest")
            return found(.short, try surroundings.standing(id))
        case .digest:
            return found(.digest, DigestTie(container, parts, hosts: surroundings.internalRegistries).best(of: places))
        case .longExternal:
            return found(.from, best(try surroundings.importers(of: parts.canonical), from: container.namespace))
        }
    }

    /// Of several tags that import a reference: one of the own namespace, one that points to an image, one that is imported again.
    private static func best(_ importers: [StandingTag], from namespace: String) -> StandingTag? {
        func rank(_ tag: StandingTag) -> (Int, Int, Int) {
            (tag.id.stream.namespace == namespace ? 0 : 1, tag.digest != nil ? 0 : 1, tag.source.isScheduled ? 0 : 1)
        }
        return importers.min { left, right in
            let (leftRank, rightRank) = (rank(left), rank(right))
            return leftRank == rightRank ? left.id < right.id : leftRank < rightRank
        }
    }

    // MARK: Verdicts

    private static func judgeInvalid(_ judgement: inout Judgement, _ tag: StandingTag?) {
        guard judgement.tie != nil else { return }
        judgement.verdict = .unresolved
        judgement.reason = tag == nil ? .triggerTagMissing : .triggerPending
    }

    private static func judgeShort(
        _ container: JudgedContainer, _ judgement: inout Judgement, _ surroundings: some Surroundings
    ) throws {
        judgement.verdict = .unresolved
        guard !container.isVolume else {
            judgement.reason = .volumeNotLookedUp
            return
        }
        guard let parts = container.image.parts else { return }
        let stream = ImageStream.ID(namespace: container.namespace, name: parts.path)
        guard let isLookedUp = try surroundings.lookup(of: stream) else {
            judgement.reason = .noSuchStream
            return
        }
        guard try surroundings.standing(ImageStreamTag.ID(stream: stream, tag: parts.tag ?? "latest")) != nil else {
            judgement.reason = .noSuchTag
            return
        }
        judgement.reason = isLookedUp || container.isResolving ? .lookupCameLater : .noLookup
    }

    private static func judgeLong(_ judgement: inout Judgement, _ tag: StandingTag?) {
        judgement.verdict = .floating
        guard judgement.tie != nil else {
            judgement.reason = .noTagFollows
            return
        }
        guard let tag else {
            judgement.reason = .tagMissing
            return
        }
        judgement.reason = tag.digest == nil ? .tagWithoutImage : .tagWouldPin
    }

    private static func judgeDigest(
        _ container: JudgedContainer, _ places: [Place], _ judgement: inout Judgement, _ tag: StandingTag?
    ) {
        judgement.verdict = .unmanaged
        guard judgement.tie != nil else {
            judgement.reason = .noTagHadIt
            return
        }
        guard let tag else {
            judgement.reason = .tagMissing
            return
        }
        if tag.digest == container.image.parts?.digest {
            (judgement.verdict, judgement.reason) = (.current, .pointsToIt)
            return
        }
        let last = places.filter { $0.tag.id == tag.id }.max { $0.sequence < $1.sequence }
        // A trigger ties whatever the container runs, so its tag may never have pointed there.
        guard let last else {
            judgement.reason = .neverPointedThere
            return
        }
        judgement.verdict = .stale
        judgement.reason = tag.digest == nil ? .pointsNowhere : .moved
        judgement.staleSince = last.next.map { movedOn(from: last.entry, by: $0) }
    }

    /// When a tag moved on. One copied from another stream keeps the source's time, which may be too early to be true; then the time
    /// of our look stands in.
    private static func movedOn(from entry: Arrival, by next: Arrival) -> Instant {
        guard let created = next.createdAt else { return next.seenBy }
        if let own = entry.createdAt, created < own { return next.seenBy }
        return created
    }
}
