internal import Model

/// One thing that a watch told.
enum WatchEvent: Sendable {
    /// An object was made or changed, or is shown again.
    case shown(FollowedObject)
    /// An object was deleted.
    case deleted(FollowedIdentity)
    /// Nothing happened up to the moment that is named.
    case bookmark
    /// The server has forgotten the moment to go on from (410): what happened meanwhile only a list can tell.
    case expired(String?)
    /// Something went wrong in the server; it may be asked again from where it was.
    case failed(WatchFailure)

    /// The moment it tells of, with which to go on.
    struct Timed: Sendable {
        var event: WatchEvent
        var resourceVersion: String?
    }
}

/// Decodes a watch's answer, which is one small document after another.
///
/// https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
final class WatchReceiver: DocumentReceiver {
    private let kind: ObjectKind
    private let namespace: String?
    private let decoder: ObjectDecoder
    private var events: [WatchEvent.Timed] = []

    init(_ kind: ObjectKind, in namespace: String?, kinds: Kinds) {
        self.kind = kind
        self.namespace = namespace
        decoder = ObjectDecoder(kinds: kinds, namespace: namespace)
    }

    /// What was told since this was last asked.
    func take() -> [WatchEvent.Timed] {
        defer { events.removeAll(keepingCapacity: true) }
        return events
    }

    func listBegan(_ header: some DocumentNode) throws { throw PageProblem.watchedList }

    func item(_ item: some DocumentNode, at place: DocumentPlace) throws {}

    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws {
        do {
            guard let type = try document.string("type"), let object = try document.object("object") else {
                throw PageProblem.noEvent
            }
            guard type != "ERROR" else {
                events.append(WatchEvent.Timed(event: try error(object), resourceVersion: nil))
                return
            }
            let version = try object.resourceVersion()
            guard let event = try event(type, object) else { return }
            events.append(WatchEvent.Timed(event: event, resourceVersion: version))
        } catch let error as MalformedObject {
            throw PageProblem.watchedObject(kind, document.present("object").map { ObjectName($0) }, error)
        }
    }

    private func event(_ type: String, _ object: some DocumentNode) throws -> WatchEvent? {
        switch type {
        case "ADDED", "MODIFIED":
            try check(object)
            return .shown(
                try FollowedObject(object, kind, namespace: namespace, content: decoder.decode(object, as: kind)))
        case "DELETED":
            try check(object)
            return .deleted(try FollowedIdentity(object, kind, namespace: namespace))
        case "BOOKMARK": return .bookmark
        // What newer servers may come to tell is none of ours.
        default: return nil
        }
    }

    private func check(_ object: some DocumentNode) throws {
        if let type = try ObjectType(of: object), type.known(of: decoder.kinds) != kind {
            throw PageProblem.watchedOther(kind, type.kind)
        }
        guard let namespace, let own = try object.object("metadata")?.nonEmptyString("namespace"), own != namespace else {
            return
        }
        throw PageProblem.watchedElsewhere(kind, namespace: namespace)
    }

    /// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/
    private func error(_ status: some DocumentNode) throws -> WatchEvent {
        let words = try status.nonEmptyString("message")
        let isExpired = try status.integer("code") == 410 || status.string("reason") == "Expired"
        return isExpired ? .expired(words) : .failed(WatchFailure(words: words))
    }
}
