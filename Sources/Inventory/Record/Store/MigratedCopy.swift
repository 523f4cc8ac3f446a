internal import Glibc
internal import Model
internal import SQLite

/// What a reader asks in place of a file that an older isinventory wrote: a reader changes no file, and the questions are put in the
/// words of today's schema.
enum MigratedCopy {
    /// Copies a file into the folder for temporary files, brings the copy up to date and opens it. It has no name from then on, so it goes
    /// with the connection, and at the latest with the process.
    ///
    /// - Throws: ``StoreError`` that names the copy, where there is no room for one.
    static func of(_ original: Connection, migrator: Migrator = RecordWriter.migrator) throws -> Connection {
        var template = Array("\(TemporaryFiles.folder)/isinventory-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        close(descriptor)
        defer { for suffix in ["", "-journal", "-wal", "-shm"] { unlink(path + suffix) } }
        return try StoreError.naming(path) {
            let target = try Connection(path: path, mode: .readWrite)
            try target.execute("PRAGMA journal_mode = OFF")
            try target.execute("PRAGMA synchronous = OFF")
            // A page that is damaged is one of the original's.
            try original.copy(over: target)
            target.close()
            let plain = try Connection(path: path, mode: .readWrite)
            try plain.execute("PRAGMA journal_mode = DELETE")
            try plain.execute("PRAGMA synchronous = OFF")
            try migrator.migrate(plain)
            plain.close()
            let copy = try Connection(path: path, mode: .readOnly)
            // SQLite opens the file at the first question, and it has its name no longer then.
            _ = try copy.integer("PRAGMA user_version")
            return copy
        }
    }
}
