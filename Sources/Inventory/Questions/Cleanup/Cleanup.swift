public import Model
public import Record
internal import SQLite

/// A tag that nothing needs any more.
public struct CleanupCandidate: Sendable, Equatable {
    /// The tag.
    public let tag: ClusterTag
    /// What it points to.
    public let digest: String
    /// The image's size in bytes; nil where it is not known.
    public let size: Int64?
    /// What of that no tag shares that stays; nil where the size is not known.
    public let freed: Int64?
    /// Who needed it last, `Deployment/web in shop`; nil where nothing ever did, by this record.
    public let lastNeededBy: String?
    /// Until when; nil where nothing ever did.
    public let lastNeededAt: Instant?
    /// `no-longer-needed` or `never-needed`.
    public var reason: String { lastNeededBy == nil ? "never-needed" : "no-longer-needed" }
    /// The command that would remove it.
    public var command: String { "oc -n \(ShellWord.quoted(tag.namespace)) tag -d \(ShellWord.quoted(tag.istag))" }
}

/// Which tags may go: those that nothing needs, where everything that could need one was looked at.
///
/// It counts as OpenShift's own pruner does and more: workloads of every kind, the ReplicaSets and ReplicationControllers that are kept
/// for rollback, Jobs, Pods, Builds and BuildConfigs, triggers, and the tags that follow a needed one, by a chain of any length. A
/// reference needs each tag it may mean: each whose history has its digest, wherever; the one it names in the internal registry; the one
/// of its own namespace that has its last component and its tag; each that imports it.
public struct Cleanup: Sendable {
    /// What may go, by cluster, namespace and name.
    public let candidates: [CleanupCandidate]
    /// The same as rows.
    public let answer: Answer

    /// Asks a record.
    ///
    /// - Parameters:
    ///   - record: The record, as it stands or stood.
    ///   - filter: Which clusters' and namespaces' tags.
    ///   - unusedFor: For how long nothing may have needed them, in seconds, and we must have been looking all that time.
    public init(in record: RecordReader, _ filter: Filter = Filter(), unusedFor: Int64 = 0) throws {
        try record.refuseUnknownPlaces(filter)
        var candidates: [CleanupCandidate] = []
        var notes: [String] = []
        for standing in try record.clusters() where filter.cluster == nil || filter.cluster == standing.cluster {
            guard let snapshot = standing.snapshot, let takenAt = standing.takenAt else {
                notes += try record.notes(on: .istags, Filter(cluster: standing.cluster), isEmpty: false)
                continue
            }
            let window = CleanupWindow(
                cluster: standing.cluster, snapshot: snapshot, takenAt: takenAt, from: takenAt.advanced(by: -unusedFor))
            let doubts = try record.doubts(window)
            guard doubts.isEmpty else {
                notes += doubts.map { "cluster \(standing.cluster): no tag is called unused: \($0)" }
                continue
            }
            candidates += try TagNeeds(record, window).candidates(filter)
        }
        self.candidates = candidates.sorted { $0.tag < $1.tag }
        if candidates.isEmpty, notes.isEmpty { notes.append("every tag\(filter.place.map { " in \($0)" } ?? "") is needed") }
        if candidates.contains(where: { $0.freed != nil }) {
            notes.append(
                "freed is at most that much: images share layers; the registry's pruner frees it, not the removal of the tag")
        }
        answer = Cleanup.answer(self.candidates, notes: notes)
    }

    /// The seconds of a span of time as people write it, `90d`, `12w` or `36h`: as for an instant, where it means so long ago.
    public static func seconds(of text: String, now: Instant) -> Int64? {
        guard text.last?.isLetter == true, text.first?.isNumber == true, let then = Instant(expression: text, now: now),
            then < now
        else { return nil }
        return now.secondsSince1970 - then.secondsSince1970
    }

    private static func answer(_ candidates: [CleanupCandidate], notes: [String]) -> Answer {
        Answer(
            columns: [
                .init("cluster", isWide: true), .init("namespace"), .init("istag"), .init("digest", .digest),
                .init("size", .integer),
                .init("freed", .integer), .init("last_needed_by"), .init("last_needed_at", .time), .init("reason"),
                .init("command", isWide: true),
            ],
            rows: candidates.map {
                [
                    .text($0.tag.cluster), .text($0.tag.namespace), .text($0.tag.istag), .text($0.digest),
                    $0.size.map(Answer.Cell.integer) ?? .null, $0.freed.map(Answer.Cell.integer) ?? .null,
                    $0.lastNeededBy.map(Answer.Cell.text) ?? .null,
                    ($0.lastNeededAt?.description).map(Answer.Cell.text) ?? .null, .text($0.reason), .text($0.command),
                ]
            },
            names: candidates.map { "imagestreamtag/\($0.tag.istag)" }, notes: notes)
    }

    /// The commands as a script to look over, each under its evidence.
    public var script: String {
        guard !candidates.isEmpty else { return "" }
        var lines = [
            "#!/bin/sh",
            "# Tags that nothing in the record needs any more. Look it over before you run it: `oc tag -d` forgets a tag's history.",
            "set -e",
        ]
        for candidate in candidates {
            let size = candidate.freed.map { ", \($0) bytes of its own" } ?? ""
            let last =
                candidate.lastNeededBy.map { "last needed by \($0) until \(candidate.lastNeededAt?.description ?? "")" }
                ?? "never needed as long as was looked"
            lines += [
                "", "# \(candidate.tag.cluster) \(candidate.tag.namespace)/\(candidate.tag.istag) \(candidate.digest)",
                "# \(last)\(size)",
                candidate.command,
            ]
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
