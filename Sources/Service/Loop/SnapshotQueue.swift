internal import Glibc
internal import NIOPosix
internal import Questions
public import Record

/// Writes snapshots of several clusters into one file, one after another, on a thread of its own.
///
/// The file is open only while something is recorded: a copy put in its place is noticed, and nothing is held between looks that
/// are a quarter of an hour apart.
public final class SnapshotQueue: Sendable {
    /// The file's path.
    public let path: String
    private let signingKey: SigningKey?
    private let thread = NIOThreadPool(numberOfThreads: 1)
    private let time: any Timekeeper

    /// Milliseconds SQLite waits for another writer. Short, so that an end that was asked for is not held up.
    private let busyTimeout: Int32
    /// How often another writer is waited for, with a second between: a `prune` may take its time.
    private static let patience = 60

    /// Describes the file to write to, which is made where there is none.
    public convenience init(path: String, signingKey: SigningKey? = nil, time: any Timekeeper = SystemTime()) {
        self.init(path: path, signingKey: signingKey, busyTimeout: 2000, time: time)
    }

    init(path: String, signingKey: SigningKey?, busyTimeout: Int32, time: any Timekeeper) {
        self.path = path
        self.busyTimeout = busyTimeout
        self.signingKey = signingKey
        self.time = time
        thread.start()
    }

    /// Records a snapshot whole, or throws a ``StoreError`` and leaves the file as it was.
    ///
    /// Where another process is writing, it is tried again for two or three minutes.
    func record(_ observation: Observation) async throws -> (recorded: Recorded, notices: [String]) {
        try await write { try observation.record(in: $0) }
    }

    /// The same with what was heard between two looks; nil where nothing that is kept changed, and nothing was recorded.
    func record(_ observation: FollowedObservation) async throws -> Recorded? {
        try await write { try observation.record($0) }
    }

    private func write<Result: Sendable>(_ body: @escaping @Sendable (RecordWriter) throws -> Result) async throws -> Result {
        for attempt in 1... {
            do {
                return try await thread.runIfActive { [path, signingKey, busyTimeout] in
                    let store = try RecordWriter(path: path, busyTimeout: busyTimeout)
                    store.signingKey = signingKey
                    return try body(store)
                }
            } catch StoreError.busy where attempt < Self.patience {
                try await time.sleep(for: .seconds(1))
            }
        }
        throw StoreError.busy(path: path)
    }

    /// When a cluster was looked at before; nil where there is no file yet.
    func looksBefore(of cluster: String) async throws -> LooksBefore? {
        try await thread.runIfActive { [path] in
            do {
                return try RecordReader(path: path).looksBefore(of: cluster)
            } catch StoreError.missing {
                return nil
            }
        }
    }

    /// Bytes the record takes on the disk, SQLite's journal beside it included; nil where there is none.
    var bytes: Int64? {
        let sizes = [path, path + "-wal", path + "-shm"].compactMap { file -> Int64? in
            var status = stat()
            return stat(file, &status) == 0 ? Int64(status.st_size) : nil
        }
        return sizes.isEmpty ? nil : sizes.reduce(0, +)
    }

    /// Ends the thread when what it is writing is written.
    func close() async { try? await thread.shutdownGracefully() }
}
