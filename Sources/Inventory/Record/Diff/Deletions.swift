public import Model
internal import Texts

/// What a snapshot takes to be gone, where that is so much that a person should know.
public struct Deletions: Sendable, Hashable {
    /// Much of what stood of a kind, in the whole cluster.
    public struct Loss: Sendable, Hashable {
        /// The kind.
        public let kind: ObjectKind
        /// How many stood before.
        public let stood: Int
        /// How many of them are gone.
        public let gone: Int

        package init(kind: ObjectKind, stood: Int, gone: Int) {
            self.kind = kind
            self.stood = stood
            self.gone = gone
        }

        /// Whether it is more than half of what stood and 20 objects at least: what an ordinary day does not bring.
        public var isMass: Bool { gone >= 20 && gone * 2 > stood }
    }

    /// Kinds of which so much is gone that it is rather a dump that does not hold what it is said to.
    public var losses: [Loss] = []
    /// Namespaces in which something stood, and now nothing does.
    public var namespaces: [String] = []

    /// Nothing out of the ordinary.
    public init() {}
}

/// Whether a snapshot may take much of what stands to be gone.
public enum DeletionPolicy: Sendable {
    /// It is recorded and said: a live cluster shows what it has.
    case recorded
    /// It is refused: a dump may well be another one than it is taken for.
    case refused
}

/// Counts, part by part, what stood and what of it goes.
struct DeletionTally {
    private var stood: [ObjectKind: Int] = [:]
    private var gone: [ObjectKind: Int] = [:]
    private var emptied: [ExactText] = []

    /// - Parameters:
    ///   - standing: What stood in the part's namespaces.
    ///   - changes: What the snapshot changes of it.
    mutating func add(_ standing: StandingState, _ changes: [Change]) {
        for index in standing.workloads.indices where !standing.workloads[index].id.isNeed {
            stood[standing.workloads[index].id.kind, default: 0] += 1
        }
        stood[.imageStream, default: 0] += standing.imageStreams.count
        stood[.imageStreamTag, default: 0] += standing.imageStreamTags.count
        var left: [ExactText: Int] = [:]
        var filled: Set<ExactText> = []
        for change in changes {
            guard let (kind, namespace) = change.object else { continue }
            switch change.edges {
            case (true, false):
                gone[kind, default: 0] += 1
                if kind != .imageStreamTag { left[ExactText(namespace), default: 0] -= 1 }
            case (false, true): filled.insert(ExactText(namespace))
            default: break
            }
        }
        guard !left.isEmpty else { return }
        for index in standing.workloads.indices where !standing.workloads[index].id.isNeed {
            left[ExactText(standing.workloads[index].id.namespace)]? += 1
        }
        for stream in standing.imageStreams { left[ExactText(stream.id.namespace)]? += 1 }
        emptied += left.filter { $0.value == 0 && !filled.contains($0.key) }.keys
    }

    /// What there is to say.
    var deletions: Deletions {
        var deletions = Deletions()
        deletions.losses = gone.sorted { $0.key < $1.key }
            .map { Deletions.Loss(kind: $0.key, stood: stood[$0.key] ?? 0, gone: $0.value) }.filter(\.isMass)
        deletions.namespaces = emptied.sorted().map(\.text)
        return deletions
    }
}

extension Change {
    /// The object it is of, where it is one by itself and no part of another.
    fileprivate var object: (kind: ObjectKind, namespace: String)? {
        switch self {
        case .workload(let id, _, _): id.isNeed ? nil : (id.kind, id.namespace)
        case .imageStream(let id, _, _): (.imageStream, id.namespace)
        case .imageStreamTag(let id, _, _): (.imageStreamTag, id.stream.namespace)
        case .coverage, .container, .running: nil
        }
    }
}
