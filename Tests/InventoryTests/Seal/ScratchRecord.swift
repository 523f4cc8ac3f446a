import Foundation
import Histories
import Questions
import Record
import SQLite

/// A record file in a folder that goes when the test does.
final class ScratchRecord {
    let folder: URL
    var path: String { folder.appendingPathComponent("record.db").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A record of random looks at one cluster.
    convenience init(seed: UInt64, snapshots count: Int) throws {
        try self.init()
        let store = try RecordWriter(path: path)
        var history = RandomHistory(seed: seed)
        for snapshot in history.snapshots(count) { try store.record(snapshot) }
    }

    /// Writes to the file as anybody with `sqlite3` could.
    func edit(_ sql: String...) throws {
        let connection = try Connection(path: path, mode: .readWrite)
        for statement in sql { try connection.execute(statement) }
    }

    func verify(expecting seals: [String] = [], publicKey: PublicKey? = nil) throws -> Verification {
        try RecordReader(path: path).verify(expecting: seals, publicKey: publicKey)
    }

    /// The same file under another name, to be edited.
    func copy() throws -> ScratchRecord {
        let other = try ScratchRecord()
        try edit("PRAGMA wal_checkpoint(TRUNCATE)")
        try FileManager.default.copyItem(atPath: path, toPath: other.path)
        return other
    }
}
