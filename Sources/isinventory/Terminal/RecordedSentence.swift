import Inventory
import Report

extension Recorded {
    /// One line that says what was recorded: `snapshot 3 of prod at 2026-…: 12 opened, 3 changed, 1 closed`.
    func sentence(of snapshot: Snapshot) -> String {
        let changes = [(opened, "opened"), (changed, "changed"), (closed, "closed")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        let found =
            "\(snapshot.workloads.count) workloads, \(snapshot.imageStreams.count) image streams, "
            + "\(snapshot.imageStreamTags.count) tags"
        return terminalSafe(
            "snapshot \(self.snapshot) of cluster \(snapshot.cluster) at \(snapshot.takenAt): \(found); "
                + (changes.isEmpty ? "nothing changed" : changes))
    }

    /// What was asked for and not answered, a line each.
    var incompleteness: [String] {
        incomplete.map { entry in
            let place = entry.namespace.map { " in \($0)" } ?? ""
            let message = entry.message.map { ": \($0)" } ?? ""
            return "\(entry.kind.resource)\(place) \(entry.outcome.rawValue)\(message); nothing of them was closed"
        }
    }
}
