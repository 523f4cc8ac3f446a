import Model

/// A cluster that lives: namespaces, workloads, streams and tags come, change and go, the same way for the same seed.
struct LivingCluster {
    /// An entry of a tag's true history; `serial` is its identity, which no cluster tells.
    struct Entry {
        let serial: Int
        let revision: ImageStreamTag.Revision
    }

    struct Tag {
        var source = ImageStreamTag.Source()
        /// Oldest first.
        var entries: [Entry] = []
        var importError: String?
        var importErrorSince: Instant?
    }

    struct Stream {
        var facts: ImageStream
        var tags: [String: Tag] = [:]
    }

    struct Namespace {
        var workloads: [Workload.ID: Workload] = [:]
        var streams: [String: Stream] = [:]
        /// In how many Pods a container runs a content.
        var pods: [PodContainer: [Int: Int64]] = [:]
    }

    /// Apart from the other, so that Pods do not change what else happens.
    var podRandom: SeededRandom
    /// Whether the next look tells of all images.
    var tellsImages = true
    var contents: PodContents { PodContents(digests: digests) }

    let name: String
    var random: SeededRandom
    var now: Int64 = 1_767_225_600
    var namespaces: [String: Namespace] = [:]
    private var serial = 0
    /// What was ever an entry of which tag: one tag never has two entries that nobody could tell apart.
    private var used: Set<String> = []
    private var digests: [String]

    static let internalHost = "image-registry.openshift-image-registry.svc:5000"
    static let publicHost = "default-route-openshift-image-registry.apps.okd.example"
    static let namespaceNames = ["shop", "shop-test", "tools", "search"]
    static let streamNames = ["web", "qualinka", "nginx", "batch"]
    static let tagNames = ["latest", "1.0", "1.4.7", "main"]
    static let externals = [
        "abesesr/x:1", "docker.io/abesesr/x:1", "index.docker.io/abesesr/x:1", "quay.io/o/y", "quay.io/o/y:latest",
        "docker.io/library/nginx:1.0", "docker.io/nginx:1.0", "docker.io/nginx", "localhost:5000/a/b/c:2",
    ]

    init(name: String, seed: UInt64) {
        self.name = name
        random = SeededRandom(seed: seed)
        podRandom = SeededRandom(seed: seed &+ 1_000_003)
        digests = []
        digests = (0..<24).map { _ in "sha256:" + random.hex(64) } + ["sha512:" + random.hex(128)]
        for _ in 0..<60 { happen() }
    }

    /// Lets some time go by, in which often nothing happens.
    mutating func live() {
        livePods()
        now += random.chance(10) ? 1 : Int64(random.int(60...90_000))
        guard random.chance(60) else { return }
        for _ in 0..<random.int(1...8) {
            if random.chance(50) { now += Int64(random.int(0...30)) }
            happen()
        }
        now += Int64(random.int(0...2))
    }

    // MARK: Choosing

    private mutating func uid() -> String { "\(random.hex(8))-\(random.hex(4))-\(random.hex(12))" }

    private mutating func anyNamespace() -> String? {
        namespaces.isEmpty ? nil : random.pick(namespaces.keys.sorted())
    }

    private mutating func anyWorkload() -> Workload.ID? {
        let all = namespaces.values.flatMap(\.workloads.keys).sorted()
        return all.isEmpty ? nil : random.pick(all)
    }

    private mutating func anyStream() -> ImageStream.ID? {
        let all = namespaces.values.flatMap { $0.streams.values.map(\.facts.id) }.sorted()
        return all.isEmpty ? nil : random.pick(all)
    }

    private mutating func anyTag() -> ImageStreamTag.ID? {
        let all = allTags()
        return all.isEmpty ? nil : random.pick(all)
    }

    private func allTags() -> [ImageStreamTag.ID] {
        namespaces.values.flatMap { space in
            space.streams.values.flatMap { stream in
                stream.tags.keys.map { ImageStreamTag.ID(stream: stream.facts.id, tag: $0) }
            }
        }.sorted()
    }

    private subscript(id: ImageStreamTag.ID) -> Tag? {
        get { namespaces[id.stream.namespace]?.streams[id.stream.name]?.tags[id.tag] }
        set { namespaces[id.stream.namespace]?.streams[id.stream.name]?.tags[id.tag] = newValue }
    }

    // MARK: Happening

    private mutating func happen() {
        switch random.int(1...100) {
        case 1...4: addNamespace()
        case 5: if namespaces.count > 2, let name = anyNamespace() { namespaces[name] = nil }
        case 6...15: addWorkload()
        case 16...18: if let id = anyWorkload() { namespaces[id.namespace]?.workloads[id] = nil }
        case 19...42: changeWorkload()
        case 43...49: addStream()
        case 50: if let id = anyStream() { namespaces[id.namespace]?.streams[id.name] = nil }
        case 51...56: changeStream()
        case 57...66: addTag()
        case 67...68: if let id = anyTag() { self[id] = nil }
        case 69...90: moveTag()
        default: changeTag()
        }
    }

