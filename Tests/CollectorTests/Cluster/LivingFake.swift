import FakeCluster
import Model

/// A small cluster that lives: Deployments and streams appear, change, go and come back under the same name, tags move.
struct LivingFake {
    private(set) var deployments: [ObjectKey: DeploymentText] = [:]
    private(set) var streams: [ObjectKey: StreamText] = [:]
    private var version = 1
    private var clock = noon
    private var random: SeededGenerator

    /// As many revisions as OpenShift's pruner leaves.
    private static let shownRevisions = 3
    /// Of each kind, as many stay; otherwise the cluster dies out.
    private static let fewest = 15
    private static let namespaces = ["a", "a-b", "b", "team-1"]

    init(seed: Int) {
        random = SeededGenerator(seed: seed)
        for _ in 0..<40 { addDeployment() }
        for _ in 0..<12 { addStream() }
    }

    /// Some time passes, and one to six things happen.
    mutating func live() {
        clock = clock.advanced(by: 1)
        version += 1
        for _ in 0..<Int.random(in: 1...6, using: &random) { happen() }
    }

    /// The same where one thing happens: a moment of its own, which a watch can go on from.
    mutating func liveOnce() {
        clock = clock.advanced(by: 1)
        version += 1
        happen()
    }

    /// What the server is to show.
    var contents: StoredContents {
        var contents = StoredContents(resourceVersion: version)
        for namespace in Self.namespaces { contents.addNamespace(namespace) }
        for deployment in deployments.values { contents.put(deployment) }
        for stream in streams.values { contents.put(stream) }
        return contents
    }

    /// `NAMESPACE/NAME uid CONTAINER IMAGE` of every container.
    var containers: Set<String> {
        Set(deployments.values.flatMap { one in one.containers.map { "\(one.key.line) \(one.uid) \($0.name) \($0.image)" } })
    }

    /// `NAMESPACE/STREAM:TAG DIGEST` of every tag.
    var tags: Set<String> {
        Set(streams.values.flatMap { one in one.tags.map { "\(one.key.line):\($0.name) \($0.revisions.first?.digest ?? "-")" } })
    }

    /// `NAMESPACE/STREAM:TAG DIGEST` of everything that the tags' histories show.
    var revisions: Set<String> {
        Set(
            streams.values.flatMap { one in
                one.tags.flatMap { tag in tag.revisions.map { "\(one.key.line):\(tag.name) \($0.digest)" } }
            })
    }

    private mutating func happen() {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<8: changeImage()
        case 8..<14: moveTag()
        case 14: addDeployment()
        case 15: removeDeployment()
        case 16: recreate()
        case 17: addStream()
        case 18: removeStream()
        default: addDeployment()
        }
    }

    private mutating func key(_ prefix: String) -> ObjectKey {
        ObjectKey(
            namespace: Self.namespaces.randomElement(using: &random) ?? "a",
            name: "\(prefix)-\(Int.random(in: 0..<30, using: &random))")
    }

    private mutating func image() -> String { "quay.io/acme/app@\(random.digest())" }

    private mutating func addDeployment() {
        let key = key("app")
        var text = DeploymentText(
            key, uid: String(random.next(), radix: 16), resourceVersion: version, containers: [.init("main", image())])
        text.variables = 3
        if Bool.random(using: &random) { text.containers.append(.init("sidecar", image())) }
        deployments[key] = text
    }

    private mutating func changeImage() {
        guard let key = deployments.keys.sorted().randomElement(using: &random) else { return }
        let image = image()
        deployments[key]?.containers[0].image = image
        deployments[key]?.resourceVersion = version
    }

    private mutating func removeDeployment() {
        guard deployments.count > Self.fewest, let key = deployments.keys.sorted().randomElement(using: &random) else { return }
        deployments[key] = nil
    }

    private mutating func removeStream() {
        guard streams.count > Self.fewest, let key = streams.keys.sorted().randomElement(using: &random) else { return }
        streams[key] = nil
    }

    private mutating func recreate() {
        guard let key = deployments.keys.sorted().randomElement(using: &random) else { return }
        let uid = String(random.next(), radix: 16)
        deployments[key]?.uid = uid
    }

    private mutating func addStream() {
        let key = key("stream")
        let tags = ["1.0", "2.0", "latest"].map {
            StreamText.Tag($0, source: "quay.io/acme/\(key.name):\($0)", revisions: [push()])
        }
        streams[key] = StreamText(key, uid: String(random.next(), radix: 16), resourceVersion: version, tags: tags)
    }

    private mutating func push() -> StreamText.Revision {
        StreamText.Revision(created: "\(clock)", digest: random.digest())
    }

    private mutating func moveTag() {
        guard let key = streams.keys.sorted().randomElement(using: &random) else { return }
        let place = Int.random(in: 0..<3, using: &random)
        let push = push()
        streams[key]?.tags[place].revisions.insert(push, at: 0)
        if streams[key]?.tags[place].revisions.count ?? 0 > Self.shownRevisions {
            streams[key]?.tags[place].revisions.removeLast()
        }
    }
}

extension ObjectKey {
    fileprivate var line: String { "\(namespace)/\(name)" }
}
