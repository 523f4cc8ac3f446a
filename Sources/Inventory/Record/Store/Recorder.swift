internal import Judging
internal import Model
internal import SQLite
internal import Texts

/// Writes one snapshot inside the transaction its store opened, part by part.
struct Recorder {
    private let connection: Connection
    private let signingKey: SigningKey?
    private let kept: CurrentStateCache
    private let facts: FactAccumulator

    init(_ connection: Connection, kept: CurrentStateCache, signingKey: SigningKey? = nil) {
        self.connection = connection
        self.kept = kept
        self.signingKey = signingKey
        facts = FactAccumulator(connection)
    }

    func record(
        _ header: SnapshotHeader, _ policy: DeletionPolicy = .recorded, _ nextPart: () throws -> SnapshotPart?
    ) throws -> Recorded {
        let (clusterID, isNew) = try cluster(named: header.cluster)
        try refuseThePast(header, clusterID)
        let reader = StandingReader(connection, cluster: clusterID)
        let coverage = try reader.coverage()
        let interner = try Interner(connection, cluster: clusterID, isAlone: true)
        let before = try lastLook(of: clusterID)
        let isFirst = before == nil
        let number = try write(header, clusterID, interner)
        let due = try DueContainers(connection, cluster: clusterID, interner, isFirst: isFirst)
        if isNew {
            for host in ImageReference.serviceRegistries.sorted() {
                try learnRegistry(host, clusterID, number, interner, due)
            }
        }
        let recording = Recording(
            clusterID: clusterID, number: number, looked: CoverageIndex(header.coverage), coverage: coverage, reader: reader,
            interner: interner, writer: VersionWriter(connection, interner, snapshot: number, facts: facts),
            history: HistoryWriter(connection, interner, cluster: clusterID, snapshot: number, facts: facts, due: due),
            due: due, running: RunningRows(connection, interner, snapshot: number, facts: facts), before: before)
        let tally = try record(recording, nextPart)
        let deletions = tally.deletions.deletions
        guard policy == .recorded || deletions.losses.isEmpty else {
            throw StoreError.massDeletion(cluster: header.cluster, takenAt: header.takenAt, deletions)
        }
        try write(deletions, of: number, interner)
        // Last, so that looking back still finds what the look before this one saw.
        for change in Diff.coverage(coverage, header.coverage) { try recording.writer.write(change, clusterID) }
        try JudgementWriter(connection, cluster: clusterID, snapshot: number, interner).write(due)
        try write(tally, of: number)
        let seal = try Sealer(connection, signingKey: signingKey).seal(snapshot: number, cluster: clusterID, facts)
        var recorded = Recorded(number, header, tally, seal: seal)
        recorded.deletions = deletions
        recorded.neverFound = try header.coverage.namespacesOfNothing.filter { try !isKnown($0, clusterID) }
        return recorded
    }

    /// When somebody last looked for all that stands; what watches told since does not count.
    private func lastLook(of clusterID: Int64) throws -> Instant? {
        Instant(
            try connection.row(
                "SELECT max(taken_at) FROM snapshot WHERE cluster_id = ?1 AND followed = 0", .integer(clusterID))?[0].integer)
    }

