internal import Model

/// What the Pods of a random history run, and who set its containers' images, told as clusters tell it: an image by any of its names, of all
/// owners there are, and sometimes not at all.
///
/// It draws numbers of its own, so that what else happens in a history does not hang on it.
struct RandomPods {
    private struct Place: Hashable {
        let owner: Workload.ID
        let container: String
        let isInit: Bool
    }

    /// Some Pods of an owner that run one content.
    private struct Run {
        let place: Place
        let content: Int
        var pods: Int
        let startedAt: Instant?
        /// As their kubelet spells it by now.
        var imageID: String
    }

    private var random: SplitMix
    private var runs: [Run] = []

    init(seed: UInt64) { random = SplitMix(seed ^ 0x506F_6473) }

    /// Lets some of them come, go, be scaled, restarted, or told by another name.
    mutating func live(among workloads: [Workload], _ namespaces: [String], now: Instant) {
        for _ in 0..<random.below(5) {
            switch random.below(8) {
            case 0, 1, 2: start(among: workloads, namespaces, now)
            case 3 where !runs.isEmpty: runs.remove(at: random.below(runs.count))
            case 4 where !runs.isEmpty: runs[random.below(runs.count)].pods = 1 + random.below(500)
            case 5 where !runs.isEmpty:
                let number = random.below(runs.count)
                runs[number].imageID = spelling(of: runs[number].content)
            case 6 where !runs.isEmpty:
                // An owner goes with all that it owns.
                let owner = runs[random.below(runs.count)].place.owner
                runs.removeAll { $0.place.owner == owner }
            default: break
            }
        }
    }

    private mutating func start(among workloads: [Workload], _ namespaces: [String], _ now: Instant) {
        let content = random.below(8)
        runs.append(
            Run(
                place: place(among: workloads, namespaces[random.below(namespaces.count)]), content: content,
                pods: 1 + random.below(4),
                // Since the look before: no kubelet starts what it started long ago.
                startedAt: random.below(5) == 0 ? nil : now.advanced(by: -Int64(random.below(540))),
                imageID: spelling(of: content)))
    }

    private mutating func place(among workloads: [Workload], _ namespace: String) -> Place {
        guard !workloads.isEmpty, random.below(4) > 0 else {
            // Owners of which nothing else is recorded.
            let kind: ObjectKind = [.daemonSet, .job, .pod, .replicaSet, ObjectKind(group: "tekton.dev", name: "TaskRun")][
                random.below(5)]
            return Place(
                owner: Workload.ID(namespace: namespace, kind: kind, name: "o\(random.below(3))"), container: "step",
                isInit: random.below(4) == 0)
        }
        let workload = workloads[random.below(workloads.count)]
        // What is debugged has a container that is in no template.
        guard !workload.containers.isEmpty, random.below(8) > 0 else {
            return Place(owner: workload.id, container: "debugger", isInit: false)
        }
        let container = workload.containers[random.below(workload.containers.count)]
        return Place(owner: workload.id, container: container.name, isInit: container.isInit)
    }

    // MARK: Names of a content

    private func digest(_ content: Int) -> String { "sha256:" + String(repeating: "\(content)", count: 64) }

    private func index(_ content: Int) -> String { "sha256:" + String(repeating: "a\(content)", count: 32) }

    private func localID(_ content: Int) -> String { "sha256:" + String(repeating: "\(content)b", count: 32) }

    private mutating func spelling(of content: Int) -> String {
        switch random.below(9) {
        case 0, 1, 2: "r.example/shop/s@\(digest(content))"
        case 3: "docker-pullable://r.example/shop/s@\(digest(content))"
        case 4, 5: "r.example/shop/s@\(index(content))"
        case 6: "docker://\(localID(content))"
        case 7: String(localID(content).dropFirst(7))
        default: random.below(3) == 0 ? "loaded:\(content)" : localID(content)
        }
    }

    // MARK: Looking

    /// Adds what a look at Pods sees: all, those of one namespace, what came before it failed, or nothing.
    mutating func show(_ namespaces: [String], in snapshot: inout Snapshot) {
        func add(_ outcome: Coverage.Outcome, _ namespace: String? = nil, _ objects: Int = 0, _ message: String? = nil) {
            snapshot.coverage.append(
                Coverage(kind: .pod, namespace: namespace, outcome: outcome, objects: Int64(objects), message: message))
        }
        switch random.below(12) {
        case 0: add(.forbidden, nil, 0, "pods is forbidden")
        case 1: break
        case 2:
            let seen = runs.filter { _ in random.below(2) == 0 }
            add(.failed, nil, seen.count, "410 Gone")
            tell(seen, in: &snapshot)
        case 3:
            let namespace = namespaces[random.below(namespaces.count)]
            let seen = runs.filter { $0.place.owner.namespace == namespace }
            add(.complete, namespace, seen.count)
            tell(seen, in: &snapshot)
        default:
            add(.complete, nil, runs.count)
            tell(runs, in: &snapshot)
        }
    }

    private mutating func tell(_ seen: [Run], in snapshot: inout Snapshot) {
        for run in seen {
            guard let imageID = RuntimeImageID(run.imageID) else { continue }
            snapshot.runningImages.append(
                RunningImage(
                    owner: run.place.owner, container: run.place.container, isInit: run.place.isInit,
                    image: random.below(3) == 0 ? "r.example/shop/s:latest" : "s0:t\(run.content % 2)", imageID: imageID,
                    startedAt: run.startedAt, pods: Int64(run.pods)))
        }
    }

    /// Now and then an image tells by what names it goes.
    mutating func images() -> [Image] {
        guard random.below(3) == 0 else { return [] }
        let content = random.below(8)
        return random.below(2) == 0
            ? [Image(digest: digest(content), localID: localID(content))]
            : [Image(digest: index(content), manifests: [digest(content)])]
    }

    // MARK: Managers

    /// Whoever writes a workload leaves a name; of one container of two nobody is known to have written it.
    mutating func sign(_ workload: inout Workload, now: Instant) {
        for place in workload.containers.indices where random.below(2) == 0 {
            workload.containers[place].setBy = ["kubectl-client-side-apply", "argocd-controller", "é\u{1B}\n"][random.below(3)]
            workload.containers[place].setAt = random.below(4) == 0 ? nil : now
        }
    }

    /// What `oc get` shows of some workloads: no managed fields.
    mutating func hideManagers(of workloads: inout [Workload]) {
        guard random.below(4) == 0 else { return }
        for place in workloads.indices {
            for container in workloads[place].containers.indices {
                workloads[place].containers[container].setBy = nil
                workloads[place].containers[container].setAt = nil
            }
        }
    }
}
