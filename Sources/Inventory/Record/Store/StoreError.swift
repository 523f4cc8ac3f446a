public import Model
internal import SQLite

/// Why SQLite could not go on.
public enum SQLiteReason: Sendable, Hashable {
    /// What it says of it.
    case said(String)
    /// A page is not as it was written, of which SQLite knows nothing.
    case wrongPage

    init(_ error: SQLiteError) { self = error.isWrongPage ? .wrongPage : .said(error.message) }
}

/// Why a record could not be opened, read or written; what was recorded before is untouched.
public enum StoreError: Error, Sendable {
    /// There is no file at the path.
    case missing(path: String)
    /// The file could not be opened or made.
    case cannotOpen(path: String, reason: String)
    /// Another program's database.
    case foreign(path: String, applicationID: Int64)
    /// Written by a newer isinventory.
    case newer(path: String, version: Int64, known: Int64)
    /// A file with nothing in it, opened only to read.
    case empty(path: String)
    /// A folder, a device or something else that can hold no record.
    case notAFile(path: String, kind: FileKind)
    /// A live record in a folder that the reader may not write.
    case unshared(path: String)
    /// An older isinventory wrote it, and there is no room to bring it up to date.
    case noRoomToUpgrade(path: String, version: Int64, needed: Int64, free: Int64)
    /// Not a database, or a damaged one.
    case damaged(path: String, reason: SQLiteReason)
    /// Another process kept the write lock.
    case busy(path: String)
    /// The file or its folder cannot be written.
    case readOnly(path: String)
    /// A write was cut off, and a reader may not take it back.
    case interrupted(path: String)
    /// What was asked took longer than it may, and was stopped.
    case stopped(path: String)
    /// No room left on the disk.
    case full(path: String)
    /// The cluster was already looked at, at this very instant.
    case alreadyRecorded(cluster: String, takenAt: Instant)
    /// The snapshot is older than the newest one of its cluster.
    case olderThanNewest(cluster: String, takenAt: Instant, newest: Instant)
    /// The name stands for another cluster, by some mark.
    case anotherCluster(cluster: String, mark: String, known: String, seen: String)
    /// The snapshot would close much of what stands.
    case massDeletion(cluster: String, takenAt: Instant, Deletions)
    /// Anything else that SQLite said.
    case failed(path: String, reason: String)

    /// Runs `body` and says whose file an SQLite error or a refusal is about.
    package static func naming<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let refusal as Migrator.Refusal {
            switch refusal {
            case .foreign(let applicationID): throw StoreError.foreign(path: path, applicationID: applicationID)
            case .newer(let version, let known): throw StoreError.newer(path: path, version: version, known: known)
            case .outdated: throw StoreError.empty(path: path)
            }
        } catch let error as SQLiteError {
            throw StoreError(error, path: path)
        }
    }

    private init(_ error: SQLiteError, path: String) {
        if error.isDamage {
            self = .damaged(path: path, reason: SQLiteReason(error))
        } else if error.isBusy {
            self = .busy(path: path)
        } else if error.isInterruptedWrite {
            self = .interrupted(path: path)
        } else if error.isReadOnly {
            self = .readOnly(path: path)
        } else if error.isFull {
            self = .full(path: path)
        } else if error.isInterrupted {
            self = .stopped(path: path)
        } else if error.isCannotOpen {
            self = .cannotOpen(path: path, reason: error.message)
        } else {
            self = .failed(path: path, reason: error.description)
        }
    }
}
