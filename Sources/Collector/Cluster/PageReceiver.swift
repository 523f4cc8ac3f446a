internal import Model

/// Decodes one page of a list into the gathering.
final class PageReceiver: DocumentReceiver {
    private let kind: ObjectKind
    private let namespace: String?
    private let name: String
    private let gathering: SnapshotBuilder
    private let decoder: ObjectDecoder

    /// The token of the page that follows; nil where this is the last.
    private(set) var next: String?
    /// Where tags of image streams point, by digest, as far as nobody took it.
    private var pointers: [String: ImageStreamTag.ID] = [:]
    /// What is remembered of the objects, where the cluster is followed from this list on.
    private(set) var marks: [FollowedKey: FollowedMark] = [:]
    /// What the Pods among them run.
    private(set) var pods: FollowedPods
    /// The moment that the list shows.
    private(set) var resourceVersion: String?
    private let isFollowed: Bool
    private var hasList = false
    private let tell: (String) -> Void

    /// - Parameters:
    ///   - namespace: The only namespace that was asked for; nil is all.
    ///   - name: What the objects' origin is called in messages. One name for all pages of a list, so that an object that comes
    ///     twice is noticed.
    ///   - tell: Hears of the next page's token where it stands before the objects, as API servers write it.
    init(
        _ kind: ObjectKind, in namespace: String?, name: String, gathering: SnapshotBuilder, isFollowed: Bool = false,
        tell: @escaping (String) -> Void = { _ in }
    ) {
        self.kind = kind
        self.namespace = namespace
        self.name = name
        self.gathering = gathering
        self.isFollowed = isFollowed
        pods = FollowedPods(kinds: gathering.kinds)
        self.tell = tell
        decoder = ObjectDecoder(kinds: gathering.kinds, namespace: namespace)
    }

    /// Where tags point, by digest, once there are so many: a page may be of any size.
    func takePointers(atLeast count: Int) -> [String: ImageStreamTag.ID] {
        guard pointers.count >= count else { return [:] }
        defer { pointers.removeAll(keepingCapacity: true) }
        return pointers
    }

    func listBegan(_ header: some DocumentNode) throws {
        if let type = try? ObjectType(of: header) { try check(type) }
        if let token = (try? header.continueToken()) ?? nil { tell(token) }
    }

    func item(_ item: some DocumentNode, at place: DocumentPlace) throws {
        do {
            let object = try decoder.decode(item, as: kind)
            if isFollowed {
                let followed = try FollowedObject(item, kind, namespace: namespace, content: object)
                marks[followed.key] = followed.mark
                pods.list(object)
            }
            if case .imageStream(_, let tags) = object {
                for tag in tags { if let digest = tag.current?.digest { pointers[digest] = tag.id } }
            }
            try gathering.add(object, from: name)
        } catch let error as MalformedObject {
            throw PageProblem.object(kind, ObjectName(item), error)
        }
    }

    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws {
        guard !hasList else { throw PageProblem.severalLists }
        do {
            guard let type = try ObjectType(of: document) else { throw PageProblem.noKind }
            try check(type)
            next = try document.continueToken()
            resourceVersion = try document.resourceVersion()
            if !isList { try document.refuseMissingItems() }
        } catch let error as MalformedObject {
            throw PageProblem.list(error)
        }
        // Go writes an empty list as [] or as null.
        guard isList || document.present("items") == nil else { throw PageProblem.itemsNotList }
        hasList = true
    }

    private func check(_ type: ObjectType) throws {
        guard type.element?.known(of: gathering.kinds) == kind else {
            throw PageProblem.otherKind(kind, type.kind)
        }
    }
}
