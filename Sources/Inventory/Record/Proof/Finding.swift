public import Judging
public import Model

/// Something that does not hold.
public enum Finding: Sendable, Equatable {
    /// The file is not as SQLite wrote it.
    case damage(Damage)
    /// A snapshot's seal is not the hash of what the file says it saw.
    case seal(BrokenSeal)
    /// A signature is missing or wrong.
    case signature(BadSignature)
    /// The record contradicts itself.
    case invariant(Contradiction)
    /// The seal somebody kept, in hexadecimal, is in no chain: of the file, or of all of a fleet.
    case unexpected(seal: String, inFleet: Bool = false)

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
}

/// An entry of a cluster's chain of seals.
public enum ChainEntry: Sendable, Hashable {
    /// A snapshot, by its number in the file.
    case snapshot(cluster: String, number: Int64, takenAt: Instant)
    /// A cut.
    case cut(cluster: String, madeAt: Instant)
}

/// How a file is damaged.
public enum Damage: Sendable, Equatable {
    /// What SQLite's own checks say.
    case reported(SQLiteReason)
    /// Pages whose checksums do not fit, by the number of the first, counted from 1.
    case wrongPages(first: Int64, areMore: Bool)
}

/// How a chain of seals is broken.
public enum BrokenSeal: Sendable, Equatable {
    /// The first entry whose seal does not hold, or what that cut kept from before it; and how many later ones do not either.
    case first(ChainEntry, isOfKept: Bool, later: Int)
    /// A cut that stands behind a snapshot which is not there.
    case unplaced(ChainEntry)
}

/// How signatures do not vouch for a chain.
public enum BadSignature: Sendable, Equatable {
    /// An entry's signature by the key is not valid.
    case invalid(ChainEntry)
    /// The chain's end is not signed by the key, which vouches for it up to an earlier entry, if any.
    case endUnsigned(ChainEntry, signedUntil: ChainEntry?)
}

/// How a record contradicts itself.
public enum Contradiction: Sendable, Equatable {
    /// So many rows break a rule.
    case rule(RecordRule, rows: Int)
    /// So many rows of a table that nothing names.
    case unused(table: String, rows: Int)
    /// So many rows of a table that name rows of another which are not there.
    case dangling(table: String, named: String, rows: Int)
    /// A table, an index or a view is not the one this program makes: its type and its name.
    case schema(String)
    /// The snapshot before it is not older.
    case order(ChainEntry)
    /// It is marked as cut off where no cut is, or not where one is.
    case stub(ChainEntry)
    /// An object's state: the kind of fact, the object's fields, and by which snapshot it was first seen, if by one that is there.
    case state(fact: String, object: String, seen: Seen?, StateFault)
    /// The first of a cluster's judgements that does not follow from the rest, and how many more do not.
    case judgement(cluster: String, WrongJudgement, more: Int)

    /// By what snapshot.
    public struct Seen: Sendable, Equatable {
        /// The cluster's name.
        public let cluster: String
        /// When it was taken.
        public let takenAt: Instant
    }
}

/// What is always true of a record's rows, beside what the seals cover.
public enum RecordRule: Sendable, Hashable {
    /// The list of tags by the source they follow says what the tags' states say.
    case followers
    /// Snapshots that watches told, and they alone, have what was told.
    case followedSnapshots
    /// The snapshots said to have taken much for gone are those that did.
    case massDeletions
    /// Workloads are closed by complete looks.
    case closedWorkloads
    /// Containers are closed by complete looks for their workloads.
    case closedContainers
    /// Image streams are closed by complete looks.
    case closedImageStreams
    /// Images are said to run no more by complete looks at Pods.
    case closedRunning
    /// Tags are closed by complete looks.
    case closedTags
    /// Texts have their own fingerprints.
    case fingerprints
    /// References are cut into their own parts, and have their own full spelling.
    case references
    /// Kinds and outcomes have this program's names.
    case kinds
}

/// What is wrong with the interval of a state.
public enum StateFault: Sendable, Hashable {
    /// It is dated by a snapshot of another cluster.
    case ofAnotherCluster
    /// It begins in one cluster and ends in another.
    case acrossClusters
    /// It ends before it begins.
    case endsBeforeItBegins
    /// It begins while an earlier state still stands.
    case overlaps
}

/// A judgement that does not follow from the rest of the record.
public enum WrongJudgement: Sendable, Equatable {
    /// It is of no state of its container, which is known by its number in the file.
    case ofNoState(container: Int64)
    /// It is of a container that never was.
    case ofNoContainer
    /// What is written and what follows, where there is anything; by when the snapshot was taken, or its number where it is gone.
    case differs(Container.ID, at: Instant?, snapshot: Int64, written: Judgement?, expected: Judgement?)
}