    /// Writes what watches told since the last look: of the objects they told of, and of no other.
    ///
    /// - Parameter parts: One a namespace.
    /// - Throws: ``NothingFollowed`` where nothing that is kept changed, and no watch broke.
    func follow(_ header: SnapshotHeader, _ parts: [SnapshotPart]) throws -> Recorded {
        let (clusterID, _) = try cluster(named: header.cluster)
        try refuseThePast(header, clusterID)
        let reader = StandingReader(connection, cluster: clusterID)
        let interner = try Interner(connection, cluster: clusterID, isAlone: true)
        let before = try lastLook(of: clusterID)
        let number = try write(header, clusterID, interner)
        let due = try DueContainers(connection, cluster: clusterID, interner, isFirst: false)
        var recording = Recording(
            clusterID: clusterID, number: number, looked: CoverageIndex([]), coverage: try reader.coverage(), reader: reader,
            interner: interner, writer: VersionWriter(connection, interner, snapshot: number, facts: facts),
            history: HistoryWriter(connection, interner, cluster: clusterID, snapshot: number, facts: facts, due: due),
            due: due, running: RunningRows(connection, interner, snapshot: number, facts: facts), before: before)
        kept.forget()
        var tally = RecordingTally()
        for part in parts {
            guard let namespace = part.lastNamespace else { continue }
            recording.looked = CoverageIndex(followed: part)
            let standing = try reader.objects(in: NamespaceRange(only: namespace))
            let (changes, unplaced) = try write(part, over: standing, recording)
            tally.add(part, changes + (try writeRunning(part, over: standing, recording)).changes)
            tally.unplaced.merge(unplaced, uniquingKeysWith: +)
        }
        guard tally.changes > 0 || header.coverage.contains(where: { $0.outcome != .followed }) else { throw NothingFollowed() }
        try FollowWriter(connection, interner, cluster: clusterID, snapshot: number, facts: facts).write(header.coverage)
        try JudgementWriter(connection, cluster: clusterID, snapshot: number, interner).write(due)
        try write(tally, of: number)
        let seal = try Sealer(connection, signingKey: signingKey).seal(snapshot: number, cluster: clusterID, facts)
        return Recorded(number, header, tally, seal: seal)
    }

    /// Whether anything was ever found in a namespace.
    private func isKnown(_ namespace: String, _ clusterID: Int64) throws -> Bool {
        try connection.row(
            """
            SELECT 1 FROM namespace n WHERE n.cluster_id = ?1 AND n.name = ?2 AND (
                EXISTS (SELECT 1 FROM workload w WHERE w.namespace_id = n.id)
                OR EXISTS (SELECT 1 FROM image_stream i WHERE i.namespace_id = n.id))
            """, .integer(clusterID), .text(namespace)) != nil
    }

    private func write(_ deletions: Deletions, of number: Int64, _ interner: Interner) throws {
        for loss in deletions.losses {
            try connection.run(
                "INSERT INTO mass_deletion (snapshot_id, kind_id, stood, gone) VALUES (?1, ?2, ?3, ?4)", .integer(number),
                .integer(try interner.kind(loss.kind)), .integer(Int64(loss.stood)), .integer(Int64(loss.gone)))
        }
    }

    /// What is the same for all parts of a snapshot.
    private struct Recording {
        let clusterID: Int64
        let number: Int64
        var looked: CoverageIndex
        let coverage: [Coverage.Scope: Coverage]
        let reader: StandingReader
        let interner: Interner
        let writer: VersionWriter
        let history: HistoryWriter
        let due: DueContainers
        let running: RunningRows
        /// When the look before this one was taken.
        let before: Instant?
    }

    private func record(_ recording: Recording, _ nextPart: () throws -> SnapshotPart?) throws -> RecordingTally {
        var tally = RecordingTally()
        var namespaces = NamespaceRange()
        repeat {
            let part = try nextPart() ?? SnapshotPart()
            namespaces.through = part.lastNamespace
            var standing = try standing(recording, namespaces)
            var (changes, unplaced) = try write(part, over: standing, recording)
            let running = try writeRunning(part, over: standing, recording)
            changes += running.changes
            standing.note(running.counts)
            tally.add(part, changes)
            tally.unplaced.merge(unplaced, uniquingKeysWith: +)
            tally.deletions.add(standing, changes)
            recording.interner.forgetMuch()
            // Only what stands everywhere is of use for the next snapshot.
            if namespaces == .all { try kept.keep(recording.clusterID, standing, changes, connection) }
            namespaces.after = part.lastNamespace
        } while namespaces.through != nil
        return tally
    }

    private func standing(_ recording: Recording, _ namespaces: NamespaceRange) throws -> StandingState {
        if namespaces == .all, let standing = try kept.take(recording.clusterID, connection) { return standing }
        kept.forget()
        return try recording.reader.objects(in: namespaces)
    }

    private func write(
        _ part: SnapshotPart, over standing: StandingState, _ recording: Recording
    ) throws -> ([Change], unplaced: [ImageStreamTag.ID: Int]) {
        let changes = Diff(from: standing, to: part, looked: recording.looked).changes
        for change in changes {
            try recording.writer.write(change, recording.clusterID)
            try recording.due.note(change)
            if case .imageStream(_, _, let stream?) = change {
                try learnRegistries(of: stream, recording)
            }
        }
        let unplaced = try recording.history.write(
            part.imageStreamTags, standing: standing.imageStreamTags, coverage: recording.coverage, changes: changes)
        try recording.writer.write(part.images)
        return (changes, unplaced)
    }

