import CPageSums
import CSQLite
import Foundation
import Testing

@testable import SQLite

/// From 3.45 on SQLite reads parts of overflow pages straight from the file. Whatever part is asked for, its page is checked.
@Suite("Parts of pages")
struct PagePartTests {
    private static let size = 4096
    private let database: TemporaryDatabase

    init() throws {
        database = try TemporaryDatabase()
        let connection = try database.open()
        try connection.execute("CREATE TABLE long (text)")
        for length in [1502, 4080, 9000, 30_000] {
            try connection.run("INSERT INTO long VALUES (?1)", .text(String(repeating: "w", count: length)))
        }
    }

    /// The file as the VFS shows it, read as SQLite would.
    private final class Opened {
        let file: UnsafeMutablePointer<sqlite3_file>
        private let storage: UnsafeMutableRawPointer
        let count: Int

        init(_ path: String) throws {
            let vfs = try #require(sqlite3_vfs_find(page_sums_vfs()))
            storage = .allocate(byteCount: Int(vfs.pointee.szOsFile), alignment: 16)
            file = storage.bindMemory(to: sqlite3_file.self, capacity: 1)
            count = try Data(contentsOf: URL(fileURLWithPath: path)).count
            var granted: Int32 = 0
            // A name is followed by its parameters, of which there are none, https://www.sqlite.org/c3ref/create_filename.html.
            let name = try #require(sqlite3_create_filename(path, path, path, 0, nil))
            defer { sqlite3_free_filename(name) }
            try #require(
                vfs.pointee.xOpen(vfs, name, file, SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY, &granted) == SQLITE_OK)
        }

        deinit {
            _ = file.pointee.pMethods.pointee.xClose(file)
            storage.deallocate()
        }

