public import Model
public import Record
internal import SQLite
public import Texts

/// How leaving a registry goes: a burn-down, what is left, who comes anew, and the commands that would end it.
public struct LeavingReport: Sendable {
    /// A container whose reference still pulls from the registry.
    public struct Use: Sendable {
        /// The container.
        public let id: ContainerID
        /// The reference as it stands.
        public let image: String
        /// Its full spelling.
        public let canonical: String
        /// The tag it is tied to, `NAMESPACE/STREAM:TAG`.
        public let istag: String?
        /// Since when it has pulled from there without a break, by our looks.
        public let since: Instant
        /// Whether it came within the last four weeks, as far as the record reaches back.
        public let isNew: Bool
        /// What would end it, in order.
        public let remedy: [RemedyStep]
    }

    /// A tag that imports from the registry.
    public struct Import: Sendable {
        /// The tag.
        public let tag: ClusterTag
        /// What it follows, in its full spelling.
        public let source: String
        /// Whether it is imported again by itself.
        public let isScheduled: Bool
        /// The command that would end it.
        public let commands: [String]
    }

    /// How many containers pulled from the registry at the end of a week, by cluster and namespace.
    public struct Week: Sendable {
        /// The end of the week.
        public let at: Instant
        /// By cluster and namespace; nil where nobody had looked by then.
        public let containers: [Place: Int64]?

        /// All of them.
        public var total: Int64? { containers?.values.reduce(0, +) }
    }

    /// A namespace of a cluster.
    public struct Place: Sendable, Hashable, Comparable {
        /// The cluster's name.
        @Exact public private(set) var cluster: String
        /// The namespace's name.
        @Exact public private(set) var namespace: String

        /// By cluster and namespace.
        public static func < (left: Place, right: Place) -> Bool {
            left.cluster.isBefore(right.cluster) ?? left.namespace.isBefore(right.namespace) ?? false
        }
    }

    /// The registry that is left.
    public let registry: String
    /// By when, if that was said.
    public let by: Instant?
    /// What it is about.
    public let filter: Filter
    /// As it stood at this instant.
    public let at: Instant
    /// In whose days it is told.
    public let zone: ReportZone
    /// Twelve weeks back, the oldest first.
    public let weeks: [Week]
    /// What is left, by cluster, namespace and name.
    public let left: [Use]
    /// The tags that import from there.
    public let imports: [Import]
    /// The clusters of the record.
    public let clusters: [String]
    /// What the reader must know beside it.
    public let notes: [Note]

    /// Asks a record how leaving a registry goes.
    ///
    /// - Parameters:
    ///   - record: The record, open as it stands or stood.
    ///   - registry: The registry, `docker.io`.
    ///   - by: When it shall be over.
    ///   - filter: Which clusters and namespaces.
    ///   - now: The instant that the record shows.
    ///   - zone: In whose days weeks end.
    /// - Throws: ``QuestionError`` where nothing ever pulled from there.
    public init(
        in record: RecordReader, leaving registry: String, by: Instant? = nil, _ filter: Filter = Filter(), now: Instant,
        zone: ReportZone = .utc
    ) throws {
        try record.refuseUnknownPlaces(filter)
        let registry = registry == "index.docker.io" ? "docker.io" : registry
        let standings = try record.clusters().filter { filter.asks($0.cluster) }
        let runs = try record.registryRuns(registry, filter)
        imports = try record.imports(from: registry, filter)
        if runs.isEmpty, imports.isEmpty { try record.refuseUnknownRegistry(registry) }
        let first = Dictionary(
            standings.map { (ExactText($0.cluster), $0.firstTakenAt) }, uniquingKeysWith: { first, _ in first })
        weeks = (0..<12).reversed().map { back in
            let at = zone.days(-7 * Int64(back), from: now)
            let isKnown = standings.contains { standing in standing.firstTakenAt.map { $0 <= at } ?? false }
            let standing = runs.filter { $0.since <= at && $0.until.map { $0 > at } ?? true }
            let counts = Dictionary(grouping: standing) { Place(cluster: $0.id.cluster, namespace: $0.id.workload.namespace) }
            return Week(at: at, containers: isKnown ? counts.mapValues { Int64($0.count) } : nil)
        }
        let recently = zone.days(-28, from: now)
        left = runs.filter { $0.until == nil }.map { run in
            let isLater = (first[ExactText(run.id.cluster)] ?? nil).map { run.since > $0 } ?? false
            return Use(
                id: run.id, image: run.image, canonical: run.canonical, istag: run.istag, since: run.since,
                isNew: isLater && run.since > recently, remedy: RegistryMove.remedy(run))
        }.sorted { $0.id < $1.id }
        let ofContainers = try record.notes(on: .containers, filter, isEmpty: false)
        notes = try ofContainers + record.notes(on: .istags, filter, isEmpty: false).filter { !ofContainers.contains($0) }
        (self.registry, self.by, self.filter, self.zone, at) = (registry, by, filter, zone, now)
        clusters = standings.map(\.cluster)
    }

