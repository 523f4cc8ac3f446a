import Foundation
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// Which files are opened, how they are made, and which are left alone.
@Suite struct OpeningTests {
    let file: TemporaryFile

    init() throws { file = try TemporaryFile() }

    private func bytes() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: file.path)) }

    /// Expects both a writer and a reader to refuse the file by its name, and to leave its bytes alone.
    private func expectRefused(_ isExpected: (StoreError) -> Bool) throws {
        let before = try bytes()
        for open in [{ _ = try RecordWriter(path: file.path) }, { _ = try RecordReader(path: file.path) }] {
            #expect {
                try open()
            } throws: { error in
                guard let error = error as? StoreError else { return false }
                return isExpected(error) && error.sentence.hasPrefix("\(file.path): ")
            }
        }
        #expect(try bytes() == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: file.folder.path) == ["record.db"])
    }

    @Test("a new file is its owner's alone, its companions too")
    func mode() throws {
        let store = try RecordWriter(path: file.path)
        try store.record(Recording.snapshot(1))
        for name in try FileManager.default.contentsOfDirectory(atPath: file.folder.path) {
            let path = file.folder.appending(path: name).path
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            #expect(mode == 0o600, "\(name)")
        }
    }

    @Test("another program's database is refused by name and untouched", arguments: [0, 1_196_444_487] as [Int64])
    func foreign(applicationID: Int64) throws {
        let connection = try Connection(path: file.path, mode: .create)
        try connection.execute("CREATE TABLE note (text); PRAGMA application_id = \(applicationID)")
        connection.close()
        try expectRefused { if case .foreign(file.path, applicationID) = $0 { true } else { false } }
    }

    @Test("a file of a newer isinventory is refused by name and untouched")
    func newer() throws {
        let connection = try Connection(path: file.path, mode: .create)
        try connection.execute(
            "CREATE TABLE future (text); PRAGMA application_id = \(RecordWriter.applicationID); PRAGMA user_version = 99")
        connection.close()
        try expectRefused { if case .newer(file.path, 99, _) = $0 { true } else { false } }
    }

    @Test(
        "what is no database is refused by name and untouched",
        arguments: ["not a database, though long enough to look", "x"])
    func noDatabase(text: String) throws {
        try Data(String(repeating: text, count: 200).utf8).write(to: URL(fileURLWithPath: file.path))
        try expectRefused { if case .damaged(file.path, _) = $0 { true } else { false } }
    }

    @Test("a reader makes no file and changes none")
    func reader() throws {
        #expect {
            try RecordReader(path: file.path)
        } throws: { error in
            if case StoreError.missing(file.path) = error { true } else { false }
        }
        #expect(!FileManager.default.fileExists(atPath: file.path))
    }

    @Test("an empty file is said to be one by a reader, and taken by a writer")
    func empty() throws {
        try #require(FileManager.default.createFile(atPath: file.path, contents: nil))
        #expect {
            try RecordReader(path: file.path)
        } throws: { error in
            if case StoreError.empty(file.path) = error { true } else { false }
        }
        try RecordWriter(path: file.path).record(Recording.snapshot(1))
        #expect(try RecordReader(path: file.path).rows("SELECT count(*) FROM snapshots") == [[.integer(1)]])
    }

    @Test("what was recorded is there for whoever opens the file next")
    func reopened() throws {
        var history = FullCopies(cluster: "okd")
        var cluster = LivingCluster(name: "okd", seed: 78)
        var recorded: [Recorded] = []
        for _ in 0..<8 {
            cluster.live()
            let look = cluster.look()
            guard history.index(at: look.snapshot.takenAt).map({ history.takenAt($0) < look.snapshot.takenAt }) ?? true
            else { continue }
            recorded.append(try RecordWriter(path: file.path).record(look.snapshot))
            history.add(look)
        }
        let expected = ExpectedRows(history, recorded: recorded)
        expectSame(
            try RecordReader(path: file.path).rows("SELECT * FROM digest_changes"),
            expected.digestChanges(at: recorded.count - 1), "digest_changes")
        expectSame(
            try RecordReader(path: file.path).rows("SELECT * FROM istags"), expected.tags(at: recorded.count - 1), "istags")
    }
}
