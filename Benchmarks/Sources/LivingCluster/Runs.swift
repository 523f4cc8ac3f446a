import Model

/// What the Pods of each container run.
struct Runs {
    private struct Place: Hashable {
        let owner: Workload.ID
        let container: String
    }

    private struct Run {
        let imageID: String
        var startedAt: Instant
    }

    private var runs: [Place: Run] = [:]
    /// Digests of what is pulled are their own, so that a cluster without Pods lives the same life.
    private var chance = Chance(seed: 30_000)

    /// A container's Pods come to run what its image names.
    mutating func start(_ container: Container, of owner: Workload.ID, at instant: Instant) {
        runs[Place(owner: owner, container: container.name)] = Run(imageID: pulled(container), startedAt: instant)
    }

    /// They are started anew.
    mutating func restart(_ container: Container, of owner: Workload.ID, at instant: Instant, pullsAnother: Bool) {
        let place = Place(owner: owner, container: container.name)
        guard pullsAnother, !container.image.contains("@") else {
            runs[place]?.startedAt = instant
            return
        }
        start(container, of: owner, at: instant)
    }

    /// As a look at all Pods counts them.
    func shown(of workloads: [Workload]) -> [RunningImage] {
        workloads.flatMap { workload in
            workload.containers.compactMap { container in
                guard let run = runs[Place(owner: workload.id, container: container.name)],
                    let imageID = RuntimeImageID(run.imageID)
                else { return nil }
                return RunningImage(
                    owner: workload.id, container: container.name, image: container.image, imageID: imageID,
                    startedAt: run.startedAt, pods: workload.replicas ?? 1)
            }
        }
    }

    /// What a kubelet reports of an image: the digest that it names, or what its tag pointed to.
    private mutating func pulled(_ container: Container) -> String {
        guard !container.image.contains("@") else { return container.image }
        let repository = container.image.split(separator: "/").last?.split(separator: ":").first.map(String.init) ?? ""
        return container.image.prefix { $0 != "/" } + "/library/\(repository)@\(chance.digest())"
    }
}
