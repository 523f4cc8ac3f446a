internal import Model

// Whether a look shows what stands already. Nearly all objects of nearly all looks do, so this builds nothing and copies nothing.

extension StandingState.KnownWorkload {
    func isUnchanged(in workload: Workload) -> Bool {
        guard
            state.uid == workload.uid, state.replicas == workload.replicas, state.createdAt == workload.createdAt,
            state.resolveNames == workload.resolveNames, state.triggers == workload.triggers,
            containers.count == workload.containers.count
        else { return false }
        return containers.indices.allSatisfy { containers[$0].isUnchanged(in: workload.containers[$0]) }
    }
}

extension StandingState.KnownContainer {
    fileprivate func isUnchanged(in container: Container) -> Bool {
        name.hasSameBytes(as: container.name) && isInit == container.isInit && state.trigger == container.trigger
            && state.image.hasSameBytes(as: container.image)
    }
}

extension StandingState.KnownTag {
    func isUnchanged(in tag: ImageStreamTag) -> Bool {
        guard state.source == tag.source, state.importError == tag.importError,
            state.importErrorSince == tag.importErrorSince
        else { return false }
        guard let first = tag.revisions.first, first.isKnown else { return state.current == nil }
        return state.current == first
    }
}

extension ImageStreamTag.Revision {
    /// Whether it says anything.
    var isKnown: Bool { createdAt != nil || digest != nil || image != nil }
}
