internal import Model
internal import Texts

/// Which tag a container that runs a digest was deployed from, among all that have the digest in their history.
///
/// It goes by the moment the container came to run the digest, which stays as it is while the container's state does. So the tie
/// stays too: a tag that is given the digest later, such as a leftover alias, does not take it over.
struct DigestTie {
    private let namespace: String
    private let since: Instant
    private let parts: ImageReference.Parts
    /// The stream that a reference of the cluster's own registry names.
    private let named: ImageStream.ID?
    /// The stream that a bare name means, if it means one.
    private let bare: ImageStream.ID?
    /// The reference without its digest, where it writes a tag.
    private let written: String?

    init(_ container: JudgedContainer, _ parts: ImageReference.Parts, hosts: Set<String>) {
        namespace = container.namespace
        since = container.since
        self.parts = parts
        named = container.image.imageStream(internalRegistries: hosts)
        let isBare = parts.registry == nil && parts.isSingleName
        bare = isBare ? ImageStream.ID(namespace: container.namespace, name: parts.path) : nil
        var byTag = parts
        byTag.digest = nil
        written = parts.tag == nil ? nil : byTag.canonical
    }

    /// The likeliest tag.
    func best(of places: [Place]) -> StandingTag? {
        guard places.count > 1 else { return places.first?.tag }
        var best: (rank: Rank, tag: StandingTag)?
        for place in places {
            let rank = rank(place)
            guard let known = best else {
                best = (rank, place.tag)
                continue
            }
            if rank == known.rank ? place.tag.id < known.tag.id : rank < known.rank { best = (rank, place.tag) }
        }
        return best?.tag
    }

    /// How likely a tag is by one place in its history; the least is the likeliest.
    private struct Rank: Comparable {
        /// 0 where the tag written beside the digest is this one.
        let writing: Int
        /// 0 where the reference names its stream.
        let naming: Int
        /// 0 where the tag pointed to the digest when the container came to run it, 1 where it had before, 2 where it came to later.
        let moment: Int
        /// 0 in the workload's own namespace.
        let place: Int
        /// The nearer to that moment the less.
        let distance: Int64
        /// 0 where the tag does not follow another one.
        let alias: Int

        static func < (left: Rank, right: Rank) -> Bool {
            if (left.writing, left.naming, left.moment) != (right.writing, right.naming, right.moment) {
                return (left.writing, left.naming, left.moment) < (right.writing, right.naming, right.moment)
            }
            return (left.place, left.distance, left.alias) < (right.place, right.distance, right.alias)
        }
    }

    private func rank(_ place: Place) -> Rank {
        let id = place.tag.id
        let hadCome = place.entry.isThere(at: since)
        let hadGone = place.next?.isThere(at: since) ?? false
        let time = place.entry.time.secondsSince1970
        return Rank(
            writing: isWritten(place.tag) ? 0 : 1, naming: id.stream == named || id.stream == bare ? 0 : 1,
            moment: hadCome ? (hadGone ? 1 : 0) : 2, place: id.stream.namespace == namespace ? 0 : 1,
            distance: hadCome ? -time : time, alias: isAlias(place.tag) ? 1 : 0)
    }

    /// `gateway:7.0@sha256:…` is tied to `7.0` of the stream it names, or of one of that name; `docker.io/acme/web:2@sha256:…` also
    /// to a tag that imports `docker.io/acme/web:2`.
    private func isWritten(_ tag: StandingTag) -> Bool {
        guard let written else { return false }
        if let named { return tag.id == ImageStreamTag.ID(stream: named, tag: parts.tag ?? "") }
        let name = parts.path.split(separator: "/").last.map(String.init)
        if Optional(tag.id.tag).hasSameBytes(as: parts.tag), Optional(tag.id.stream.name).hasSameBytes(as: name) { return true }
        return tag.imports(written)
    }

    private func isAlias(_ tag: StandingTag) -> Bool {
        tag.source.kind == "ImageStreamTag" || tag.source.kind == "ImageStreamImage"
    }
}
