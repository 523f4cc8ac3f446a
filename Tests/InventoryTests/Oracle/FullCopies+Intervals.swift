import Model
import Questions

/// A stretch of snapshots over which something stood unchanged: from an index until before another, open where it still stands.
struct Stretch<State> {
    let from: Int
    let until: Int?
    let state: State

    func holds(_ index: Int) -> Bool { from <= index && until.map { index < $0 } ?? true }
}

extension FullCopies {
    /// A container with its workload's name; its place in the pod template is no state.
    struct ContainerID: Hashable {
        let workload: Workload.ID
        let isInit: Bool
        let name: String
    }

    /// Maximal runs of equal state of everything that ever stood.
    struct Intervals {
        var workloads: [Workload.ID: [Stretch<Workload>]] = [:]
        var containers: [ContainerID: [Stretch<Container>]] = [:]
        var streams: [ImageStream.ID: [Stretch<ImageStream>]] = [:]
        var tags: [ImageStreamTag.ID: [Stretch<Tag>]] = [:]
        var running: [Running: [Stretch<RunningImage>]] = [:]
    }

    func intervals() -> Intervals {
        Intervals(
            workloads: stretches { copy in
                copy.workloads.mapValues { workload in
                    var facts = workload
                    facts.containers = []
                    return facts
                }
            },
            containers: stretches { copy in
                var containers: [ContainerID: Container] = [:]
                for workload in copy.workloads.values {
                    for container in workload.containers {
                        containers[ContainerID(workload: workload.id, isInit: container.isInit, name: container.name)] =
                            container
                    }
                }
                return containers
            },
            streams: stretches(\.streams),
            tags: stretches(\.tags), running: stretches(\.running))
    }

    private func stretches<ID: Hashable, State: Equatable>(
        _ part: (Copy) -> [ID: State]
    ) -> [ID: [Stretch<State>]] {
        var open: [ID: (from: Int, state: State)] = [:]
        var done: [ID: [Stretch<State>]] = [:]
        for (index, copy) in copies.enumerated() {
            let states = part(copy)
            for (id, run) in open where states[id] != run.state {
                done[id, default: []].append(Stretch(from: run.from, until: index, state: run.state))
                open[id] = nil
            }
            for (id, state) in states where open[id] == nil { open[id] = (index, state) }
        }
        for (id, run) in open { done[id, default: []].append(Stretch(from: run.from, until: nil, state: run.state)) }
        return done
    }
}
