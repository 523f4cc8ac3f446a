internal import SQLite

/// What recording a snapshot did.
public struct Recorded: Sendable, Equatable {
    /// The snapshot's number in the file.
    public let snapshot: Int64
    /// Objects that were not there before.
    public let opened: Int
    /// Objects whose state changed.
    public let changed: Int
    /// Objects that are gone.
    public let closed: Int
    /// What was asked for and not, or not wholly, answered.
    public let incomplete: [Coverage]
    /// The seal that chains it to all before it, in lower-case hexadecimal.
    public let seal: String
}

/// Writes one snapshot inside the transaction its store opened.
struct Recorder {
    private let connection: Connection
    private let signingKey: SigningKey?
    private let kept: KeptStanding
    private let ledger = Ledger()

    init(_ connection: Connection, kept: KeptStanding, signingKey: SigningKey? = nil) {
        self.connection = connection
        self.kept = kept
        self.signingKey = signingKey
    }

    func record(_ snapshot: Snapshot) throws -> Recorded {
        let (clusterID, isNew) = try cluster(named: snapshot.cluster)
        try refuseThePast(snapshot, clusterID)
        let standing = try isNew ? StandingState() : standing(of: clusterID)
        let changes = Diff(from: standing, to: snapshot).changes
        let interner = Interner(connection, cluster: clusterID)
        let number = try write(snapshot, clusterID, changes: changes.count(where: \.isOfCluster), interner)
        if isNew {
            for host in ImageReference.serviceRegistries.sorted() {
                try learnRegistry(host, clusterID, number, interner)
            }
        }
        let writer = VersionWriter(connection, interner, snapshot: number, ledger: ledger)
        for change in changes {
            try writer.write(change, clusterID)
            if case .imageStream(_, _, let stream?) = change {
                try learnRegistries(of: stream, clusterID, number, interner)
            }
        }
        try HistoryWriter(connection, interner, cluster: clusterID, snapshot: number, ledger: ledger)
            .write(snapshot, standing: standing, changes: changes)
        try writer.write(snapshot.images)
        let seal = try Sealer(connection, signingKey: signingKey).seal(snapshot: number, cluster: clusterID, ledger.facts)
        try kept.keep(clusterID, standing, changes, connection)
        return recorded(number, changes, snapshot.coverage, seal: seal)
    }

    private func standing(of clusterID: Int64) throws -> StandingState {
        try kept.take(clusterID, connection) ?? StandingReader(connection, cluster: clusterID).read()
    }

    private func cluster(named name: String) throws -> (id: Int64, isNew: Bool) {
        if let row = try connection.row("SELECT id FROM cluster WHERE name = ?1", .text(name)), let id = row[0].integer {
            return (id, false)
        }
        try connection.run("INSERT INTO cluster (name) VALUES (?1)", .text(name))
        return (connection.lastInsertedRow, true)
    }

    private func refuseThePast(_ snapshot: Snapshot, _ clusterID: Int64) throws {
        let row = try connection.row("SELECT max(taken_at) FROM snapshot WHERE cluster_id = ?1", .integer(clusterID))
        guard let newest = Instant(row?[0].integer), snapshot.takenAt <= newest else { return }
        let isKnown =
            try connection.row(
                "SELECT 1 FROM snapshot WHERE cluster_id = ?1 AND taken_at = ?2", .integer(clusterID),
                .integer(snapshot.takenAt.secondsSince1970)) != nil
        throw isKnown
            ? StoreError.alreadyRecorded(cluster: snapshot.cluster, takenAt: snapshot.takenAt)
            : StoreError.olderThanNewest(cluster: snapshot.cluster, takenAt: snapshot.takenAt, newest: newest)
    }

    private func write(_ snapshot: Snapshot, _ clusterID: Int64, changes: Int, _ interner: Interner) throws -> Int64 {
        let containers = snapshot.workloads.reduce(0) { $0 + $1.containers.count }
        try connection.run(
            """
            INSERT INTO snapshot
                (cluster_id, taken_at, source_id, workloads, containers, image_streams, istags, changes)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            .integer(clusterID), .integer(snapshot.takenAt.secondsSince1970),
            .integer(try interner.text(snapshot.source)),
            .integer(Int64(snapshot.workloads.count)), .integer(Int64(containers)),
            .integer(Int64(snapshot.imageStreams.count)), .integer(Int64(snapshot.imageStreamTags.count)),
            .integer(Int64(changes)))
        return connection.lastInsertedRow
    }

    private func learnRegistries(
        of stream: ImageStream, _ clusterID: Int64, _ snapshot: Int64, _ interner: Interner
    ) throws {
        for repository in [stream.repository, stream.publicRepository] {
            guard let repository, let host = ImageReference(repository).parts?.registry else { continue }
            try learnRegistry(host, clusterID, snapshot, interner)
        }
    }

    private func learnRegistry(_ host: String, _ clusterID: Int64, _ snapshot: Int64, _ interner: Interner) throws {
        let learnt = try connection.row(
            "INSERT OR IGNORE INTO internal_registry (cluster_id, registry_id, from_snapshot) VALUES (?1, ?2, ?3) RETURNING 1",
            .integer(clusterID), .integer(try interner.registry(host)), .integer(snapshot))
        if learnt != nil { ledger.note(.opened(.internalRegistry) { $0.append(host) }) }
    }

    private func recorded(_ number: Int64, _ changes: [Change], _ coverage: [Coverage], seal: SealHash) -> Recorded {
        var opened = 0
        var changed = 0
        var closed = 0
        for change in changes where change.isOfCluster {
            switch change.edges {
            case (false, _): opened += 1
            case (true, true): changed += 1
            case (true, false): closed += 1
            }
        }
        return Recorded(
            snapshot: number, opened: opened, changed: changed, closed: closed,
            incomplete: coverage.filter { $0.outcome == .forbidden || $0.outcome == .failed }, seal: seal.hex)
    }
}

extension Change {
    /// Whether there was a state before, and is one after.
    var edges: (before: Bool, after: Bool) {
        switch self {
        case .coverage(_, let before, let after): (before != nil, after != nil)
        case .workload(_, let before, let after): (before != nil, after != nil)
        case .container(_, let before, let after): (before != nil, after != nil)
        case .imageStream(_, let before, let after): (before != nil, after != nil)
        case .imageStreamTag(_, let before, let after): (before != nil, after != nil)
        }
    }
}
