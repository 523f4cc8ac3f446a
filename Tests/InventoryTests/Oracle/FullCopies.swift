import Model

/// The naive reader that the record is held against: it keeps a full copy of all it believes after every snapshot.
struct FullCopies {
    /// A tag as one copy holds it.
    struct Tag: Equatable {
        var current: ImageStreamTag.Revision?
        var source: ImageStreamTag.Source
        var importError: String?
        var importErrorSince: Instant?
    }

    /// All that is believed after one snapshot.
    struct Copy {
        var workloads: [Workload.ID: Workload] = [:]
        var streams: [ImageStream.ID: ImageStream] = [:]
        var tags: [ImageStreamTag.ID: Tag] = [:]
        var running: [Running: RunningImage] = [:]
    }

    /// A content that a container's Pods run.
    struct Running: Hashable {
        let container: PodContainer
        let content: Int
    }

    /// An entry of a tag's history that some snapshot told of.
    struct Told {
        /// A tag that comes back after it was gone begins a new line.
        let line: Int
        let serial: Int
        let revision: ImageStreamTag.Revision
        /// The last look that cannot have missed it, and the first that told of it, by their index.
        let after: Int?
        let by: Int
    }

    let cluster: String
    let contents: PodContents
    private(set) var looks: [Look] = []
    private(set) var copies: [Copy] = []
    /// Each tag's history, oldest first.
    private(set) var told: [ImageStreamTag.ID: [Told]] = [:]
    /// Hosts of the cluster's own registry, with the index of the snapshot that told of them first.
    private(set) var internalHosts: [String: Int] = [:]

    init(cluster: String, contents: PodContents = PodContents(digests: [])) {
        self.cluster = cluster
        self.contents = contents
    }

    mutating func add(_ look: Look) {
        let before = copies.last ?? Copy()
        learn(look, before: before)
        looks.append(look)
        copies.append(believe(look, before: before))
    }

    // MARK: Believing

    private func believe(_ look: Look, before: Copy) -> Copy {
        var copy = believe(look.snapshot, before: before)
        for key in before.running.keys where look.snapshot.covers(.pod, key.container.owner.namespace) { copy.running[key] = nil }
        for (container, contents) in look.ran {
            for (content, said) in contents {
                let key = Running(container: container, content: content)
                // It is told by the name by which it was first seen.
                copy.running[key] = before.running[key] ?? said.asFirstSeen
            }
        }
        return copy
    }

    private func believe(_ snapshot: Snapshot, before: Copy) -> Copy {
        var copy = before
        for id in before.workloads.keys where snapshot.covers(id.kind, id.namespace) { copy.workloads[id] = nil }
        for id in before.streams.keys where snapshot.covers(.imageStream, id.namespace) { copy.streams[id] = nil }
        for (id, tag) in before.tags {
            // A list of ImageStreamTags shows only tags that point somewhere.
            let isMissed =
                snapshot.covers(.imageStream, id.stream.namespace)
                || snapshot.covers(.imageStreamTag, id.stream.namespace) && tag.current?.digest != nil
            if isMissed { copy.tags[id] = nil }
        }
        for workload in snapshot.workloads {
            copy.workloads[workload.id] = workload.withManagers(from: before.workloads[workload.id])
        }
        for stream in snapshot.imageStreams { copy.streams[stream.id] = stream }
        for tag in snapshot.imageStreamTags {
            var since = tag.importErrorSince
            // One failure, whatever it says, until an image came.
            if let known = before.tags[tag.id], known.importError != nil, tag.importError != nil,
                known.current == tag.revisions.first, let earlier = known.importErrorSince
            {
                since = min(earlier, since ?? earlier)
            }
            copy.tags[tag.id] = Tag(
                current: tag.revisions.first, source: tag.source, importError: tag.importError, importErrorSince: since)
        }
        return copy
    }

    private mutating func learn(_ look: Look, before: Copy) {
        let index = looks.count
        for stream in look.snapshot.imageStreams {
            for repository in [stream.repository, stream.publicRepository].compactMap(\.self) {
                let host = String(repository.prefix { $0 != "/" })
                internalHosts[host] = internalHosts[host] ?? index
            }
        }
        for (id, entries) in look.entries where !entries.isEmpty {
            var known = told[id] ?? []
            let newest = known.last
            let line = before.tags[id]?.current == nil ? (newest?.line ?? 0) + 1 : newest?.line ?? 0
            let after = [lastLook(at: id.stream.namespace), known.map(\.by).max()].compactMap(\.self).max()
            for entry in entries where !known.contains(where: { $0.line == line && $0.serial == entry.serial }) {
                let isNewer = newest.map { ($0.line, $0.serial) < (line, entry.serial) } ?? true
                known.append(
                    Told(
                        line: line, serial: entry.serial, revision: entry.revision, after: isNewer ? after : nil,
                        by: index))
            }
            told[id] = known.sorted { ($0.line, $0.serial) < ($1.line, $1.serial) }
        }
    }

    /// The newest snapshot so far that saw all tags that point somewhere in a namespace.
    func lastLook(at namespace: String, before index: Int? = nil) -> Int? {
        looks.prefix(index ?? looks.count).lastIndex {
            $0.snapshot.covers(.imageStream, namespace) || $0.snapshot.covers(.imageStreamTag, namespace)
        }
    }

    // MARK: Asking

    /// The index of the snapshot that holds at an instant.
    func index(at instant: Instant?) -> Int? {
        guard let instant else { return looks.indices.last }
        return looks.lastIndex { $0.snapshot.takenAt <= instant }
    }

    func takenAt(_ index: Int) -> Instant { looks[index].snapshot.takenAt }

    func history(_ id: ImageStreamTag.ID, at index: Int) -> [Told] { (told[id] ?? []).filter { $0.by <= index } }

    func hosts(at index: Int) -> Set<String> { Set(internalHosts.filter { $0.value <= index }.keys) }
}

extension Snapshot {
    /// Whether it saw every object of a kind in a namespace.
    func covers(_ kind: ObjectKind, _ namespace: String) -> Bool {
        coverage.contains {
            $0.kind == kind && $0.outcome == .complete && ($0.namespace == nil || $0.namespace == namespace)
        }
    }
}

extension Workload {
    /// Who set an image is known once it was told, for as long as the image stays.
    fileprivate func withManagers(from before: Workload?) -> Workload {
        var workload = self
        for (place, container) in containers.enumerated() {
            guard
                let known = before?.containers.first(where: { $0.name == container.name && $0.isInit == container.isInit }),
                known.setBy != nil, Array(known.image.utf8) == Array(container.image.utf8)
            else { continue }
            workload.containers[place].setBy = known.setBy
            workload.containers[place].setAt = known.setAt
        }
        return workload
    }
}

extension [RunningImage] {
    /// One of several names of one content: what was pulled before what is local, then by its bytes.
    fileprivate var asFirstSeen: RunningImage? {
        guard
            var first = self.min(by: {
                ($0.imageID.digest == nil ? 1 : 0, $0.imageID.key) < ($1.imageID.digest == nil ? 1 : 0, $1.imageID.key)
            })
        else { return nil }
        first.startedAt = compactMap(\.startedAt).min()
        first.pods = 0
        return first
    }
}
