import LivingCluster
import Model
import Record

/// Writes the files that the measurements read.
enum Generate {
    static let quarter: Int64 = 900
    static let snapshotsPerDay = 96

    /// One dump of a cluster on its first day.
    static func dump(_ size: ClusterSize, showsManagedFields: Bool, to path: String) throws {
        try LivingCluster(size).dump(showsManagedFields: showsManagedFields, to: path)
    }

    /// A record of so many quarter-hour snapshots, recorded as `collect` records them, but not read from JSON.
    static func year(_ size: ClusterSize, snapshots: Int, to path: String) throws {
        let store = try RecordWriter(path: path)
        var life = Life(size)
        for number in 0..<snapshots {
            try store.record(life.next())
            if number % 960 == 959 { tell("\(number + 1) of \(snapshots) snapshots") }
        }
    }

    /// The dumps of consecutive snapshots, a folder each.
    static func dumps(_ size: ClusterSize, snapshots: Int, to folder: String) throws {
        var life = Life(size)
        for _ in 0..<snapshots {
            let snapshot = life.next()
            let name = "\(snapshot.takenAt)".replacing(":", with: "-")
            try makeFolder("\(folder)/\(name)")
            try life.cluster.dump(.deployments, to: "\(folder)/\(name)/deployments.json")
            try life.cluster.dump(.imageStreams, to: "\(folder)/\(name)/imagestreams.json")
        }
    }
}

/// A cluster's snapshots one after the other: 500 tags move, 200 images change and Pods of 1,000 containers are started anew a day among
/// 10,000 workloads.
struct Life {
    var cluster: LivingCluster
    private var taken: Int64 = 0
    private let moves: Double
    private let changes: Double
    private var owedMoves = 0.0
    private var owedChanges = 0.0
    private var owedRestarts = 0.0

    init(_ size: ClusterSize) {
        cluster = LivingCluster(size)
        let share = Double(size.workloads) / 10_000 / Double(Generate.snapshotsPerDay)
        moves = 500 * share
        changes = 200 * share
    }

    mutating func next() -> Snapshot {
        let instant = LivingCluster.birth.advanced(by: taken * Generate.quarter)
        if taken > 0 { live(until: instant) }
        taken += 1
        return cluster.snapshot(at: instant)
    }

    private mutating func live(until instant: Instant) {
        owedMoves += moves
        owedChanges += changes
        owedRestarts += changes * 5
        while owedMoves >= 1 {
            cluster.moveTag(at: instant.advanced(by: -Int64(owedMoves) * 7))
            owedMoves -= 1
        }
        while owedChanges >= 1 {
            cluster.changeImage(at: instant.advanced(by: -Int64(owedChanges) * 7))
            owedChanges -= 1
        }
        while owedRestarts >= 1 {
            cluster.restart(at: instant.advanced(by: -Int64(owedRestarts) * 7))
            owedRestarts -= 1
        }
    }
}
