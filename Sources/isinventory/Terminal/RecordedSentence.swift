import Model
import Record
import Report

extension Recorded {
    /// One line that says what was recorded: `snapshot 3 of prod at 2026-…: 12 opened, 3 changed, 1 closed`.
    var sentence: String {
        let changes = [(opened, "opened"), (changed, "changed"), (closed, "closed")]
            .filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
        return terminalSafe(
            "snapshot \(snapshot) of cluster \(cluster) at \(takenAt): \(found); "
                + (changes.isEmpty ? "nothing changed" : changes))
    }

    /// What was asked for and not answered, a line each.
    var incompleteness: [String] {
        incomplete.map { entry in
            let place = entry.namespace.map { " in \($0)" } ?? ""
            let message = entry.message.map { ": \($0)" } ?? ""
            return "\(entry.kind.resourceTitle)\(place) \(entry.outcome.rawValue)\(message); nothing of them was closed"
        }
    }

    /// What of the tags' own histories was not kept, a line a tag.
    var losses: [String] {
        unplaced.sorted { $0.key.description < $1.key.description }.map { tag, count in
            "\(tag): the cluster tells ever new entries between two known ones of its history; \(count) found no place and are not kept"
        }
    }
}
