public import Model
internal import SQLite

extension RecordReader {
    /// Makes a copy of the record as it stands, while a collector may be writing to it.
    ///
    /// The copy is one plain file. It is verified before it takes its name, so a file of that name is always a whole record.
    ///
    /// - Parameters:
    ///   - path: The copy's path.
    ///   - isReplacing: Whether a file of that name may be replaced.
    /// - Returns: What verifying the copy showed.
    @discardableResult
    public func backUp(to path: String, replacing isReplacing: Bool = false) throws -> Verification {
        let path = FileFolder.target(of: path)
        guard !FileFolder.areSame(self.path, path) else { throw BackupError.itself(path: path) }
        try FileFolder.refuseIrregular(path)
        guard isReplacing || !FileFolder.holds(path) else { throw BackupError.exists(path: path) }
        let partial = try PartialFile(for: path)
        let verification = try copyVerified(to: partial)
        try partial.place(replacing: isReplacing)
        return verification
    }

    /// Puts a copy back as the record, having verified it; what stood there is kept under another name.
    ///
    /// - Returns: What verifying showed, and where the replaced record is kept, if there was one.
    public static func restore(
        _ copy: String, to path: String, at now: Instant = .now, replacing isReplacing: Bool = false
    ) throws -> (verification: Verification, kept: String?) {
        let path = FileFolder.target(of: path)
        guard !FileFolder.areSame(copy, path) else { throw BackupError.itself(path: path) }
        try FileFolder.refuseIrregular(path)
        let isThere = FileFolder.holds(path)
        guard isReplacing || !isThere else { throw BackupError.exists(path: path) }
        let record = try RecordReader(path: copy)
        let partial = try PartialFile(for: path)
        let verification = try record.copyVerified(to: partial)
        if isThere { try refuseBusy(path) }
        let kept = "\(path).replaced-\(now)"
        // Each file moves whole; should the machine stop in between, everything is still there under one name or the other.
        try FileFolder.move(path, to: kept)
        for suffix in ["-wal", "-shm", "-journal"] { try FileFolder.move(path + suffix, to: kept + suffix) }
        try partial.place(replacing: false)
        return (verification, isThere ? kept : nil)
    }

    private func copyVerified(to partial: PartialFile) throws -> Verification {
        try StoreError.naming(partial.path) {
            // Nothing of it counts before it is whole, so there is nothing to roll back.
            let target = try Connection(path: partial.path, mode: .readWrite)
            try target.execute("PRAGMA journal_mode = OFF")
            try target.execute("PRAGMA synchronous = OFF")
            try connection.copy(over: target)
            target.close()
            // A file in WAL mode cannot be read from a folder that cannot be written.
            let plain = try Connection(path: partial.path, mode: .readWrite)
            try plain.execute("PRAGMA journal_mode = DELETE")
        }
        let verification = try RecordReader(path: partial.path).verify()
        guard verification.holds else {
            throw BackupError.doesNotVerify(path: path, findings: verification.findings)
        }
        return verification
    }

    /// A collector that is writing would go on writing to the file that was moved away.
    private static func refuseBusy(_ path: String) throws {
        do {
            let connection = try Connection(path: path, mode: .readWrite, busyTimeout: 1_000)
            try connection.execute("BEGIN EXCLUSIVE")
            try connection.execute("ROLLBACK")
        } catch let error as SQLiteError where error.isBusy {
            throw StoreError.busy(path: path)
        } catch is SQLiteError {
            // A damaged record is what people restore for.
        }
    }
}
