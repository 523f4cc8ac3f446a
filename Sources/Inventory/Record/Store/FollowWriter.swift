internal import Model
internal import SQLite

/// Writes down of what a followed snapshot knows anything: which kinds' objects were told of in which namespaces, and which watches broke.
///
/// What was looked at is not touched by it: that is the last look's to say, until the next.
struct FollowWriter {
    private let connection: Connection
    private let interner: Interner
    private let clusterID: Int64
    private let snapshot: Int64
    private let facts: FactAccumulator

    init(_ connection: Connection, _ interner: Interner, cluster clusterID: Int64, snapshot: Int64, facts: FactAccumulator) {
        self.connection = connection
        self.interner = interner
        self.clusterID = clusterID
        self.snapshot = snapshot
        self.facts = facts
    }

    func write(_ coverage: [Coverage]) throws {
        for entry in coverage {
            let namespace = try entry.namespace.map { Value.integer(try interner.namespace($0)) } ?? .null
            let key = [Value.integer(clusterID), .integer(try interner.kind(entry.kind)), namespace]
            try connection.run(StateTable.followed.insert, key + [.integer(snapshot)] + RowValues(interner, of: entry).values)
            try facts.note(
                .opened(.followed) {
                    $0.append(entry.scope)
                    $0.append(entry)
                })
        }
    }
}

/// Nothing that is kept changed, so there is nothing to record.
struct NothingFollowed: Error {}
