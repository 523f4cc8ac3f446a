public import Model
internal import Record
internal import SQLite

/// Something a team should look at in its streams and names, as the report tells it.
public struct StreamProblem: Sendable, Equatable {
    /// What is wrong.
    public let problem: Problem
    /// The cluster's name.
    public let cluster: String
    /// The object's namespace.
    public let namespace: String
    /// `ImageStreamTag`, or the workload's kind.
    public let kind: ObjectKind
    /// The object's name.
    public let name: String
    /// The container, for a short name.
    public let container: String?
    /// The short name as it stands; nil for tags.
    public let image: String?
    /// The import's error message, the image that is followed, or the code of the reason that nothing resolves the name; empty for the
    /// others.
    public let detail: String
    /// What is the matter with a trigger; nil for all but triggers.
    public let trigger: TriggerTrouble?
    /// The tag that a short name or its trigger means; nil for tags.
    public let tag: ClusterTag?
    /// Since when: by the cluster's clock for imports, by ours otherwise.
    public let since: Instant?

    /// The command that would end it, where one would.
    public var command: String? {
        guard problem == .unscheduledTag else { return nil }
        return (["oc", "tag", "--scheduled", detail, "\(namespace)/\(name)"]).map(ShellWord.quoted).joined(separator: " ")
    }
}

extension RecordReader {
    /// The same problems as ``problems(_:only:)`` tells, from containers that were read already.
    func streamProblems(_ filter: Filter, containers: [ContainerRow]) throws -> [StreamProblem] {
        let tied = try FollowedTags(in: self).needed(by: Set(containers.compactMap(\.tag)))
        var found = try tagTroubles(filter) { tied.contains($0.name) }.map(StreamProblem.init)
        let triggers = try triggerProblems(filter)
        let paused = Set(
            triggers.filter { $0.problem == .pausedTrigger }.map { "\($0.cluster)/\($0.workload)/\($0.container ?? "")" })
        for row in containers where row.verdict == "unresolved" && filter.includes(namespace: row.id.workload.namespace) {
            // Told of once, by what is the matter with it.
            let isBlank = row.image.allSatisfy(\.isWhitespace)
            if isBlank, paused.contains("\(row.id.cluster)/\(row.id.workload)/\(row.id.container)") { continue }
            found.append(
                StreamProblem(
                    problem: .unresolvedName, cluster: row.id.cluster, namespace: row.id.workload.namespace,
                    kind: row.id.workload.kind, name: row.id.workload.name, container: row.id.container, image: row.image,
                    detail: row.reason, trigger: nil, tag: row.tag, since: row.seenFrom))
        }
        found += triggers.map { trigger in
            StreamProblem(
                problem: trigger.problem, cluster: trigger.cluster, namespace: trigger.workload.namespace,
                kind: trigger.workload.kind,
                name: trigger.workload.name, container: trigger.container, image: nil, detail: "",
                trigger: trigger.trouble, tag: nil, since: trigger.since)
        }
        return Problem.allCases.flatMap { problem in found.filter { $0.problem == problem } }
    }
}

extension RecordReader {
    /// How many tags have each problem, without telling which.
    func problemCounts(_ filter: Filter, tied: Set<Int64>) throws -> [Problem: Int64] {
        let condition = filter.condition(over: ["cluster", "namespace"], name: "")
        var counts: [Problem: Int64] = [:]
        let tied = try FollowedTags(in: self).needed(by: tied)
        for row in try rows(
            """
            SELECT istag_id, digest_id IS NOT NULL, import_error IS NOT NULL, \(Problem.isUnscheduled)
            FROM istag_\(condition.clause)
            """, condition.values)
        {
            if row[2] == .integer(1) { counts[.failingImport, default: 0] += 1 }
            if row[3] == .integer(1) { counts[.unscheduledTag, default: 0] += 1 }
            if row[1] == .integer(1), !(row[0].integer.map(tied.contains) ?? false) { counts[.noWorkload, default: 0] += 1 }
        }
        return counts
    }
}

extension StreamProblem {
    fileprivate init(_ trouble: TagTrouble) {
        self.init(
            problem: trouble.problem, cluster: trouble.tag.cluster, namespace: trouble.tag.namespace, kind: .imageStreamTag,
            name: trouble.tag.istag, container: nil, image: nil, detail: trouble.text ?? "", trigger: nil, tag: nil,
            since: trouble.since)
    }
}
