import Model

/// Stands in for the store: nothing is recorded while decoders are fuzzed.
public final class RecordWriter {
    @discardableResult
    public func record(
        _ header: SnapshotHeader, deletions: DeletionPolicy = .recorded, parts: () throws -> SnapshotPart?
    ) throws -> Recorded {
        while try parts() != nil {}
        return Recorded()
    }
}

public struct Recorded: Sendable {}

/// The store's own; nothing is deleted here either.
public enum DeletionPolicy: Sendable {
    case recorded, refused
}
