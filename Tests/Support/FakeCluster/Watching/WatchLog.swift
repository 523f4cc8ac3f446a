/// What happened to the objects of a cluster, for those who watch them: what is remembered, who watches, what goes wrong with it.
struct WatchLog {
    /// One thing that happened.
    struct Event: Sendable {
        let resourceVersion: Int
        let resource: Resource
        let namespace: String
        /// The line as it goes out.
        let line: [UInt8]
    }

    /// As many are remembered; whoever wants to go on from before the oldest is told 410.
    static let mostEvents = 20_000

    private(set) var events: [Event] = []
    /// The last moment that is forgotten.
    private(set) var forgotten = 0
    var watchers: [Int: Watcher] = [:]
    var next = 0
    /// Groups whose server refuses watches.
    var refusing: Set<String> = []
    /// How often in a hundred an event comes twice, and a deletion comes late, or once more after what followed it.
    var duplicates = 0
    var lateDeletions = 0
    var isSilent = false
    /// Deletions that are held back.
    private var late: [Event] = []
    private var random = SeededGenerator(seed: 7)

    mutating func add(_ event: Event) {
        events.append(event)
        if events.count > Self.mostEvents {
            let old = events.count - Self.mostEvents / 2
            forgotten = events[old - 1].resourceVersion
            events.removeFirst(old)
        }
    }

    /// Forgets all that happened so far.
    mutating func compact(at resourceVersion: Int) {
        events = []
        forgotten = resourceVersion
    }

    /// What a watcher hears of an event, in the order that the faults make.
    mutating func sequence(_ event: Event, isDeletion: Bool) -> [Event] {
        var out: [Event] = []
        if isDeletion, Int.random(in: 0..<100, using: &random) < lateDeletions {
            late.append(event)
            return out
        }
        out.append(event)
        if Int.random(in: 0..<100, using: &random) < duplicates { out.append(event) }
        if !late.isEmpty { out.append(late.removeFirst()) }
        return out
    }
}

/// Somebody who watches.
struct Watcher: Sendable {
    let call: WatchCall
    /// Writes some bytes; nil ends the answer in good order.
    let write: @Sendable ([UInt8]?) -> Void
    /// Drops the connection.
    let reset: @Sendable () -> Void
}

/// What a watch asks for.
struct WatchCall: Sendable {
    let resource: Resource
    let namespace: String?
    let resourceVersion: Int
    let hasBookmarks: Bool
    let timeout: Int?

    init?(_ call: Call, _ resource: Resource, namespace: String?) {
        self.resource = resource
        self.namespace = namespace
        resourceVersion = Int(call.query["resourceVersion"] ?? "") ?? 0
        hasBookmarks = call.query["allowWatchBookmarks"] == "true"
        timeout = call.query["timeoutSeconds"].flatMap { Int($0) }
    }

    func concerns(_ event: WatchLog.Event) -> Bool {
        event.resource == resource && (namespace == nil || namespace == event.namespace)
    }

    /// The line of a bookmark. It spells its moment with a zero in front, which is the same moment to the server: so a test can tell that a
    /// watch was read to the bookmark, and not just to one of several events of that moment.
    func bookmark(_ resourceVersion: Int) -> [UInt8] {
        Array(
            (#"{"type":"BOOKMARK","object":{"kind":"\#(resource.kind)","apiVersion":"\#(resource.groupVersion)","metadata":"#
                + #"{"resourceVersion":"0\#(resourceVersion)","creationTimestamp":null}}}"# + "\n").utf8)
    }

    /// The line of an error, as a server sends it in a watch that has begun.
    static func error(_ code: Int, _ reason: String, _ message: String) -> [UInt8] {
        Array(
            (#"{"type":"ERROR","object":{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"#
                + quoted(message) + #","reason":"\#(reason)","code":\#(code)}}"# + "\n").utf8)
    }
}

extension WatchLog.Event {
    /// An event of an object as a raw list holds it.
    init(_ type: String, _ resource: Resource, _ key: ObjectKey, _ json: [UInt8], _ resourceVersion: Int) {
        self.resourceVersion = resourceVersion
        self.resource = resource
        namespace = key.namespace
        let head = #"{"type":"\#(type)","object":{"kind":"\#(resource.kind)","apiVersion":"\#(resource.groupVersion)","#
        line = Array(head.utf8) + stamped(json.dropFirst(), resourceVersion) + Array("}\n".utf8)
    }
}

/// An object's JSON at another moment.
func stamped(_ json: ArraySlice<UInt8>, _ resourceVersion: Int) -> [UInt8] {
    let mark = Array(#""resourceVersion":""#.utf8)
    guard let place = json.firstRange(of: mark), let end = json[place.upperBound...].firstIndex(of: UInt8(ascii: "\"")) else {
        return Array(json)
    }
    return Array(json[..<place.upperBound]) + Array("\(resourceVersion)".utf8) + Array(json[end...])
}

extension StoredContents {
    /// What has to happen to another cluster to become this one.
    func changes(from old: StoredContents) -> [(type: String, resource: Resource, key: ObjectKey, json: [UInt8])] {
        var changes: [(type: String, resource: Resource, key: ObjectKey, json: [UInt8])] = []
        for resource in Resource.all where resource != .imageStreamTags && resource.isNamespaced {
            var before = stored(resource, in: old)[...]
            var after = stored(resource, in: self)[...]
            while !before.isEmpty || !after.isEmpty {
                if let one = before.first, after.first.map({ one.key < $0.key }) ?? true {
                    changes.append(("DELETED", resource, one.key, one.json))
                    before.removeFirst()
                } else if let one = after.first, before.first.map({ one.key < $0.key }) ?? true {
                    changes.append(("ADDED", resource, one.key, one.json))
                    after.removeFirst()
                } else {
                    let (one, other) = (before.removeFirst(), after.removeFirst())
                    if one.json != other.json { changes.append(("MODIFIED", resource, other.key, other.json)) }
                }
            }
        }
        return changes
    }

    private func stored(_ resource: Resource, in contents: StoredContents) -> [Stored] { contents.all(resource) }
}
