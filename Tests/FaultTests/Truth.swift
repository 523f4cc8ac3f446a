import Foundation
import Histories
import Questions
import Record
import SQLite
import Testing

/// What a file holds, as the next one to come finds it.
struct Found: Equatable {
    var snapshots = 0
    /// The end of the chain; nil where nothing is recorded.
    var seal: String?

    /// Opens a file first as a reader and then as a writer would, verifies it, and says what it holds.
    ///
    /// A reader may be told that there is nothing yet, or that a writer must bring the file up to date; anything else that keeps
    /// it out is thrown.
    init(_ path: String, expecting seals: [String] = []) throws {
        do {
            _ = try RecordReader(path: path)
        } catch StoreError.missing {
            return
        } catch StoreError.empty, StoreError.interrupted {
            // Killed before or while it was made or migrated.
        }
        _ = try RecordWriter(path: path)
        let verification = try RecordReader(path: path).verify(expecting: seals)
        guard verification.holds else { throw VerificationFailure(path: path, findings: verification.findings) }
        snapshots = verification.chains.reduce(0) { $0 + $1.snapshots }
        seal = verification.chains.first?.seal
    }
}

/// Records that nothing happened to, to hold others against.
enum Whole {
    /// Records so many looks of a history, and gives the seal after each.
    static func record(_ path: String, seed: UInt64, _ count: Int) throws -> [String] {
        let store = try RecordWriter(path: path)
        var history = RandomHistory(seed: seed)
        return try history.snapshots(count).map { try store.record($0).seal }
    }

    /// The seals in a file, in the order of their snapshots.
    static func seals(_ path: String) throws -> [String] {
        try Connection(path: path, mode: .readOnly).rows("SELECT seal FROM snapshots ORDER BY taken_at").map {
            guard case .text(let seal) = $0[0] else { return "" }
            return seal
        }
    }

    /// Takes a file back to before the views were made; the tables stay as they are, with all they hold.
    static func makeOlder(_ path: String) throws {
        let connection = try Connection(path: path, mode: .readWrite)
        // A later script that makes more than views must be undone here too.
        try #require(try connection.integer("PRAGMA user_version") == 3)
        for row in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'view'") {
            guard case .text(let name) = row[0] else { continue }
            try connection.execute("DROP VIEW \"\(name)\"")
        }
        try connection.execute("PRAGMA user_version = 1")
        try connection.execute("PRAGMA journal_mode = DELETE")
    }
}

/// Dumps as `oc get deploy -A -o json` prints them, one an hour.
enum Dumps {
    static func write(_ count: Int, to folder: Folder) throws -> [(path: String, instant: String)] {
        try FileManager.default.createDirectory(atPath: folder.file("dumps"), withIntermediateDirectories: true)
        return try (0..<count).map { hour in
            let instant = "2026-01-05T\(hour < 10 ? "0" : "")\(hour):00:00Z"
            let items = (0..<30).map { number in
                """
                {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "w\(number)", "namespace": "shop", \
                "uid": "u\(number)"}, "spec": {"replicas": 1, "template": {"spec": {"containers": [{"name": "app", \
                "image": "quay.io/shop/w\(number):1.\((hour + number) / 4)"}]}}}}
                """
            }
            let list = "{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [\(items.joined(separator: ", "))]}"
            return (try folder.write("dumps/\(instant).json", list), instant)
        }
    }
}
