internal import Model
internal import Record

/// What every Pod runs, as lists and watches told, so that of an owner all can be told as soon as one of its Pods changes.
///
/// Pods come and go all the time; what their owner runs seldom changes. So news is only what of an owner's images differs from what was told
/// last. A Pod that came and went before anybody recorded it counts once more: else a short Job's image would never have run.
struct FollowedPods: Sendable {
    fileprivate struct Pod: Sendable {
        var owner: PodReport.Object
        var presumedOwner: PodReport.Object?
        var running: [PodReport.Running]
    }

    fileprivate struct Namespace: Sendable {
        var links: [PodReport.Object: PodReport.Object?] = [:]
        var pods: [String: Pod] = [:]
        /// What each owner was told to run; nil where nothing changed since the list.
        var told: [Workload.ID: UInt64]?
        /// Pods that were shown since something was last recorded.
        var fresh: Set<String> = []
        /// What fresh Pods ran that are gone, or run something else by now.
        var passed: [PodReport] = []
        var isDirty = false
    }

    private let kinds: Kinds
    private var namespaces: [String: Namespace] = [:]
    /// Many Pods run the same, and have the same owner: each is held once.
    private var running: [UInt64: [PodReport.Running]] = [:]
    private var owners: [UInt64: PodReport.Object] = [:]
    private var taken: [String: (told: [Workload.ID: UInt64], passed: [PodReport])] = [:]

    init(kinds: Kinds) { self.kinds = kinds }

    /// Whether what some owner runs may have changed.
    var hasNews: Bool { namespaces.values.contains { $0.isDirty } }
    /// Whether some Pod came and went that nobody recorded.
    var hasPassed: Bool { namespaces.values.contains { !$0.passed.isEmpty } }

    // MARK: What a list shows

    /// Takes in what a list shows. When a container was started is not kept of it: a row that lacks it stands already.
    mutating func list(_ object: DecodedObject) {
        guard let (report, link) = object.running else { return }
        if let link {
            let (object, owner) = (shared(link.object), link.owner.map { shared($0) })
            namespaces[link.namespace, default: Namespace()].links[object] = .some(owner)
        }
        guard let report else { return }
        let pod = pod(report.withoutTimes)
        namespaces[report.namespace, default: Namespace()].pods[report.name] = pod
    }

    /// Forgets what a list showed of a kind that must begin anew.
    mutating func forget(_ kind: ObjectKind, in namespace: String?) {
        for name in namespaces.keys where namespace == nil || name == namespace {
            if kind == .pod { namespaces[name]?.pods = [:] }
            if let links = namespaces[name]?.links { namespaces[name]?.links = links.filter { $0.key.kind != kind } }
        }
    }

    /// Takes in what another page showed.
    mutating func merge(_ page: FollowedPods) {
        for (namespace, other) in page.namespaces {
            namespaces[namespace, default: Namespace()].links.merge(other.links) { $1 }
            for name in other.pods.keys {
                guard let report = other.report(name, namespace) else { continue }
                let pod = pod(report)
                namespaces[namespace]?.pods[name] = pod
            }
        }
    }

    // MARK: What watches tell

    /// A watch shows a Pod, or what leads to its owner.
    mutating func show(_ object: DecodedObject) {
        guard let (report, link) = object.running else { return }
        if let link { change(link.namespace) { $0.links[link.object] = .some(link.owner) } }
        guard let report else { return }
        let pod = pod(report)
        change(report.namespace) { namespace in
            namespace.pass(report.name, report.namespace)
            namespace.pods[report.name] = pod
            namespace.fresh.insert(report.name)
        }
    }

    /// A Pod was deleted.
    mutating func remove(_ key: FollowedKey) {
        guard namespaces[key.namespace]?.pods[key.name] != nil else { return }
        change(key.namespace) { namespace in
            namespace.pass(key.name, key.namespace)
            namespace.pods[key.name] = nil
        }
    }

    private mutating func change(_ name: String, _ body: (inout Namespace) -> Void) {
        var namespace = namespaces.removeValue(forKey: name) ?? Namespace()
        if namespace.told == nil { namespace.told = fingerprints(of: images(of: name, namespace)) }
        body(&namespace)
        namespace.isDirty = true
        namespaces[name] = namespace
    }

    // MARK: What is recorded

    /// Of owners that run something else than was told last, all that they run; by namespace.
    mutating func take() -> [(namespace: String, owners: [Workload.ID], images: [RunningImage])] {
        taken = [:]
        var news: [(namespace: String, owners: [Workload.ID], images: [RunningImage])] = []
        for (name, namespace) in namespaces where namespace.isDirty {
            let images = images(of: name, namespace)
            let now = fingerprints(of: images)
            let told = namespace.told ?? [:]
            let changed = Set(told.keys).union(now.keys).filter { told[$0] != now[$0] }
            taken[name] = (told, namespace.passed)
            namespaces[name]?.told = now
            namespaces[name]?.fresh = []
            namespaces[name]?.passed = []
            // What passed is told to be over the next time.
            namespaces[name]?.isDirty = !namespace.passed.isEmpty
            if !changed.isEmpty { news.append((name, changed.sorted(), images.filter { changed.contains($0.owner) })) }
        }
        return news
    }

