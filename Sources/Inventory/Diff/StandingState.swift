/// What the record holds to be true of one cluster at one snapshot.
public struct StandingState: Sendable, Equatable {
    /// What that snapshot looked at.
    public var coverage: [Coverage.Scope: Coverage] = [:]
    /// The workloads, their containers aside.
    public var workloads: [Workload.ID: Workload.State] = [:]
    /// The containers.
    public var containers: [Container.ID: Container.State] = [:]
    /// The image streams, their tags aside.
    public var imageStreams: [ImageStream.ID: ImageStream] = [:]
    /// The tags.
    public var imageStreamTags: [ImageStreamTag.ID: ImageStreamTag.State] = [:]

    /// Nothing known yet.
    public init() {}

    /// Applies changes in their order.
    public mutating func apply(_ changes: [Change]) {
        for change in changes {
            switch change {
            case .coverage(let scope, _, let after): coverage[scope] = after
            case .workload(let id, _, let after): workloads[id] = after
            case .container(let id, _, let after): containers[id] = after
            case .imageStream(let id, _, let after): imageStreams[id] = after
            case .imageStreamTag(let id, _, let after): imageStreamTags[id] = after
            }
        }
    }
}
