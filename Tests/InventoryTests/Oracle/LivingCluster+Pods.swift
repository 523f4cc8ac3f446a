import Model

@testable import Record

/// What a container is, of a workload's Pods or of any other owner's.
struct PodContainer: Hashable, Comparable {
    let owner: Workload.ID
    let container: String
    let isInit: Bool

    static func < (left: PodContainer, right: PodContainer) -> Bool {
        left.owner == right.owner
            ? (left.container, left.isInit ? 0 : 1) < (right.container, right.isInit ? 0 : 1) : left.owner < right.owner
    }
}

/// The contents that Pods run, each by several names that a kubelet may use.
struct PodContents {
    static let count = 10
    let digests: [String]

    func digest(_ content: Int) -> String { digests[content] }

    func localID(_ content: Int) -> String { "sha256:" + String(digests[content].dropFirst(7).reversed()) }

    func index(_ content: Int) -> String { "sha256:" + digests[content].dropFirst(39) + digests[content].dropFirst(7).prefix(32) }

    /// The content that a digest is of.
    func content(of digest: String?) -> Int? { (0..<Self.count).first { digest == self.digest($0) || digest == index($0) } }

    /// The content of any name.
    func content(named name: String?) -> Int? { content(of: name) ?? (0..<Self.count).first { name == localID($0) } }

    /// All that an API server could tell of them.
    var images: [Image] {
        (0..<Self.count).flatMap { content in
            [
                Image(digest: digest(content), localID: localID(content)),
                Image(digest: index(content), manifests: [digest(content)]),
            ]
        }
    }
}

extension LivingCluster {
    /// Lets Pods come and go.
    mutating func livePods() {
        for _ in 0..<podRandom.int(0...5) {
            guard !namespaces.isEmpty else { return }
            let namespace = podRandom.pick(namespaces.keys.sorted())
            let container = podContainer(in: namespace)
            var running = namespaces[namespace]?.pods[container] ?? [:]
            let content = podRandom.int(0...PodContents.count - 1)
            switch podRandom.int(1...6) {
            case 1...3: running[content] = Int64(podRandom.int(1...4))
            case 4: running = [content: 1]
            case 5: running = [:]
            default: running = running.mapValues { _ in Int64(podRandom.int(1...500)) }
            }
            namespaces[namespace]?.pods[container] = running.isEmpty ? nil : running
        }
    }

    private mutating func podContainer(in namespace: String) -> PodContainer {
        let workloads = (namespaces[namespace]?.workloads ?? [:]).values.sorted { $0.id < $1.id }
        let known = (namespaces[namespace]?.pods ?? [:]).keys.sorted()
        if !known.isEmpty, podRandom.chance(40) { return podRandom.pick(known) }
        guard !workloads.isEmpty, podRandom.chance(80) else {
            let kind = podRandom.chance(50) ? ObjectKind(group: "tekton.dev", name: "TaskRun") : .daemonSet
            return PodContainer(
                owner: Workload.ID(namespace: namespace, kind: kind, name: "run"), container: "step", isInit: false)
        }
        let workload = podRandom.pick(workloads)
        let container = podRandom.pick(workload.containers)
        // An ephemeral container is in no template.
        return podRandom.chance(10)
            ? PodContainer(owner: workload.id, container: "debug", isInit: false)
            : PodContainer(owner: workload.id, container: container.name, isInit: container.isInit)
    }

    /// Somebody writes a container's image, and most often leaves a name.
    mutating func sign(_ container: inout Container) {
        let isKnown = podRandom.chance(80)
        container.setBy = isKnown ? podRandom.pick(["kubectl-client-side-apply", "argocd-controller", "helm", "é", "é"]) : nil
        container.setAt = isKnown && podRandom.chance(90) ? Instant(secondsSince1970: now) : nil
    }

    /// Looks as `oc get` does at times: without managed fields.
    mutating func hideManagers(in snapshot: inout Snapshot) {
        for kind in Self.kinds where podRandom.chance(25) {
            for place in snapshot.workloads.indices where snapshot.workloads[place].id.kind == kind {
                for index in snapshot.workloads[place].containers.indices {
                    snapshot.workloads[place].containers[index].setBy = nil
                    snapshot.workloads[place].containers[index].setAt = nil
                }
            }
        }
    }

    /// What a kubelet says of some Pods that run a content, under one name or two.
    mutating func report(_ container: PodContainer, _ content: Int, pods: Int64) -> [RunningImage] {
        func image(_ imageID: RuntimeImageID, _ pods: Int64) -> RunningImage {
            RunningImage(
                owner: container.owner, container: container.container, isInit: container.isInit,
                image: podRandom.pick(["docker.io/abesesr/x:1", "x", "quay.io/o/y@\(contents.digest(content))"]),
                imageID: imageID,
                startedAt: podRandom.chance(20) ? nil : Instant(secondsSince1970: now - Int64(podRandom.int(0...100))), pods: pods
            )
        }
        func name() -> RuntimeImageID {
            // The first look of all tells which names are one image's; before that nobody knows.
            switch tellsImages ? 1 : podRandom.int(1...6) {
            case 1...3: RuntimeImageID(digest: contents.digest(content))
            case 4: RuntimeImageID(digest: contents.index(content))
            default: RuntimeImageID(localID: contents.localID(content))
            }
        }
        guard pods > 1, podRandom.chance(20) else { return [image(name(), pods)] }
        let (first, second) = (name(), name())
        return first == second ? [image(first, pods)] : [image(first, 1), image(second, pods - 1)]
    }
}
