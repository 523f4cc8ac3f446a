public import Inventory

/// One observation read from a source, and what a person should know of it.
public struct Collected: Sendable {
    /// What is to be recorded.
    public var snapshot: Snapshot
    /// How many objects of kinds that are not part of the record were skipped, by kind.
    public var skipped: [String: Int]
    /// What was doubted or left out otherwise, a sentence each.
    public var remarks: [String]
    /// When the source says it was taken; only must-gathers do.
    public var suggestedInstant: Instant?

    /// Pairs a snapshot with what a person should know of it.
    public init(
        snapshot: Snapshot, skipped: [String: Int] = [:], remarks: [String] = [], suggestedInstant: Instant? = nil
    ) {
        self.snapshot = snapshot
        self.skipped = skipped
        self.remarks = remarks
        self.suggestedInstant = suggestedInstant
    }

    /// All of it, a sentence each; nothing is left out without a count.
    public var notices: [String] { Collected.sentence(skipped: skipped) + remarks }

    /// What was skipped, in words; nothing where nothing was.
    public static func sentence(skipped: [String: Int]) -> [String] {
        guard !skipped.isEmpty else { return [] }
        let kinds = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.printable)" }
        return ["\(kinds.joined(separator: ", ")) objects are not part of the record"]
    }
}
