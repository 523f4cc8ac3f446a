import CPageSums
import CSQLite
import Foundation
import Testing

@testable import SQLite

/// What a reader sorts is held in memory, whatever SQLite itself would put into a file of $TMPDIR.
@Suite("Files without a name, of whoever only reads")
struct MemoryFileTests {
    private static let piece = 64 << 10

    /// One of them, opened and asked as SQLite does.
    private final class Opened {
        let file: UnsafeMutablePointer<sqlite3_file>
        private let storage: UnsafeMutableRawPointer
        private var methods: sqlite3_io_methods { file.pointee.pMethods.pointee }

        init() throws {
            let vfs = try #require(sqlite3_vfs_find(page_sums_vfs_to_read()))
            storage = .allocate(byteCount: Int(vfs.pointee.szOsFile), alignment: 16)
            file = storage.bindMemory(to: sqlite3_file.self, capacity: 1)
            let flags = SQLITE_OPEN_TEMP_JOURNAL | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_DELETEONCLOSE
            try #require(vfs.pointee.xOpen(vfs, nil, file, flags, nil) == SQLITE_OK)
        }

        deinit {
            _ = methods.xClose(file)
            storage.deallocate()
        }

        func write(_ bytes: [UInt8], at offset: Int) -> Int32 { methods.xWrite(file, bytes, Int32(bytes.count), Int64(offset)) }

        func read(_ count: Int, at offset: Int) -> (code: Int32, bytes: [UInt8]) {
            var bytes = [UInt8](repeating: 0xEE, count: count)
            return (methods.xRead(file, &bytes, Int32(count), Int64(offset)), bytes)
        }

        func truncate(to size: Int) -> Int32 { methods.xTruncate(file, Int64(size)) }

        var size: Int {
            var size: Int64 = -1
            _ = methods.xFileSize(file, &size)
            return Int(size)
        }
    }

    @Test("hold what was written across pieces, gaps and cuts, as an array of bytes does", arguments: 1...20)
    func contents(seed: UInt64) throws {
        var state = seed &* 0x9E37_79B9_7F4A_7C15
        func chance(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let file = try Opened()
        var truth: [UInt8] = []
        for _ in 0..<200 {
            let offset = chance(3) == 0 ? chance(6) * Self.piece : chance(5 * Self.piece)
            let count = [1, 100, 4096, Self.piece, Self.piece + 1, 3 * Self.piece][chance(6)]
            switch chance(8) {
            case 0:
                #expect(file.truncate(to: offset) == SQLITE_OK)
                if offset < truth.count { truth.removeSubrange(offset...) }
            case 1...3:
                let read = file.read(count, at: offset)
                // SQLITE_IOERR_SHORT_READ, https://www.sqlite.org/rescode.html#ioerr_short_read.
                let there = Array(truth.dropFirst(offset).prefix(count))
                #expect(read.code == (there.count == count ? SQLITE_OK : SQLITE_IOERR | 2 << 8))
                #expect(read.bytes == there + [UInt8](repeating: 0, count: count - there.count))
            default:
                let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ chance(251)) }
                #expect(file.write(bytes, at: offset) == SQLITE_OK)
                if truth.count < offset + count { truth += [UInt8](repeating: 0, count: offset + count - truth.count) }
                truth.replaceSubrange(offset..<(offset + count), with: bytes)
            }
            #expect(file.size == truth.count)
        }
        #expect(file.read(truth.count, at: 0).bytes == truth)
    }

    @Test("take what a reader's caches have no room for, in the right order, and no file is opened for it")
    func sorting() throws {
        let database = try TemporaryDatabase()
        do {
            let writer = try database.open()
            try writer.execute("CREATE TABLE t (value TEXT)")
            let insert = """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 30000)
                INSERT INTO t SELECT printf('%08d', i * 7919 % 30011) || hex(zeroblob(100)) FROM n
                """
            try writer.execute(insert)
        }
        let reader = try database.open(.readOnly)
        // Room for ten pages: sorted runs, the materialised half and the index over it are all put away.
        try reader.execute("PRAGMA cache_size = 10")
        let statement = try reader.prepare(
            """
            WITH half AS MATERIALIZED (SELECT DISTINCT value FROM t WHERE value < '00015')
            SELECT t.value FROM t LEFT JOIN half h ON h.value = t.value ORDER BY t.value
            """)
        var (last, count) = ("", 0)
        while try statement.step() {
            let value = statement.text(at: 0) ?? ""
            #expect(value >= last)
            (last, count) = (value, count + 1)
            guard count == 1 else { continue }
            // SQLite unlinks its temporary files as soon as they are open, so Linux calls them deleted.
            let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap {
                try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
            }
            #expect(!open.contains { $0.contains("etilqs_") }, "\(open)")
        }
        #expect(count == 30_000)
    }
}