    /// How many fewer there are each week, over the last four, or as far as is known; nil where two weeks are not known.
    public var pace: Double? {
        let known = weeks.suffix(5).compactMap(\.total)
        guard known.count > 1, let first = known.first, let last = known.last else { return nil }
        return Double(first - last) / Double(known.count - 1)
    }

    /// When the last would be gone at that pace; nil where it never would.
    public var end: Instant? {
        guard !left.isEmpty else { return at }
        guard let pace, pace > 0 else { return nil }
        return at.advanced(by: Int64((Double(left.count) / pace * 7 * 86_400).rounded(.up)))
    }

    /// How many fewer a week it takes to be over in time; nil where there is no date, or it has passed.
    public var needed: Int64? {
        guard let by, by > at else { return nil }
        let weeks = Double(by.secondsSince1970 - at.secondsSince1970) / (7 * 86_400)
        return Int64((Double(left.count) / weeks).rounded(.up))
    }

    /// The namespaces that pull from there or did within the weeks told, most used first.
    public var places: [Place] {
        let known = Set(weeks.flatMap { ($0.containers ?? [:]).keys })
        func now(_ place: Place) -> Int64 { weeks.last?.containers?[place] ?? 0 }
        return known.sorted { now($0) != now($1) ? now($0) > now($1) : $0 < $1 }
    }
}

/// A stretch in which a container pulled from a registry without a break.
struct RegistryRun {
    let id: ContainerID
    let since: Instant
    let until: Instant?
    let image: String
    let canonical: String
    let istag: String?
    let tie: String?
}

/// The commands that have a container or a tag pull from elsewhere: a copy at `$TO`, which the reader says once.
enum RegistryMove {
    static func remedy(_ run: RegistryRun) -> [RemedyStep] {
        guard let parts = ImageReference(run.canonical).parts else { return [] }
        if let istag = run.istag {
            return [.advice(.comesBy(tag: istag))]
        }
        let workload = run.id.workload
        let target = place(parts)
        let mirror = "oc image mirror \(ShellWord.quoted(run.canonical)) \(mirrored(parts))"
        guard RemedyWriter.isSettable(workload.kind), Container.volumeName(of: run.id.container) == nil else {
            return [.command(mirror), .advice(.nameCopy(kind: workload.kind.title, name: workload.name))]
        }
        let name = "\(workload.kind == .cronJob ? "cronjob" : workload.kind.shortName)/\(workload.name)"
        let set =
            ["oc", "-n", workload.namespace, "set", "image", name].map(ShellWord.quoted).joined(separator: " ")
            + " \(ShellWord.quoted("\(run.id.container)="))\(target)"
        return [.command(mirror), .command(set)]
    }

    static func commands(_ tag: ClusterTag, from parts: ImageReference.Parts, isScheduled: Bool) -> [String] {
        let scheduled = isScheduled ? " --scheduled" : ""
        return [
            "oc image mirror \(ShellWord.quoted(parts.canonical)) \(mirrored(parts))",
            "oc tag --source=docker\(scheduled) \(place(parts)) \(ShellWord.quoted("\(tag.namespace)/\(tag.istag)"))",
        ]
    }

