internal import Model
internal import Texts

// Whether a look shows what stands already. Nearly all objects of nearly all looks do, so this builds nothing and copies nothing.
// Which fields there are, `==` knows by itself.

extension StandingState.KnownWorkload {
    func isUnchanged(in workload: Workload) -> Bool {
        guard state == workload.state, containers.count == workload.containers.count else { return false }
        return containers.indices.allSatisfy { containers[$0].isUnchanged(in: workload.containers[$0]) }
    }
}

extension StandingState.KnownContainer {
    fileprivate func isUnchanged(in container: Container) -> Bool {
        isInit == container.isInit && name.hasSameBytes(as: container.name) && state == container.state.continuing(state)
    }
}

extension StandingState.KnownTag {
    func isUnchanged(in tag: ImageStreamTag) -> Bool {
        guard state.imports == tag.imports else { return false }
        guard let first = tag.revisions.first, first.isKnown else { return state.current == nil }
        return state.current == first
    }
}
