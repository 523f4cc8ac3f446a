internal import CSQLite

extension Connection {
    /// Copies the whole database over another one, page by page, as it stands at one instant.
    ///
    /// SQLite's online backup, https://www.sqlite.org/backup.html. It is taken in one step inside a read transaction, so a
    /// collector that writes meanwhile neither waits nor makes it begin anew, and the copy holds whole transactions only.
    public func copy(over target: Connection) throws {
        try reading {
            // A transaction reads from the instant of its first statement on.
            _ = try integer("SELECT count(*) FROM sqlite_schema")
            target.keepPageSums(as: self)
            guard let backup = sqlite3_backup_init(target.handle, "main", handle, "main") else {
                throw target.failure(sqlite3_extended_errcode(target.handle), sql: nil)
            }
            // A lock that is not to be had ends the step, and finishing says nothing of it.
            let step = sqlite3_backup_step(backup, -1)
            let finish = sqlite3_backup_finish(backup)
            guard step == SQLITE_DONE else { throw target.failure(finish == SQLITE_OK ? step : finish, sql: nil) }
            guard finish == SQLITE_OK else { throw target.failure(finish, sql: nil) }
        }
    }
}