    private mutating func addNamespace() {
        let name = random.pick(Self.namespaceNames)
        if namespaces[name] == nil { namespaces[name] = Namespace() }
    }

    private mutating func addWorkload() {
        guard let namespace = anyNamespace() else { return addNamespace() }
        let id = Workload.ID(
            namespace: namespace, kind: random.pick(Self.kinds),
            name: random.pick(["web", "api", "cron", "db"]))
        guard namespaces[namespace]?.workloads[id] == nil else { return }
        let count = random.int(1...3)
        var workload = Workload(
            id: id, uid: uid(), replicas: id.kind == .daemonSet || id.kind == .cronJob ? nil : Int64(random.int(0...3)),
            createdAt: Instant(secondsSince1970: now),
            containers: (0..<count).map { Container(name: "c\($0)", image: "nothing") })
        if random.chance(40) { workload.containers.insert(Container(name: "c0", isInit: true, image: " "), at: 0) }
        for index in workload.containers.indices {
            workload.containers[index].image = image(for: namespace)
            sign(&workload.containers[index])
        }
        namespaces[namespace]?.workloads[id] = workload
    }

    private mutating func changeWorkload() {
        guard let id = anyWorkload(), var workload = namespaces[id.namespace]?.workloads[id] else { return }
        let index = workload.containers.isEmpty ? nil : random.int(0...workload.containers.count - 1)
        // A later write, which may leave the image as it was.
        if let index { sign(&workload.containers[index]) }
        switch random.int(1...12) {
        case 1: workload.replicas = workload.replicas.map { _ in Int64(random.int(0...4)) }
        case 2: workload.resolveNames = workload.resolveNames == nil ? "*" : nil
        case 3:
            workload.uid = uid()
            workload.createdAt = Instant(secondsSince1970: now)
        case 4:
            let name = "side\(random.int(1...2))"
            let image = image(for: id.namespace)
            workload.containers.append(
                random.chance(40) ? .volume(name, reference: image) : Container(name: name, image: image))
        case 5: if let index, workload.containers.count > 1 { workload.containers.remove(at: index) }
        case 6: workload.containers.swapAt(0, workload.containers.count - 1)
        case 7, 8:
            guard let index else { break }
            let trigger = workload.containers[index].trigger == nil || random.chance(50) ? tagName(id.namespace) : nil
            workload.containers[index].trigger = trigger
            workload.triggers = trigger.map { #"[{"from":{"name":"\#($0.name)"}}]"# }
        default: if let index { workload.containers[index].image = image(for: id.namespace) }
        }
        var names: Set<String> = []
        workload.containers.removeAll { !names.insert("\($0.isInit) \($0.name)").inserted }
        workload.containers = workload.containers.filter(\.isInit) + workload.containers.filter { !$0.isInit }
        namespaces[id.namespace]?.workloads[id] = workload
    }

    private mutating func addStream() {
        guard let namespace = anyNamespace() else { return addNamespace() }
        let name = random.pick(Self.streamNames)
        guard namespaces[namespace]?.streams[name] == nil else { return }
        let facts = ImageStream(
            id: ImageStream.ID(namespace: namespace, name: name), uid: uid(), lookupLocal: random.chance(30),
            repository: random.chance(90) ? "\(Self.internalHost)/\(namespace)/\(name)" : nil,
            createdAt: Instant(secondsSince1970: now))
        namespaces[namespace]?.streams[name] = Stream(facts: facts)
    }

    private mutating func changeStream() {
        guard let id = anyStream(), var stream = namespaces[id.namespace]?.streams[id.name] else { return }
        switch random.int(1...4) {
        case 1:
            stream.facts.uid = uid()
            stream.facts.createdAt = Instant(secondsSince1970: now)
            if random.chance(50) { stream.tags = [:] }
        case 2 where random.chance(30): stream.facts.publicRepository = "\(Self.publicHost)/\(id.namespace)/\(id.name)"
        default: stream.facts.lookupLocal.toggle()
        }
        namespaces[id.namespace]?.streams[id.name] = stream
    }

    private mutating func addTag() {
        guard let stream = anyStream() else { return addStream() }
        let id = ImageStreamTag.ID(stream: stream, tag: random.pick(Self.tagNames))
        guard self[id] == nil else { return }
        var tag = Tag()
        switch random.int(1...6) {
        case 1: break
        case 2: tag.source = ImageStreamTag.Source(kind: "ImageStreamTag", name: "web:latest", referencePolicy: "Local")
        case 3:
            tag.source = ImageStreamTag.Source(
                kind: "DockerImage", name: random.pick(Self.externals), referencePolicy: "Source", isReferenceOnly: true
            )
        default:
            tag.source = ImageStreamTag.Source(
                kind: "DockerImage", name: random.pick(Self.externals + ["nginx:1.0", "nginx", "no reference"]),
                isScheduled: random.chance(50), referencePolicy: random.pick(["Source", "Local"]))
        }
        self[id] = tag
        if random.chance(80) { moveTag(id) }
    }

    private mutating func moveTag() {
        guard let id = anyTag() else { return addTag() }
        for _ in 0..<(random.chance(25) ? random.int(2...4) : 1) { moveTag(id) }
    }

    private mutating func moveTag(_ id: ImageStreamTag.ID) {
        guard var tag = self[id] else { return }
        if random.chance(60) { now += Int64(random.int(0...3)) }
        var created: Instant? = Instant(secondsSince1970: now)
        var digest: String? = random.pick(digests)
        switch random.int(1...20) {
        case 1...3: if tag.entries.count > 1 { digest = tag.entries[tag.entries.count - 2].revision.digest }
        case 4...5:
            if let other = anyTag(), let entry = self[other]?.entries.last {
                created = entry.revision.createdAt
                digest = entry.revision.digest
            }
        case 6: digest = nil
        case 7: created = nil
        default: break
        }
        let image = digest.map { "\(random.pick(["docker.io/abesesr/x", "\(Self.internalHost)/shop/web"]))@\($0)" }
        let revision = ImageStreamTag.Revision(
            createdAt: created, digest: digest, image: image ?? "docker.io/abesesr/x:1")
        let mark = "\(id) \(created?.description ?? "") \(digest ?? "")"
        // A re-import that finds the same digest leaves no trace, and twins could not be told apart.
        guard tag.entries.last?.revision.digest != digest || digest == nil, used.insert(mark).inserted else { return }
        serial += 1
        tag.entries = (tag.entries + [Entry(serial: serial, revision: revision)]).suffix(random.chance(70) ? 3 : 5)
        tag.importError = nil
        tag.importErrorSince = nil
        self[id] = tag
    }

    private mutating func changeTag() {
        guard let id = anyTag(), var tag = self[id] else { return addTag() }
        switch random.int(1...5) {
        case 1, 2:
            tag.importError = random.pick(["unauthorized: 'you' may not", "dial tcp: i/o timeout\u{0} %s \"x\""])
            tag.importErrorSince = Instant(secondsSince1970: now)
            if random.chance(30) { tag.entries = [] }
        case 3: tag.source.isScheduled.toggle()
        case 4: tag.source.isReferenceOnly.toggle()
        default: tag.source.name = tag.source.kind == "DockerImage" ? random.pick(Self.externals) : tag.source.name
        }
        self[id] = tag
    }

    // MARK: References

    private mutating func tagName(_ namespace: String) -> ImageStreamTag.ID {
        if random.chance(70), let id = anyTag() { return id }
        return ImageStreamTag.ID(
            namespace: namespace, stream: random.pick(Self.streamNames), tag: random.pick(Self.tagNames))
    }

    /// Some image for a container: every form, mostly of something that is there.
    private mutating func image(for namespace: String) -> String {
        let id = tagName(namespace)
        let hosts = [Self.internalHost, Self.internalHost, Self.publicHost, "docker-registry.default.svc:5000"]
        switch random.int(1...20) {
        case 1...3: return random.pick([id.name, id.stream.name, "unheard-of:2"])
        case 4...6:
            let path = random.pick(["\(id.stream.namespace)/\(id.name)", "\(id.stream.namespace)/\(id.stream.name)"])
            return "\(random.pick(hosts))/\(path)"
        case 7: return "\(random.pick(hosts))/\(random.pick(["web", "web:1.0", "shop/web/deep", "gone/never:1"]))"
        case 8...11: return random.pick(Self.externals)
        case 12...18:
            let digest = self[id]?.entries.isEmpty == false && random.chance(80) ? oldDigest(id) : random.pick(digests)
            let named = "\(random.pick(hosts))/\(id.stream.namespace)/\(id.stream.name)"
            return
                "\(random.pick([named, named, "\(named):\(id.tag)", id.name, "docker.io/abesesr/x", "abesesr/x:1", "x", "web:1.0"]))@\(digest)"
        default: return random.pick([" ", "", "BAD//x", "a b", "'; DROP TABLE workload; --", "x\u{0}y:1", "web:", "é"])
        }
    }

    private mutating func oldDigest(_ id: ImageStreamTag.ID) -> String {
        let told = self[id]?.entries.compactMap(\.revision.digest) ?? []
        return told.isEmpty ? random.pick(digests) : random.pick(told)
    }
}
