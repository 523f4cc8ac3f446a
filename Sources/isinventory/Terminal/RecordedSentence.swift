import Collector
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

    /// What was found, and what could not be: nought is only said of what was looked at.
    private var found: String {
        let tags = isSeen(.imageStreamTag) || imageStreamTags > 0 ? [imageStreamTags.counted("tag")] : []
        let streams =
            isSeen(.imageStream) || imageStreams > 0
            ? [imageStreams.counted("image stream")] : tags.isEmpty ? ["image streams not seen"] : []
        return ([foundWorkloads] + streams + tags).joined(separator: ", ")
    }

    private var foundWorkloads: String {
        let seen = Kinds.builtIn.workloads.filter(isSeen)
        if workloads > 0 || seen.count == Kinds.builtIn.workloads.count { return workloads.counted("workload") }
        return seen.isEmpty ? "workloads not seen" : seen.map { "0 \($0.resourceTitle)" }.joined(separator: ", ")
    }

    /// Whether the kind was looked at to the end somewhere, if only to find that the cluster has no such API.
    private func isSeen(_ kind: ObjectKind) -> Bool {
        coverage.contains { $0.kind == kind && ($0.outcome == .complete || $0.outcome == .absent) }
    }

    /// What to say of namespaces that were asked for by name, and where nothing is and nothing ever was.
    func strangers(among scope: Scope?) -> [String] {
        guard case .namespaces(let names) = scope else { return [] }
        let strangers = neverFound.filter(names.contains)
        guard !strangers.isEmpty else { return [] }
        return ["nothing was found in \(strangers.joined(separator: ", ")), and nothing ever was; is the name right?"]
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