        func read(_ count: Int, at offset: Int) -> (code: Int32, bytes: [UInt8]) {
            var bytes = [UInt8](repeating: 0xEE, count: count)
            let code = file.pointee.pMethods.pointee.xRead(file, &bytes, Int32(count), Int64(offset))
            return (code, bytes)
        }
    }

    /// Beginnings and lengths that meet every edge of a page, whole pages and several of them among them.
    private func ranges(_ count: Int) -> [(offset: Int, count: Int)] {
        let size = PagePartTests.size
        let starts = [0, 1, 4, 16, 99, 100, 512, 1024, 2048, size - 13, size - 12, size - 4, size - 1]
        let lengths = [
            1, 4, 8, 16, 100, 101, 510, 512, 1024, 1506, 2048, size - 16, size - 12, size - 8, size, size + 4, 3 * size,
        ]
        return (0..<count / size).flatMap { page in
            starts.flatMap { start in lengths.map { (page * size + start, $0) } }
        }.filter { $0.offset + $0.count <= count }
    }

    /// The file's bytes without the checksums, as SQLite sees them.
    private func content() throws -> [UInt8] {
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: database.path)))
        for end in stride(from: PagePartTests.size, through: bytes.count, by: PagePartTests.size) {
            for index in end - 12..<end { bytes[index] = 0 }
        }
        return bytes
    }

    private func flip(_ offset: Int) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: database.path))
        bytes[offset] ^= 0x10
        try bytes.write(to: URL(fileURLWithPath: database.path))
    }

    @Test("every part of an intact file is handed over as it is, whichever is read first")
    func intact() throws {
        let content = try content()
        let opened = try Opened(database.path)
        for range in ranges(opened.count) {
            for file in [opened, try Opened(database.path)] {
                let (code, bytes) = file.read(range.count, at: range.offset)
                #expect(code == SQLITE_OK, "\(range)")
                guard bytes.elementsEqual(content[range.offset..<range.offset + range.count]) else {
                    Issue.record("\(range): other bytes")
                    return
                }
            }
        }
    }

    @Test(
        "a part of a page in which one bit was turned is an error, wherever in the page the bit lies",
        arguments: [0, 5, 1501, 4091])
    func damaged(place: Int) throws {
        let size = PagePartTests.size
        let page = 3
        try flip(page * size + place)
        let opened = try Opened(database.path)
        for range in ranges(opened.count) {
            let touches = range.offset < (page + 1) * size && range.offset + range.count > page * size
            #expect(
                opened.read(range.count, at: range.offset).code == (touches ? csqlite_ioerr_data : SQLITE_OK), "\(range)")
        }
    }

    @Test("the first page's header is told while it may be half written, and everything else of that page is checked")
    func header() throws {
        try flip(60)
        let opened = try Opened(database.path)
        #expect(opened.read(100, at: 0).code == SQLITE_OK)
        #expect(opened.read(16, at: 24).code == SQLITE_OK)
        for (count, offset) in [(PagePartTests.size, 0), (101, 0), (4, 100), (512, 512), (4, 4080)] {
            #expect(opened.read(count, at: offset).code == csqlite_ioerr_data)
        }
    }

    @Test("while wrong pages are counted, parts of them are let through and counted too")
    func counted() throws {
        try flip(3 * PagePartTests.size + 7)
        let opened = try Opened(database.path)
        var state = page_sums_state()
        state.is_counting = 1
        let control = try #require(opened.file.pointee.pMethods.pointee.xFileControl)
        _ = control(opened.file, Int32(truncatingIfNeeded: page_sums_set_counting), &state)
        #expect(opened.read(1506, at: 3 * PagePartTests.size).code == SQLITE_OK)
        _ = control(opened.file, Int32(truncatingIfNeeded: page_sums_get), &state)
        #expect(state.wrong == 1 && state.first_wrong == 4)
    }

    @Test("a page that the file ends within is damage; one that lies behind its end is zeros")
    func cut() throws {
        let opened = try Opened(database.path)
        let size = PagePartTests.size
        let behind = opened.read(4084, at: opened.count)
        #expect(behind.code == csqlite_ioerr_short_read && behind.bytes.allSatisfy { $0 == 0 })
        let handle = try #require(FileHandle(forWritingAtPath: database.path))
        try handle.truncate(atOffset: UInt64(opened.count - 100))
        #expect(opened.read(1000, at: opened.count - size).code == csqlite_ioerr_data)
        #expect(opened.read(size, at: opened.count - size).code == csqlite_ioerr_data)
    }

    @Test("pages of every size SQLite knows are told apart by the header", arguments: [512, 1024, 8192, 32_768, 65_536])
    func sizes(size: Int) throws {
        let other = try TemporaryDatabase()
        let connection = try other.open()
        try connection.execute("PRAGMA page_size = \(size); CREATE TABLE long (text)")
        try connection.run("INSERT INTO long VALUES (?1)", .text(String(repeating: "w", count: 200_000)))
        connection.close()
        let opened = try Opened(other.path)
        for offset in stride(from: size, to: opened.count, by: size) {
            #expect(opened.read(300, at: offset + 100).code == SQLITE_OK)
        }
        var bytes = try Data(contentsOf: URL(fileURLWithPath: other.path))
        bytes[size + 20] ^= 1
        try bytes.write(to: URL(fileURLWithPath: other.path))
        #expect(try Opened(other.path).read(300, at: size + 100).code == csqlite_ioerr_data)
    }

    @Test("nothing is mapped into memory past the check, even where that is asked for")
    func mapped() throws {
        let connection = try database.open()
        try connection.execute("PRAGMA mmap_size = 268435456")
        #expect(try connection.integer("PRAGMA mmap_size") == 0)
        connection.close()
        try flip(3 * PagePartTests.size + 900)
        let reader = try Connection(path: database.path, mode: .readOnly)
        try reader.execute("PRAGMA mmap_size = 268435456")
        #expect { try reader.rows("SELECT text FROM long") } throws: { ($0 as? SQLiteError)?.isDamage == true }
    }
}
