public import Inventory

/// One observation read from a source, and what a person should know of it.
public struct Collected: Sendable {
    /// What is to be recorded.
    public var snapshot: Snapshot
    /// What was skipped, doubted or left out, a sentence each.
    public var notices: [String]
    /// When the source says it was taken; only must-gathers do.
    public var suggestedInstant: Instant?
}
