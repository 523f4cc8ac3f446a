public import Model
internal import SQLite

/// Why a record could not be opened, read or written, in words for people; what was recorded before is untouched.
public enum StoreError: Error, Sendable, CustomStringConvertible {
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
    case notAFile(path: String, kind: String)
    /// A live record in a folder that the reader may not write.
    case unshared(path: String)
    /// An older isinventory wrote it, and there is no room to bring it up to date.
    case noRoomToUpgrade(path: String, version: Int64, needed: Int64, free: Int64)
    /// Not a database, or a damaged one.
    case damaged(path: String, reason: String)
    /// Another process kept the write lock.
    case busy(path: String)
    /// The file or its folder cannot be written.
    case readOnly(path: String)
    /// A write was cut off, and a reader may not take it back.
    case interrupted(path: String)
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

    /// What happened, to which file, and what to do.
    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): there is no record here yet. Record a first snapshot with `isinventory collect` or "
                + "`isinventory import`, or name another file with --db or ISINVENTORY_DB."
        case .cannotOpen(let path, let reason):
            "\(path): cannot be opened: \(reason). Check the path and who may write there; where nobody may, only a copy made by "
                + "`backup` can be read."
        case .foreign(let path, let applicationID):
            "\(path): is a database of another program (application_id \(applicationID)), not an isinventory record. "
                + "Nothing was changed. Name another file with --db."
        case .newer(let path, let version, let known):
            "\(path): was written by a newer isinventory (schema \(version); this one knows \(known)). "
                + "Nothing was changed. Use the newer program."
        case .empty(let path):
            "\(path): is an empty file; nothing was recorded in it yet. Record a first snapshot with `isinventory collect` or "
                + "`isinventory import`, or name another file with --db or ISINVENTORY_DB."
        case .notAFile(let path, let kind):
            "\(path): is \(kind), which can hold no record. Nothing was changed. Name a file with --db or ISINVENTORY_DB."
        case .unshared(let path):
            "\(path): is a live record, and SQLite keeps beside it what its readers and its collector share, so reading it takes the "
                + "right to write in its folder. Ask as the user that records, or ask a copy; where nobody may write, only a copy made "
                + "by `backup` can be read."
        case .noRoomToUpgrade(let path, let version, let needed, let free):
            "\(path): was written by an older isinventory (schema \(version)), and bringing it up to date may take \(needed) bytes, "
                + "where \(free) are free. Nothing was recorded, and what was there is intact; make room and try again."
        case .damaged(let path, let reason):
            "\(path): is not an isinventory record, or is damaged (\(reason)). Nothing was changed. "
                + "If it is a record, keep it as it is and go back to your latest copy."
        case .busy(let path):
            "\(path): another process is writing to it and did not finish in time. Nothing was recorded; try again."
        case .readOnly(let path):
            "\(path): cannot be written: the file or its folder is read-only. Nothing was recorded."
        case .interrupted(let path):
            "\(path): the last write to it was cut off before its end. What was recorded before is intact; the next `collect` or "
                + "`import` takes the rest back, and then it can be read again."
        case .full(let path):
            "\(path): no room left on the disk. Nothing was recorded, and what was there is intact; make room and try again."
        case .alreadyRecorded(let cluster, let takenAt):
            "cluster \(cluster): a snapshot taken at \(takenAt) is already recorded. Nothing was changed."
        case .olderThanNewest(let cluster, let takenAt, let newest):
            "cluster \(cluster): a snapshot taken at \(takenAt) is older than the newest recorded one (\(newest)), and the "
                + "past is never rewritten. Nothing was changed. "
                + (newest > Instant.now.advanced(by: 3600)
                    ? "The newest one lies in the future, so a clock was ahead when it was taken: go back to a copy made before it, "
                        + "or record into a new file."
                    : "Import older dumps into a new file, oldest first.")
        case .anotherCluster(let cluster, let mark, let known, let seen):
            "cluster \(cluster): this is not the cluster that was recorded under the name so far (\(mark) is "
                + "\(seen), not \(known)). Nothing was recorded. Pass --cluster with a name of its own, or --rebuilt if the cluster was "
                + "installed anew and its history is to go on under this name."
        case .massDeletion(let cluster, let takenAt, let deletions):
            "cluster \(cluster): by the snapshot taken at \(takenAt), \(deletions.losses.map(\.words).joined(separator: ", ")) would be "
                + "gone"
                + (deletions.namespaces.isEmpty ? "" : ", and all that stood in \(Deletions.listed(deletions.namespaces))")
                + ". Nothing was recorded. Look whether the dump holds all that it is said to (-A, -n, --cluster); if it does, pass "
                + "--confirm-deletions."
        case .failed(let path, let reason):
            "\(path): \(reason). Nothing was changed."
        }
    }

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
            self = .damaged(path: path, reason: error.message)
        } else if error.isBusy {
            self = .busy(path: path)
        } else if error.isInterruptedWrite {
            self = .interrupted(path: path)
        } else if error.isReadOnly {
            self = .readOnly(path: path)
        } else if error.isFull {
            self = .full(path: path)
        } else if error.isCannotOpen {
            self = .cannotOpen(path: path, reason: error.message)
        } else {
            self = .failed(path: path, reason: error.description)
        }
    }
}
