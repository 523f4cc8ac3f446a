public import Model
internal import Texts

/// What the record holds to be true of one cluster at one snapshot. Objects stand in the order of their names, so that a
/// snapshot is compared by walking both once.
public struct StandingState: Sendable, Equatable {
    /// A workload as it stands.
    public struct KnownWorkload: Sendable, Equatable {
        /// Which it is.
        public let id: Workload.ID
        /// Its state, its containers aside.
        public var state: Workload.State
        /// Its containers, as far as known in their template's order.
        public var containers: [KnownContainer] = []
    }

    /// A container as it stands.
    public struct KnownContainer: Sendable, Equatable {
        /// Whether it is an init container.
        public let isInit: Bool
        /// Its name.
        public let name: String
        /// Its state.
        public var state: Container.State
    }

    /// A tag as it stands.
    public struct KnownTag: Sendable, Equatable {
        /// Which it is.
        public let id: ImageStreamTag.ID
        /// Its state.
        public var state: ImageStreamTag.State
    }

    /// What that snapshot looked at.
    public var coverage: [Coverage.Scope: Coverage] = [:]
    /// The workloads with their containers.
    public var workloads: [KnownWorkload] = []
    /// The image streams, their tags aside.
    public var imageStreams: [ImageStream] = []
    /// The tags.
    public var imageStreamTags: [KnownTag] = []
    /// What Pods run.
    public var running: [KnownRunning] = []

    /// Nothing known yet.
    public init() {}

    /// Applies changes in their order.
    public mutating func apply(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .coverage(let scope, _, let after): coverage[scope] = after
            case .workload(let id, _, let after): apply(after, to: id)
            case .container(let id, _, let after): apply(after, to: id)
            case .imageStream(let id, _, let after): imageStreams.put(after, at: id)
            case .imageStreamTag(let id, _, let after):
                imageStreamTags.put(after.map { KnownTag(id: id, state: $0) }, at: id)
            case .running(let id, _, let after): running.put(after.map { KnownRunning(id: id, state: $0) }, at: id)
            }
        }
    }

    /// Takes over in how many Pods something runs.
    mutating func note(_ counts: [(id: RunningImage.ID, pods: Int64)]) {
        for (id, pods) in counts {
            if let place = running.place(of: id).found { running[place].state.pods = pods }
        }
    }

    private mutating func apply(_ after: Workload.State?, to id: Workload.ID) {
        if let after, let place = workloads.place(of: id).found {
            workloads[place].state = after
        } else {
            workloads.put(after.map { KnownWorkload(id: id, state: $0) }, at: id)
        }
    }

    private mutating func apply(_ after: Container.State?, to id: Container.ID) {
        guard let place = workloads.place(of: id.workload).found else { return }
        workloads[place].containers.removeAll { $0.isInit == id.isInit && $0.name.hasSameBytes(as: id.name) }
        guard let after else { return }
        workloads[place].containers.append(KnownContainer(isInit: id.isInit, name: id.name, state: after))
        workloads[place].containers.sort { $0.state.position < $1.state.position }
    }
}

extension StandingState.KnownWorkload: Named {}
extension StandingState.KnownTag: Named {}
