public import Model

/// Something that does not hold.
public enum Finding: Sendable, Equatable, CustomStringConvertible {
    /// SQLite itself finds the file damaged.
    case damage(String)
    /// A snapshot's seal is not the hash of what the file says it saw.
    case seal(String)
    /// A signature is missing or wrong.
    case signature(String)
    /// The record contradicts itself.
    case invariant(String)
    /// The seal somebody kept is not in the chain.
    case unexpected(String)

    /// 0 is the gravest: what makes the rest unsure comes first, then what names a snapshot.
    var gravity: Int {
        switch self {
        case .damage: 0
        case .seal: 1
        case .unexpected: 2
        case .signature: 3
        case .invariant: 4
        }
    }

    /// One sentence for people.
    public var description: String {
        switch self {
        case .damage(let text), .seal(let text), .signature(let text), .invariant(let text), .unexpected(let text): text
        }
    }
}

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

    /// The chains, by cluster.
    public var chains: [Chain] = []
    /// How many facts the seals are over.
    public var facts = 0
    /// What does not hold, the gravest first.
    public var findings: [Finding] = []
    /// What holds and is worth saying.
    public var notes: [String] = []

    /// Nothing looked at yet.
    public init() {}

    /// Whether the record is what was recorded.
    public var holds: Bool { findings.isEmpty }
}

/// A record that is not what was recorded.
public struct VerificationFailure: Error, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What does not hold.
    public let findings: [Finding]

    /// Says what does not hold, the first things first.
    public init(path: String, findings: [Finding]) {
        self.path = path
        self.findings = findings
    }

    /// What does not hold, the first thing first, and what to do.
    public var description: String {
        let others = findings.count > 1 ? " (and \(findings.count - 1) more)" : ""
        return "\(path): the record does not hold: \(findings.first?.description ?? "")\(others). Nothing was changed. "
            + "Keep this file as evidence and go back to your latest copy that verifies."
    }
}
