import Model

extension FullCopies {
    /// What a container's image means at an instant.
    struct Judgement: Equatable {
        var form = ImageReference.Form.invalid
        var tie: String?
        var tag: ImageStreamTag.ID?
        var tagDigest: String?
        var verdict = "unmanaged"
        var staleSince: Instant?
    }

    /// Judges as DESIGN's paragraph on verdicts reads.
    func judge(_ container: Container, in namespace: String, at index: Int) -> Judgement {
        let reference = ImageReference(container.image)
        let hosts = hosts(at: index)
        var judgement = Judgement(form: reference.form(internalRegistries: hosts))
        let standing = copies[index].tags
        if let trigger = container.trigger {
            (judgement.tie, judgement.tag) = ("trigger", trigger)
        } else if let parts = reference.parts {
            switch judgement.form {
            case .longInternal:
                if let stream = reference.imageStream(internalRegistries: hosts) {
                    judgement.tag = ImageStreamTag.ID(stream: stream, tag: parts.tag ?? "latest")
                    judgement.tie = "internal"
                }
            case .short:
                let id = ImageStreamTag.ID(namespace: namespace, stream: parts.path, tag: parts.tag ?? "latest")
                if standing[id] != nil { (judgement.tie, judgement.tag) = ("short", id) }
            case .digest:
                let named = reference.imageStream(internalRegistries: hosts)
                judgement.tag = tagThatHad(parts.digest, named: named, from: namespace, at: index)
                if judgement.tag != nil { judgement.tie = "digest" }
            case .longExternal:
                judgement.tag = tagThatImports(parts, from: namespace, at: index)
                if judgement.tag != nil { judgement.tie = "from" }
            case .invalid: break
            }
        }
        let tied = judgement.tag.flatMap { standing[$0] }
        judgement.tagDigest = tied?.current?.digest
        switch judgement.form {
        case .short: judgement.verdict = "unresolved"
        case .invalid: judgement.verdict = judgement.tie == nil ? "unmanaged" : "unresolved"
        case .longInternal, .longExternal: judgement.verdict = "floating"
        case .digest:
            guard tied != nil, let id = judgement.tag else { break }
            let isCurrent = judgement.tagDigest == reference.parts?.digest
            let wasThere = history(id, at: index).contains { $0.revision.digest == reference.parts?.digest }
            judgement.verdict = isCurrent ? "current" : wasThere ? "stale" : "unmanaged"
            if !isCurrent { judgement.staleSince = moved(id, from: reference.parts?.digest, at: index) }
        }
        return judgement
    }

    /// A standing tag in whose history the digest is, the likeliest first.
    private func tagThatHad(
        _ digest: String?, named: ImageStream.ID?, from namespace: String, at index: Int
    ) -> ImageStreamTag.ID? {
        var best: (rank: [Int64], id: ImageStreamTag.ID)?
        for (id, tag) in copies[index].tags {
            let places = (told[id] ?? []).filter { $0.revision.digest == digest && $0.by <= index }
            guard !places.isEmpty else { continue }
            let newest = places.compactMap(\.revision.createdAt?.secondsSince1970).max()
            let rank: [Int64] = [
                id.stream == named ? 0 : 1, id.stream.namespace == namespace ? 0 : 1,
                tag.current?.digest == digest ? 0 : 1, newest.map { -$0 } ?? .max,
            ]
            guard let known = best else {
                best = (rank, id)
                continue
            }
            if rank == known.rank ? id < known.id : rank.lexicographicallyPrecedes(known.rank) { best = (rank, id) }
        }
        return best?.id
    }

    /// A standing tag that imports what the reference pulls, the likeliest first.
    private func tagThatImports(
        _ parts: ImageReference.Parts, from namespace: String, at index: Int
    ) -> ImageStreamTag.ID? {
        let candidates = copies[index].tags.filter { _, tag in
            tag.source.kind == "DockerImage"
                && tag.source.name.flatMap { ImageReference($0).parts?.canonical } == parts.canonical
        }
        func rank(_ id: ImageStreamTag.ID, _ tag: Tag) -> [Int] {
            [
                id.stream.namespace == namespace ? 0 : 1, tag.current?.digest != nil ? 0 : 1,
                tag.source.isScheduled ? 0 : 1,
            ]
        }
        return candidates.min { left, right in
            let (leftRank, rightRank) = (rank(left.key, left.value), rank(right.key, right.value))
            return leftRank == rightRank ? left.key < right.key : leftRank.lexicographicallyPrecedes(rightRank)
        }?.key
    }

    /// When a tag moved on from the last place a digest has in its history.
    private func moved(_ id: ImageStreamTag.ID, from digest: String?, at index: Int) -> Instant? {
        let history = history(id, at: index)
        guard let last = history.lastIndex(where: { $0.revision.digest == digest }), last + 1 < history.count
        else { return nil }
        let next = history[last + 1]
        guard let created = next.revision.createdAt else { return takenAt(next.by) }
        if let own = history[last].revision.createdAt, created < own { return takenAt(next.by) }
        return created
    }
}
