internal import Model
public import Record

extension StoreError: Explainable {
    /// What happened, to which file, and what to do.
    public var sentence: String {
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
            "\(path): is \(kind.words), which can hold no record. Nothing was changed. Name a file with --db or ISINVENTORY_DB."
        case .unshared(let path):
            "\(path): is a live record, and SQLite keeps beside it what its readers and its collector share, so reading it takes the "
                + "right to write in its folder. Ask as the user that records, or ask a copy; where nobody may write, only a copy made "
                + "by `backup` can be read."
        case .noRoomToUpgrade(let path, let version, let needed, let free):
            "\(path): was written by an older isinventory (schema \(version)), and bringing it up to date may take \(needed) bytes, "
                + "where \(free) are free. Nothing was recorded, and what was there is intact; make room and try again."
        case .damaged(let path, let reason):
            "\(path): is not an isinventory record, or is damaged (\(reason.words)). Nothing was changed. "
                + "If it is a record, keep it as it is and go back to your latest copy."
        case .busy(let path):
            "\(path): another process is writing to it and did not finish in time. Nothing was recorded; try again."
        case .readOnly(let path):
            "\(path): cannot be written: the file or its folder is read-only. Nothing was recorded."
        case .interrupted(let path):
            "\(path): the last write to it was cut off before its end. What was recorded before is intact; the next `collect` or "
                + "`import` takes the rest back, and then it can be read again."
        case .stopped(let path): "\(path): the question took too long and was stopped. Nothing was changed."
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
            "cluster \(cluster): by the snapshot taken at \(takenAt), \(deletions.lossesInWords) would be gone"
                + (deletions.namespaces.isEmpty ? "" : ", and all that stood in \(deletions.namespacesInWords)")
                + ". Nothing was recorded. Look whether the dump holds all that it is said to (-A, -n, --cluster); if it does, pass "
                + "--confirm-deletions."
        case .failed(let path, let reason):
            "\(path): \(reason). Nothing was changed."
        }
    }
}

extension SQLiteReason {
    /// `database disk image is malformed`.
    var words: String {
        switch self {
        case .said(let text): text
        case .wrongPage: "a page is not as it was written"
        }
    }
}

extension FileKind {
    /// `a folder`, `a FIFO`.
    var words: String {
        switch self {
        case .folder: "a folder"
        case .fifo: "a FIFO"
        case .socket: "a socket"
        case .device: "a device"
        case .brokenLink: "a symbolic link to nothing"
        case .shared: "a file with other names beside this one"
        case .other: "no regular file"
        }
    }
}

extension BackupError: Explainable {
    /// What happened, and what to do.
    public var sentence: String {
        switch self {
        case .exists(let path): "\(path): is there already, and was left as it is. Pass --confirm to replace it."
        case .itself(let path): "\(path): is the record itself, not a copy of it. Nothing was changed. Name another file."
        case .notReplaceable(let path, let kind):
            "\(path): is \(kind.words), and only a regular file is replaced. Nothing was changed. Name another file."
        case .running(let path): "\(path): another backup is writing this copy. Nothing was changed; try again when it is done."
        case .failed(let path, let reason): "\(path): \(reason). No copy took its name, and what was there is untouched."
        case .doesNotVerify(let path, let findings):
            "\(path): does not verify, so it was not used: \(first(findings)). Nothing was changed; `isinventory verify` says all of it."
        }
    }
}

extension VerificationFailure: Explainable {
    /// What does not hold, the first thing first, and what to do.
    public var sentence: String {
        "\(path): the record does not hold: \(first(findings)). Nothing was changed. "
            + "Keep this file as evidence and go back to your latest copy that verifies."
    }
}

/// The first finding, and how many more there are.
private func first(_ findings: [Finding]) -> String {
    (findings.first?.sentence ?? "") + (findings.count > 1 ? " (and \(findings.count - 1) more)" : "")
}

extension PruneError: Explainable {
    /// What happened, and what to do.
    public var sentence: String {
        switch self {
        case .notGivenBack(let path, let reason):
            "\(path): what was older is cut off and the cut is sealed, but its space could not be given back: \(reason.words). That takes "
                + "the room of a second copy, and nobody else reading or writing; run the same `prune` again then."
        }
    }
}

extension KeyError: Explainable {
    /// What happened, and what to do.
    public var sentence: String {
        switch self {
        case .cannotOpen(let path, let reason): "\(path): \(reason). No key was read or written."
        case .exposed(let path, let mode):
            "\(path): others may read this private key (mode \(String(mode, radix: 8))), so it proves nothing. "
                + "If nobody did, `chmod 600` it; else make a new one with `isinventory keygen`."
        case .malformed(let path, .privateKey):
            "\(path): is not an Ed25519 private key in PEM. `isinventory keygen` makes a pair."
        case .malformed(let path, .publicKey):
            "\(path): is not an Ed25519 public key in PEM. `isinventory keygen` makes a pair."
        case .refused:
            "The system's libcrypto refused Ed25519, so nothing was signed. `openssl genpkey -algorithm ed25519` says why."
        }
    }
}

extension ReplicaError: Explainable {
    /// What does not fit, and what to do.
    package var sentence: String {
        let what =
            switch self {
            case .unknownTable(let table): "table \(table) is unknown here"
            case .endless(let table): "rows of table \(table) never end"
            case .noSnapshot(let takenAt): "no snapshot was taken at \(takenAt), which a row names"
            case .unknownKind(let kind): "kind \(kind) is not told"
            }
        return
            "what the fleet keeps does not fit together: \(what). Somebody changed it, or it was published by a newer isinventory; "
            + "`isinventory publish --replace` publishes a cluster's record anew."
    }
}
