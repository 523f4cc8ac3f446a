import CFaultVFS
import Foundation
import Histories
import Model
import Questions
import Record
import Testing

/// Something that is done to a record while the disk fails under it.
struct DiskJob: Sendable, CustomTestStringConvertible {
    let name: String
    /// The file it begins with, of those that ``DiskJobs`` prepared; nil begins with none.
    let start: String?
    /// Does it.
    let run: @Sendable (Folder) throws -> Void
    /// What may be found afterwards: before it, or after it.
    let isState: @Sendable (Found) -> Bool
    /// Whether it is done.
    let isDone: @Sendable (Found) -> Bool

    var testDescription: String { name }
}

/// Jobs, and the files they begin with.
enum DiskJobs {
    static let seed: UInt64 = 55
    static let next = 6

    static func prepare() throws -> Folder {
        let folder = try Folder()
        _ = try Whole.record(folder.file("whole.db"), seed: seed, next)
        _ = try Whole.record(folder.file("older.db"), seed: seed, next)
        try Whole.makeOlder(folder.file("older.db"))
        return folder
    }

    private static func snapshot(_ number: Int) throws -> Snapshot {
        var history = RandomHistory(seed: seed)
        return try #require(history.snapshots(number).last)
    }

    static let all: [DiskJob] = [
        DiskJob(
            name: "make", start: nil, run: { try RecordWriter(path: $0.file("record.db")).record(snapshot(1)) },
            isState: { $0.snapshots <= 1 }, isDone: { $0.snapshots == 1 }),
        DiskJob(
            name: "record", start: "whole.db", run: { try RecordWriter(path: $0.file("record.db")).record(snapshot(next + 1)) },
            isState: { [next, next + 1].contains($0.snapshots) }, isDone: { $0.snapshots == next + 1 }),
        DiskJob(
            name: "migrate", start: "older.db", run: { try RecordWriter(path: $0.file("record.db")).record(snapshot(next + 1)) },
            isState: { [next, next + 1].contains($0.snapshots) }, isDone: { $0.snapshots == next + 1 }),
        DiskJob(
            name: "prune", start: "whole.db",
            run: {
                let since = Instant(secondsSince1970: 1_700_000_000 + 4 * 900)
                _ = try RecordWriter(path: $0.file("record.db")).prune(keepingSince: since, done: true)
            }, isState: { [next, 3].contains($0.snapshots) }, isDone: { $0.snapshots == 3 }),
        DiskJob(
            name: "backup", start: "whole.db",
            run: { try RecordReader(path: $0.file("record.db")).backUp(to: $0.file("copy.db"), replacing: true) },
            isState: { $0.snapshots == next }, isDone: { $0.snapshots == next }),
        DiskJob(
            name: "restore", start: nil,
            run: { _ = try RecordReader.restore($0.file("whole.db"), to: $0.file("record.db"), replacing: true) },
            isState: { [0, next].contains($0.snapshots) }, isDone: { $0.snapshots == next }),
        DiskJob(
            name: "ask", start: "whole.db",
            run: {
                let record = try RecordReader(path: $0.file("record.db"))
                _ = try record.standing(.containers)
                let findings = try record.verify().findings
                guard findings.isEmpty else { throw VerificationFailure(path: record.path, findings: findings) }
            }, isState: { $0.snapshots == next }, isDone: { $0.snapshots == next }),
    ]

    /// What asking must never say because a disk failed.
    struct Wrong: Error {}
}

/// A sort of fault.
struct DiskFault: Sendable, CustomTestStringConvertible {
    let name: String
    let kind: fault_kind

    var testDescription: String { name }

    static let all = [
        DiskFault(name: "open", kind: fault_open), DiskFault(name: "read", kind: fault_read),
        DiskFault(name: "write", kind: fault_write), DiskFault(name: "short write", kind: fault_short_write),
        DiskFault(name: "disk full", kind: fault_full), DiskFault(name: "fsync", kind: fault_sync),
        DiskFault(name: "truncate", kind: fault_truncate), DiskFault(name: "lock", kind: fault_lock),
        DiskFault(name: "shared memory", kind: fault_map), DiskFault(name: "remove", kind: fault_delete),
    ]
}
