internal import ClusterAPI
internal import Model
internal import Record
internal import Texts

/// Takes in the pages of all lists, one at a time: whichever answer came first is read, the others wait in their sockets.
///
/// So requests may be under way side by side, and yet what is held is one object, and a page that breaks off is forgotten as a
/// whole.
actor PageDecoder {
    private let gathering: SnapshotBuilder
    private let turns = Gate(1)
    private var candidates: ImageCandidates
    private let isFollowed: Bool
    /// What is remembered of every object that was listed, where the cluster is followed.
    private(set) var marks: [FollowedKey: FollowedMark] = [:]
    /// What its Pods run.
    private(set) var pods: FollowedPods
    /// The moments that lists show, nil where their pages name several.
    private var moments: [Coverage.Scope: String?] = [:]

    /// - Parameters:
    ///   - scope: Objects outside it are an error.
    ///   - isFollowed: Whether watches are to go on from the lists.
    init(scope: Scope, kinds: Kinds, candidates: ImageCandidates, isFollowed: Bool = false) {
        self.isFollowed = isFollowed
        pods = FollowedPods(kinds: kinds)
        gathering = SnapshotBuilder(scope: scope, covers: [], leavesOut: false, kinds: kinds)
        self.candidates = candidates
    }

    /// Reads a page.
    ///
    /// - Parameter tell: Hears of the next page's token as soon as it is read, before the objects are.
    /// - Returns: The token of the next page; nil where this was the last.
    /// - Throws: ``PageProblem``, or `BrokenBody` where it is not whole. Nothing of it is then kept.
    func page(
        _ kind: ObjectKind, in namespace: String?, _ body: APIBody, tell: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> String? {
        try await turns.enter()
        defer { turns.leave() }
        let mark = gathering.spool.mark()
        do {
            let receiver = PageReceiver(
                kind, in: namespace, name: "\(kind.resource) of \(namespace ?? "all namespaces")", gathering: gathering,
                isFollowed: isFollowed, tell: tell)
            let feed = try JSONStream(receiver, limits: JSONReader(replacesNUL: true))
            var reader = body.reader()
            while let part = try await reader.next() {
                try part.withUnsafeBytes { try feed.feed($0) }
                try candidates.offer(receiver.takePointers(atLeast: 1000))
            }
            try feed.finish()
            try candidates.offer(receiver.takePointers(atLeast: 0))
            if isFollowed { follow(receiver, Coverage.Scope(kind: kind, namespace: namespace)) }
            return receiver.next
        } catch {
            gathering.spool.rewind(to: mark)
            if let problem = error as? DocumentProblem { throw BrokenBody.found(.init(problem)) }
            throw error
        }
    }

    private func follow(_ page: PageReceiver, _ scope: Coverage.Scope) {
        marks.merge(page.marks) { $1 }
        pods.merge(page.pods)
        guard let moment = moments[scope] else {
            moments[scope] = .some(page.resourceVersion)
            return
        }
        if moment != page.resourceVersion { moments[scope] = .some(nil) }
    }

    /// The moment that a list showed; nil where none can be told.
    func moment(of scope: Coverage.Scope) -> String? { moments[scope] ?? nil }

    /// Forgets the pages of a list that must begin anew.
    func forget(_ kind: ObjectKind, in namespace: String?) async throws {
        try await turns.enter()
        defer { turns.leave() }
        moments[Coverage.Scope(kind: kind, namespace: namespace)] = nil
        if isFollowed {
            marks = marks.filter {
                $0.key.kind != kind || namespace != nil && !Optional($0.key.namespace).hasSameBytes(as: namespace)
            }
            pods.forget(kind, in: namespace)
        }
        gathering.spool.forget { partition in
            partition.content.listedKind == kind && (namespace == nil || partition.namespace == ExactText(namespace ?? ""))
        }
    }

    /// Whether anything was found in a namespace.
    func found(in namespace: String) -> Bool { gathering.spool.holdsAnything(in: namespace) }

    /// The tags to ask for what their images are made of.
    var chosenTags: [ImageStreamTag.ID] { candidates.chosen }

    /// Reads an ImageStreamTag for what it tells of its image. Its tag is the stream's to tell.
    ///
    /// - Returns: Whether it tells anything.
    func imageContent(of tag: ImageStreamTag.ID, _ body: APIBody) async throws -> Bool {
        let receiver = TagReceiver(namespace: tag.stream.namespace)
        var reader = body.reader()
        let feed = try JSONStream(receiver, limits: JSONReader(replacesNUL: true))
        do {
            while let part = try await reader.next() { try part.withUnsafeBytes { try feed.feed($0) } }
            try feed.finish()
        } catch let problem as DocumentProblem {
            throw BrokenBody.found(.init(problem))
        }
        guard let image = receiver.image else { return false }
        try await turns.enter()
        defer { turns.leave() }
        try gathering.add(image, in: tag.stream.namespace)
        return true
    }

    /// The snapshot, once every list has ended.
    func assembled(_ looks: [ListResult], cluster: String, takenAt: Instant, source: String) throws -> Collected {
        try gathering.assembled(looks, cluster: cluster, takenAt: takenAt, source: source)
    }
}

/// Keeps the image of one ImageStreamTag.
private final class TagReceiver: DocumentReceiver {
    private(set) var image: Image?
    private let decoder: ObjectDecoder

    init(namespace: String) { decoder = ObjectDecoder(namespace: namespace) }

    func listBegan(_ header: some DocumentNode) {}

    func item(_ item: some DocumentNode, at place: DocumentPlace) {}

    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws {
        // A tag without an image, or one that cannot be understood, tells nothing; the streams told of the tag itself.
        image = (try? decoder.imageStreamTag(document))?.1
    }
}
