import Foundation
import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Several processes at one file: each waits for the other, none loses anything.
@Suite struct ConcurrencyTests {
    let file: TemporaryFile

    init() throws { file = try TemporaryFile() }

    /// Runs something several times at once, each on a thread of its own, and gives what each threw.
    private func atOnce(_ count: Int, _ body: @escaping @Sendable (Int) throws -> Void) async -> [any Error] {
        let errors = Errors()
        await withCheckedContinuation { continuation in
            let group = DispatchGroup()
            for index in 0..<count {
                group.enter()
                Thread.detachNewThread {
                    do { try body(index) } catch { errors.add(error) }
                    group.leave()
                }
            }
            group.notify(queue: .global()) { continuation.resume() }
        }
        return errors.all
    }

    private final class Errors: @unchecked Sendable {
        private let lock = NSLock()
        private var errors: [any Error] = []
        var all: [any Error] { lock.withLock { errors } }
        func add(_ error: any Error) { lock.withLock { errors.append(error) } }
    }

    @Test("many who open a new file at once all succeed, and it is migrated once", arguments: 0..<12)
    func migrators(round: Int) async throws {
        let path = file.path
        let errors = await atOnce(6) { _ in _ = try RecordWriter(path: path) }
        #expect(errors.isEmpty, "\(errors)")
        let connection = try Connection(path: path, mode: .readOnly)
        #expect(try connection.integer("PRAGMA user_version") == Int64(RecordWriter.migrator.steps.count))
        #expect(try connection.integer("SELECT count(*) FROM kind") == Int64(Kinds.builtIn.all.count))
    }

    @Test("two writers of two clusters both get all their snapshots in")
    func twoClusters() async throws {
        let path = file.path
        let errors = await atOnce(2) { index in
            let store = try RecordWriter(path: path)
            for day in 1...40 {
                try store.record(
                    Recording.snapshot(
                        day, cluster: "c\(index)", workloads: [.deployment("web:\(day)")], tags: [.web(.at(day, "a"))]))
            }
        }
        #expect(errors.isEmpty, "\(errors)")
        let record = try RecordReader(path: path)
        #expect(
            try record.rows("SELECT cluster, count(*) FROM snapshots GROUP BY 1") == [
                [.text("c0"), .integer(40)], [.text("c1"), .integer(40)],
            ])
        #expect(try record.rows("SELECT count(*) FROM containers_history") == [[.integer(80)]])
        #expect(try record.rows("SELECT count(*) FROM digest_changes") == [[.integer(2)]])
    }

    @Test("of writers of one snapshot one gets it in, the others are told that it is there")
    func sameSnapshot() async throws {
        let path = file.path
        _ = try RecordWriter(path: path)
        let errors = await atOnce(5) { _ in
            try RecordWriter(path: path).record(Recording.snapshot(1, workloads: [.deployment("web:1")]))
        }
        #expect(errors.count == 4)
        #expect(errors.allSatisfy { if case StoreError.alreadyRecorded = $0 { true } else { false } }, "\(errors)")
        #expect(try RecordReader(path: path).rows("SELECT count(*) FROM containers_history") == [[.integer(1)]])
    }

    @Test("a writer that waits in vain says so, names the file, and has recorded nothing")
    func busy() throws {
        let first = try RecordWriter(path: file.path)
        let second = try RecordWriter(path: file.path, busyTimeout: 1)
        _ = try first.connection.transaction {
            #expect {
                try second.record(Recording.snapshot(1))
            } throws: { error in
                if case StoreError.busy(file.path) = error { true } else { false }
            }
        }
        try second.record(Recording.snapshot(1))
    }

    @Test("a reader sees one state while a writer writes on")
    func reading() throws {
        let store = try RecordWriter(path: file.path)
        try store.record(Recording.snapshot(1, workloads: [.deployment("web:1")]))
        let record = try RecordReader(path: file.path)
        try record.connection.reading {
            #expect(try record.rows("SELECT image FROM containers") == [[.text("web:1")]])
            try store.record(Recording.snapshot(2, workloads: [.deployment("web:2")]))
            #expect(try record.rows("SELECT image FROM containers") == [[.text("web:1")]])
        }
        #expect(try record.rows("SELECT image FROM containers") == [[.text("web:2")]])
    }
}
