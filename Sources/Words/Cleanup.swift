internal import Model
public import Questions

extension Cleanup {
    /// The same as rows.
    public var answer: Answer { answer() }

    /// The same as rows, for people who read French or for everybody else.
    public func answer(inFrench: Bool = false) -> Answer {
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
                    ($0.lastNeededBy.map { inFrench ? $0.words.french : $0.words.english }).map(Answer.Cell.text) ?? .null,
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
                candidate.lastNeededBy.map {
                    "last needed by \($0.words.english) until \(candidate.lastNeededAt?.description ?? "")"
                }
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

extension LastUser {
    /// `Pods of Deployment/web in shop`, `a ReplicaSet of Deployment/web in shop`.
    public var words: (english: String, french: String) {
        let english = (keptKind.map { "a \($0) of " } ?? "") + "\(object) in \(namespace)"
        let french = (keptKind.map { "un \($0) de " } ?? "") + "\(object) dans \(namespace)"
        return isByPods ? ("Pods of \(english)", (keptKind == nil ? "Pods de " : "Pods d’") + french) : (english, french)
    }
}
