public import Model

/// What verifying a record showed.
public struct Verification: Sendable {
    /// One cluster's chain.
    public struct Chain: Sendable, Equatable {
        /// The cluster's name.
        public let cluster: String
        /// Its snapshots in the file.
        public let snapshots: Int
        /// When the first of them was taken.
        public let first: Instant
        /// When the newest was taken.
        public let newest: Instant
        /// The chain's end: whoever keeps it can prove later that nothing before it was changed.
        public let seal: String
        /// How many of its seals carry a signature.
        public let signed: Int
    }

    /// What holds and is worth knowing.
    public enum Note: Sendable, Hashable {
        /// An old stretch of a cluster was cut off.
        case cut(cluster: String, CutOff)
        /// A cluster is judged by other rules than this program's, so its judgements were not compared.
        case otherRules(cluster: String, recorded: Int64, known: Int64)
        /// The seal that was kept is that of an entry; whether something before it was cut off since.
        case kept(ChainEntry, isCutSince: Bool)
        /// The seal that was kept is that of a cut.
        case keptCut(CutOff)
    }

    /// What a cut took away.
    public struct CutOff: Sendable, Hashable {
        /// Snapshots that went.
        public let snapshots: Int64
        /// States of objects that went.
        public let states: Int64
        /// When the oldest snapshot that went was taken.
        public let removedFrom: Instant
        /// When the oldest snapshot that stayed was taken.
        public let keptFrom: Instant
        /// When it was cut.
        public let madeAt: Instant
    }

    /// The chains, by cluster.
    public var chains: [Chain] = []
    /// How many facts the seals are over.
    public var facts = 0
    /// What does not hold, the gravest first.
    public var findings: [Finding] = []
    /// What holds and is worth knowing.
    public var notes: [Note] = []

    /// Nothing looked at yet.
    public init() {}

    /// Whether the record is what was recorded.
    public var holds: Bool { findings.isEmpty }
}

/// A record that is not what was recorded.
public struct VerificationFailure: Error, Sendable {
    /// The file.
    public let path: String
    /// What does not hold.
    public let findings: [Finding]

    /// Says what does not hold, the first things first.
    public init(path: String, findings: [Finding]) {
        self.path = path
        self.findings = findings
    }
}
