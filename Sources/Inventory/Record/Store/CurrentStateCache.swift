internal import SQLite

/// What stands as of the last snapshot a store recorded, kept for its next one, so that who records many in turn reads the file
/// once. Another connection's commit makes it void: that one may have recorded too.
final class CurrentStateCache {
    private var clusterID: Int64?
    private var dataVersion: Int64?
    private var state = StandingState()
    private var changes: [Change] = []

    /// Beyond so many changes, reading again is faster than applying them.
    private static let mostChanges = 2_000

    /// Hands over what stands, or nil where it must be read. To be asked inside the transaction that will write upon it.
    func take(_ clusterID: Int64, _ connection: Connection) throws -> StandingState? {
        defer { forget() }
        guard self.clusterID == clusterID, try CurrentStateCache.dataVersion(connection) == dataVersion else { return nil }
        // Held twice, each array would be copied to be changed.
        var standing = StandingState()
        swap(&standing, &state)
        standing.apply(changes)
        return standing
    }

    /// Keeps what stood and what the snapshot just written changes of it.
    func keep(_ clusterID: Int64, _ state: StandingState, _ changes: [Change], _ connection: Connection) throws {
        forget()
        guard changes.count <= CurrentStateCache.mostChanges else { return }
        dataVersion = try CurrentStateCache.dataVersion(connection)
        self.clusterID = clusterID
        self.state = state
        self.changes = changes
    }

    /// Forgets it: nothing was committed, or it was handed over.
    func forget() {
        clusterID = nil
        state = StandingState()
        changes = []
    }

    /// Changes with every commit of another connection, https://www.sqlite.org/pragma.html#pragma_data_version.
    private static func dataVersion(_ connection: Connection) throws -> Int64? {
        try connection.row("PRAGMA data_version")?[0].integer
    }
}
