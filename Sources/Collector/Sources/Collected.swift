public import Inventory

/// One observation read from a source, and what a person should know of it.
public struct Collected: Sendable {
    /// What is to be recorded.
    public var snapshot: Snapshot
    /// What was skipped, doubted or left out, a sentence each.
    public var notices: [String]
    /// When the source says it was taken; only must-gathers do.
    public var suggestedInstant: Instant?

    /// Pairs a snapshot with what a person should know of it.
    public init(snapshot: Snapshot, notices: [String] = [], suggestedInstant: Instant? = nil) {
        self.snapshot = snapshot
        self.notices = notices
        self.suggestedInstant = suggestedInstant
    }
}