    /// `"$TO"/bitnami/redis:7`.
    private static func place(_ parts: ImageReference.Parts) -> String { "\"$TO\"/" + ShellWord.quoted(name(parts)) }

    /// The same to copy to: a digest names itself.
    private static func mirrored(_ parts: ImageReference.Parts) -> String {
        var parts = parts
        let isDigest = parts.digest != nil
        parts.digest = nil
        let name = isDigest ? String(name(parts).dropLast(":latest".utf8.count)) : name(parts)
        return "\"$TO\"/" + ShellWord.quoted(name)
    }

    /// The full spelling without its registry.
    private static func name(_ parts: ImageReference.Parts) -> String {
        var parts = parts
        if parts.digest != nil { parts.tag = nil }
        let canonical = parts.canonical
        return canonical.split(separator: "/", maxSplits: 1).last.map(String.init) ?? canonical
    }
}

extension RecordReader {
    /// Every stretch of a container at a registry until this reader's instant.
    fileprivate func registryRuns(_ registry: String, _ filter: Filter) throws -> [RegistryRun] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("pulled_from = ?", .text(registry))
        if let instant { condition.add("began <= ?", .integer(instant.secondsSince1970)) }
        let rows = try rows(
            """
            SELECT cluster, namespace, kind, name, container, init, image, canonical, istag_namespace, istag, tie, began, ended
            FROM container_history_\(condition.clause)
            ORDER BY cluster, namespace, kind, name, init, container, began
            """, condition.values)
        var runs: [RegistryRun] = []
        for row in rows {
            guard let id = ContainerID(row), let from = Instant(row[11].integer) else { continue }
            let end = Instant(row[12].integer)
            let until = end.flatMap { end in instant.map { end > $0 } ?? false ? nil : end }
            var since = from
            if let last = runs.last, last.id == id, last.until == from {
                since = last.since
                runs.removeLast()
            }
            let istag = row[9].text.map { "\(row[8].text ?? "")/\($0)" }
            runs.append(
                RegistryRun(
                    id: id, since: since, until: until, image: row[6].text ?? "", canonical: row[7].text ?? "", istag: istag,
                    tie: row[10].text))
        }
        return runs
    }

    /// The tags that stand and import from a registry.
    fileprivate func imports(from registry: String, _ filter: Filter) throws -> [LeavingReport.Import] {
        var condition = filter.condition(over: ["cluster", "namespace"], name: "")
        condition.add("from_kind = 'DockerImage'")
        condition.add("reference_only = 0")
        return try rows(
            """
            SELECT cluster, namespace, istag, from_name, scheduled FROM istag_\(condition.clause) ORDER BY 1, 2, 3
            """, condition.values
        ).compactMap { row in
            guard let parts = row[3].text.flatMap({ ImageReference($0).parts }), parts.registryPulledFrom == registry
            else { return nil }
            let tag = ClusterTag(cluster: row[0].text ?? "", namespace: row[1].text ?? "", istag: row[2].text ?? "")
            let isScheduled = row[4].integer == 1
            return LeavingReport.Import(
                tag: tag, source: parts.canonical, isScheduled: isScheduled,
                commands: RegistryMove.commands(tag, from: parts, isScheduled: isScheduled))
        }
    }

    /// Refuses a registry that nothing in the record ever named: it is more likely misspelt than left already.
    fileprivate func refuseUnknownRegistry(_ registry: String) throws {
        let known = try rows("SELECT DISTINCT pulled_from FROM reference_ WHERE pulled_from IS NOT NULL").compactMap {
            $0[0].text
        }
        guard !known.contains(registry) else { return }
        throw QuestionError.notFound(
            what: .registry, name: registry, within: .record, suggestions: Suggestion.closest(to: registry, among: known))
    }
}

extension ImageReference.Parts {
    /// The registry that is asked for it.
    fileprivate var registryPulledFrom: String {
        canonical.split(separator: "/", maxSplits: 1).first.map(String.init) ?? ""
    }
}