    /// What was taken is to be taken again.
    mutating func untake() {
        for (name, before) in taken {
            namespaces[name]?.told = before.told
            namespaces[name]?.passed.insert(contentsOf: before.passed, at: 0)
            namespaces[name]?.isDirty = true
        }
        taken = [:]
    }

    // MARK: The next list

    /// Keeps from what was told until a list what no list can show: Pods that came and went.
    mutating func goOn(after old: FollowedPods) {
        for (name, before) in old.namespaces {
            var passed = before.passed
            for pod in before.fresh where namespaces[name]?.pods[pod] == nil {
                if let report = before.report(pod, name), !report.running.isEmpty { passed.append(report) }
            }
            guard !passed.isEmpty else { continue }
            change(name) { namespace in
                namespace.passed += passed
                namespace.links.merge(before.links) { new, _ in new }
            }
        }
    }

    /// The Pods were not listed this time: what was known of them goes on.
    mutating func keep(_ old: FollowedPods, in scope: Coverage.Scope) {
        for (name, before) in old.namespaces where scope.namespace == nil || scope.namespace == name {
            var namespace = before
            if let listed = namespaces[name] { namespace.links.merge(listed.links) { $1 } }
            namespaces[name] = namespace
        }
    }

    private func images(of name: String, _ namespace: Namespace) -> [RunningImage] {
        var owners = PodOwners(namespace: name, kinds: kinds)
        for (object, owner) in namespace.links { owners.add(OwnerLink(namespace: name, object: object, owner: owner)) }
        for pod in namespace.pods.keys { if let report = namespace.report(pod, name) { owners.add(report) } }
        for report in namespace.passed { owners.add(report) }
        return owners.runningImages
    }

    /// How often an image runs, and since when, is no news.
    private func fingerprints(of images: [RunningImage]) -> [Workload.ID: UInt64] {
        Dictionary(grouping: images, by: \.owner).mapValues { images in
            var bytes = SpoolWriter()
            for image in images {
                bytes.write(image.container)
                bytes.write(image.isInit)
                bytes.write(image.image)
                bytes.write(image.imageID.digest)
                bytes.write(image.imageID.localID)
                bytes.write(image.imageID.other)
            }
            return hashed(bytes.bytes)
        }
    }

    // MARK: What is held once

    private mutating func pod(_ report: PodReport) -> Pod {
        var bytes = SpoolWriter()
        var alone = report
        alone.owner = PodReport.Object(kind: .pod, name: "")
        alone.presumedOwner = nil
        bytes.write(alone)
        let number = hashed(bytes.bytes)
        let known = running[number] ?? report.running
        running[number] = known
        return Pod(owner: shared(report.owner), presumedOwner: report.presumedOwner.map { shared($0) }, running: known)
    }

    private mutating func shared(_ object: PodReport.Object) -> PodReport.Object {
        var hasher = Hasher()
        hasher.combine(object)
        let number = UInt64(bitPattern: Int64(hasher.finalize()))
        guard let known = owners[number], known == object else {
            owners[number] = object
            return object
        }
        return known
    }
}

extension FollowedPods.Namespace {
    fileprivate func report(_ pod: String, _ namespace: String) -> PodReport? {
        pods[pod].map {
            PodReport(namespace: namespace, name: pod, owner: $0.owner, presumedOwner: $0.presumedOwner, running: $0.running)
        }
    }

    /// A Pod is no more what it was; if nobody recorded that, it is kept until somebody does.
    fileprivate mutating func pass(_ pod: String, _ name: String) {
        guard fresh.remove(pod) != nil, let report = report(pod, name), !report.running.isEmpty else { return }
        passed.append(report)
    }
}

extension DecodedObject {
    /// What it tells of what runs: a Pod's report, or what leads from one to its owner.
    fileprivate var running: (report: PodReport?, link: OwnerLink?)? {
        switch self {
        case .pod(let report, let workload):
            let itself = PodReport.Object(kind: .pod, name: report.name)
            return (report, workload.map { _ in OwnerLink(namespace: report.namespace, object: itself, owner: nil) })
        case .owned(let link): return (nil, link)
        case .workload(let workload):
            guard Kinds.builtIn[workload.id.kind]?.workload?.isOnlyUnowned == true else { return nil }
            let object = PodReport.Object(kind: workload.id.kind, name: workload.id.name)
            return (nil, OwnerLink(namespace: workload.id.namespace, object: object, owner: nil))
        case .imageStream, .imageStreamTag: return nil
        }
    }
}

extension PodReport {
    /// Without when its containers were started, which restarts move.
    var withoutTimes: PodReport {
        var report = self
        for place in report.running.indices { report.running[place].startedAt = nil }
        return report
    }
}