    /// Last, so that what images say of their names is known by then.
    private func writeRunning(
        _ part: SnapshotPart, over standing: StandingState, _ recording: Recording
    ) throws -> RunningDiff {
        try recording.running.learn(part.images)
        let lookedBefore = CoverageIndex(Array(recording.coverage.values))
        let diff = try RunningDiff(
            from: standing.running, to: part.runningImages, looked: recording.looked,
            lastLook: { lookedBefore.completely(at: .pod, in: $0) ? recording.before : nil }, names: recording.running.names)
        for (digest, localID) in diff.learnt { try recording.running.learn(digest, localID, isLocal: true) }
        for change in diff.changes { try recording.writer.write(change, recording.clusterID) }
        try recording.running.writeCounts(of: diff.changes)
        try recording.running.write(diff.counts)
        return diff
    }

    private func cluster(named name: String) throws -> (id: Int64, isNew: Bool) {
        if let row = try connection.row("SELECT id FROM cluster WHERE name = ?1", .text(name)), let id = row[0].integer {
            return (id, false)
        }
        try connection.run("INSERT INTO cluster (name, rules) VALUES (?1, ?2)", .text(name), .integer(Judging.rules))
        return (connection.lastInsertedRow, true)
    }

    private func refuseThePast(_ snapshot: SnapshotHeader, _ clusterID: Int64) throws {
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

    private func write(_ snapshot: SnapshotHeader, _ clusterID: Int64, _ interner: Interner) throws -> Int64 {
        try connection.run(
            """
            INSERT INTO snapshot
                (cluster_id, taken_at, source_id, workloads, containers, image_streams, istags, changes, followed)
            VALUES (?1, ?2, ?3, 0, 0, 0, 0, 0, ?4)
            """,
            .integer(clusterID), .integer(snapshot.takenAt.secondsSince1970),
            .integer(try interner.text(snapshot.source)), .integer(snapshot.isFollowed ? 1 : 0))
        return connection.lastInsertedRow
    }

    private func write(_ tally: RecordingTally, of number: Int64) throws {
        try connection.run(
            """
            UPDATE snapshot SET workloads = ?2, containers = ?3, image_streams = ?4, istags = ?5, changes = ?6 WHERE id = ?1
            """,
            .integer(number), .integer(Int64(tally.workloads)), .integer(Int64(tally.containers)),
            .integer(Int64(tally.imageStreams)), .integer(Int64(tally.imageStreamTags)), .integer(Int64(tally.changes)))
    }

    private func learnRegistries(of stream: ImageStream, _ recording: Recording) throws {
        for repository in [stream.repository, stream.publicRepository] {
            guard let repository, let host = ImageReference(repository).parts?.registry else { continue }
            try learnRegistry(host, recording.clusterID, recording.number, recording.interner, recording.due)
        }
    }

    private func learnRegistry(
        _ host: String, _ clusterID: Int64, _ snapshot: Int64, _ interner: Interner, _ due: DueContainers
    ) throws {
        let number = try interner.registry(host)
        let learnt = try connection.row(
            "INSERT OR IGNORE INTO internal_registry (cluster_id, registry_id, from_snapshot) VALUES (?1, ?2, ?3) RETURNING 1",
            .integer(clusterID), .integer(number), .integer(snapshot))
        guard learnt != nil else { return }
        try facts.note(.opened(.internalRegistry) { $0.append(host) })
        try due.noteRegistry(number)
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
        case .running(_, let before, let after): (before != nil, after != nil)
        }
    }
}

extension [Coverage] {
    /// Namespaces that were looked at by themselves, and in which nothing was found.
    fileprivate var namespacesOfNothing: [String] {
        let named = Dictionary(grouping: filter { $0.namespace != nil }, by: { ExactText($0.namespace ?? "") })
        return named.filter { $0.value.allSatisfy { $0.objects == 0 } }.keys.sorted().map(\.text)
    }
}
