internal import Model
internal import Texts

extension Diff {
    /// What changed of one workload's containers, in the order of their names.
    static func containers(
        of workload: Workload.ID, _ standing: [StandingState.KnownContainer], _ seen: [Container]
    ) -> [Change] {
        var changed: [(id: Container.ID, before: Container.State?, after: Container.State?)] = []
        for (position, container) in seen.enumerated() where !isRepeated(container, in: seen[(position + 1)...]) {
            let known = find(container, in: standing, near: position)
            var state = container.state.continuing(known)
            guard known != state else { continue }
            state.position = Int64(position)
            changed.append((Container.ID(workload: workload, isInit: container.isInit, name: container.name), known, state))
        }
        for known in standing where !seen.contains(where: { $0.isInit == known.isInit && $0.name.hasSameBytes(as: known.name) }) {
            changed.append((Container.ID(workload: workload, isInit: known.isInit, name: known.name), known.state, nil))
        }
        if changed.count > 1 { changed.sort { $0.id < $1.id } }
        return changed.map { .container($0.id, before: $0.before, after: $0.after) }
    }

    /// Of two containers with one name, which no API lets pass, the last counts.
    private static func isRepeated(_ container: Container, in rest: ArraySlice<Container>) -> Bool {
        rest.contains { $0.isInit == container.isInit && $0.name.hasSameBytes(as: container.name) }
    }

    /// Containers rarely move, so the one at the same place is asked first.
    private static func find(
        _ container: Container, in standing: [StandingState.KnownContainer], near position: Int
    ) -> Container.State? {
        func isIt(_ known: StandingState.KnownContainer) -> Bool {
            known.isInit == container.isInit && known.name.hasSameBytes(as: container.name)
        }
        if position < standing.count, isIt(standing[position]) { return standing[position].state }
        return standing.first(where: isIt)?.state
    }
}
