import Model

extension FullCopies {
    /// What a container's image means at an instant.
    struct Judgement: Equatable {
        var form = ImageReference.Form.invalid
        var tie: String?
        var tag: ImageStreamTag.ID?
        var tagDigest: String?
        var verdict = "unmanaged"
        var reason = "not-a-reference"
        var staleSince: Instant?
    }

    /// Judges as docs/references.md reads.
    ///
    /// - Parameter since: The snapshot that first showed the container in this state.
    func judge(_ container: Container, of workload: Workload.ID, since: Int, at index: Int) -> Judgement {
        let namespace = workload.namespace
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
                if standing[id] != nil, !container.name.hasPrefix("volume:") { (judgement.tie, judgement.tag) = ("short", id) }
            case .digest:
                judgement.tag = tagThatHad(reference, hosts: hosts, from: namespace, since: since, at: index)
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
        case .short:
            judgement.verdict = "unresolved"
            judgement.reason =
                container.name.hasPrefix("volume:")
                ? "volume-not-looked-up" : whyUnresolved(reference.parts, workload, at: index)
        case .invalid:
            guard judgement.tie != nil else { break }
            judgement.verdict = "unresolved"
            judgement.reason = tied == nil ? "trigger-tag-missing" : "trigger-pending"
        case .longInternal, .longExternal:
            judgement.verdict = "floating"
            judgement.reason =
                judgement.tie == nil
                ? "no-tag-follows"
                : tied == nil ? "tag-missing" : judgement.tagDigest == nil ? "tag-without-image" : "tag-would-pin"
        case .digest:
            judgement.reason = judgement.tie == nil ? "no-tag-had-it" : "tag-missing"
            guard tied != nil, let id = judgement.tag else { break }
            let isCurrent = judgement.tagDigest == reference.parts?.digest
            let wasThere = history(id, at: index).contains { $0.revision.digest == reference.parts?.digest }
            judgement.verdict = isCurrent ? "current" : wasThere ? "stale" : "unmanaged"
            judgement.reason =
                isCurrent
                ? "points-to-it"
                : !wasThere ? "never-pointed-there" : judgement.tagDigest == nil ? "points-nowhere" : "moved"
            if !isCurrent { judgement.staleSince = moved(id, from: reference.parts?.digest, at: index) }
        }
        return judgement
    }

    private func whyUnresolved(_ parts: ImageReference.Parts?, _ workload: Workload.ID, at index: Int) -> String {
        let stream = ImageStream.ID(namespace: workload.namespace, name: parts?.path ?? "")
        guard let known = copies[index].streams[stream] else { return "no-such-stream" }
        guard copies[index].tags[ImageStreamTag.ID(stream: stream, tag: parts?.tag ?? "latest")] != nil else {
            return "no-such-tag"
        }
        let isResolving = copies[index].workloads[workload]?.resolveNames != nil
        return known.lookupLocal || isResolving ? "lookup-came-later" : "no-lookup"
    }

    /// The standing tag that a digest was most likely deployed from: every place it has in a tag's history is a candidate, and each
    /// question that tells them apart is asked of all of them in turn.
    private func tagThatHad(
        _ reference: ImageReference, hosts: Set<String>, from namespace: String, since: Int, at index: Int
    ) -> ImageStreamTag.ID? {
        guard let parts = reference.parts, let digest = parts.digest else { return nil }
        struct Candidate {
            let id: ImageStreamTag.ID
            let source: ImageStreamTag.Source
            let told: Told
            let next: Told?
        }
        var left: [Candidate] = copies[index].tags.flatMap { id, tag in
            let history = history(id, at: index)
            return history.indices.filter { history[$0].revision.digest == digest }.map { place in
                Candidate(
                    id: id, source: tag.source, told: history[place], next: history[(place + 1)...].first)
            }
        }
        func keep(_ isBetter: (Candidate) -> Bool) {
            let better = left.filter(isBetter)
            if !better.isEmpty { left = better }
        }
        let named = reference.imageStream(internalRegistries: hosts)
        if let tag = parts.tag {
            let canonical = ImageReference.Parts(registry: parts.registry, path: parts.path, tag: tag).canonical
            keep { candidate in
                if let named { return candidate.id == ImageStreamTag.ID(stream: named, tag: tag) }
                if candidate.id.tag == tag,
                    parts.path == candidate.id.stream.name || parts.path.hasSuffix("/\(candidate.id.stream.name)")
                {
                    return true
                }
                return candidate.source.kind == "DockerImage"
                    && candidate.source.name.flatMap { ImageReference($0).parts?.canonical } == canonical
            }
        }
        let isBare = parts.registry == nil && !parts.path.contains("/")
        keep { $0.id.stream == named || isBare && $0.id.stream == ImageStream.ID(namespace: namespace, name: parts.path) }
        func had(_ told: Told) -> Bool {
            if told.by <= since { return true }
            if let after = told.after, after >= since { return false }
            return told.revision.createdAt.map { $0 <= takenAt(since) } ?? false
        }
        let pointed = left.filter { had($0.told) && !($0.next.map(had) ?? false) }
        let earlier = left.filter { had($0.told) }
        left = !pointed.isEmpty ? pointed : !earlier.isEmpty ? earlier : left
        keep { $0.id.stream.namespace == namespace }
        func time(_ told: Told) -> Instant {
            let time = told.revision.createdAt ?? takenAt(told.by)
            return told.after.map { max(time, takenAt($0)) } ?? time
        }
        let times = left.map { time($0.told) }
        let nearest = earlier.isEmpty ? times.min() : times.max()
        keep { time($0.told) == nearest }
        keep { !["ImageStreamTag", "ImageStreamImage"].contains($0.source.kind) }
        return left.map(\.id).min()
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
