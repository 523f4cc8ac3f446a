internal import Model
internal import Questions
internal import Record

/// All figures of the collector, as Prometheus reads them.
///
/// `docs/deploying.md` lists them; a test holds the two together.
struct MetricsPage {
    let board: MetricsRegistry
    let version: String
    /// Bytes the record takes on the disk; nil where there is none yet.
    let databaseBytes: Int64?
    let process: ProcessFigures?
    /// What the record says teams should look at.
    var findings: [FindingCount] = []

    /// The page.
    func text() -> String {
        var page = PrometheusText()
        page.write(
            "isinventory_build_info", .gauge, "1, with the version of the program.", [.init(1, ("version", version))])
        let clusters = board.clusters
        Self.times(of: clusters, &page)
        Self.sights(of: clusters, &page)
        Self.counts(of: clusters, &page)
        page.write(
            "isinventory_findings", .gauge,
            "What teams should look at, by namespace: the 200 with the most one by one, the others together without a name.",
            findings.map {
                .init(
                    Double($0.count), ("cluster", $0.cluster), ("namespace", $0.namespace ?? ""), ("finding", $0.finding.rawValue)
                )
            })
        page.write(
            "isinventory_database_bytes", .gauge, "Size of the record file, SQLite's journal beside it included.",
            databaseBytes.map { [.init(Double($0))] } ?? [])
        process?.write(&page)
        return page.text
    }

    private typealias Clusters = [(name: String, figures: ClusterFigures)]

    private static func times(of clusters: Clusters, _ page: inout PrometheusText) {
        func gauge(_ name: String, _ help: String, _ value: (ClusterFigures) -> Double?) {
            page.write(
                name, .gauge, help,
                clusters.compactMap { cluster in value(cluster.figures).map { .init($0, ("cluster", cluster.name)) } })
        }
        gauge(
            "isinventory_last_success_timestamp_seconds",
            "When the newest snapshot was taken in which all that was asked for was answered."
        ) { $0.lastSuccess?.inSeconds }
        gauge(
            "isinventory_last_recorded_timestamp_seconds",
            "When the newest recorded snapshot was taken, however much of the cluster it saw."
        ) { $0.lastRecorded?.inSeconds }
        gauge("isinventory_last_attempt_timestamp_seconds", "When the newest look began, recorded or not.") {
            $0.lastAttempt?.inSeconds
        }
        gauge("isinventory_next_tick_timestamp_seconds", "When the next look is due.") { $0.nextTick?.inSeconds }
        gauge("isinventory_last_duration_seconds", "How long the newest look took, recording included.") {
            $0.lastDuration?.inSeconds
        }
        gauge("isinventory_period_seconds", "Time between two looks.") { Double($0.period) }
        gauge("isinventory_follow_watches", "Watches that listen to the cluster between two looks.") {
            $0.isFollowed ? Double($0.watches) : nil
        }
        gauge("isinventory_looking", "1 while the cluster is being looked at, else 0.") { $0.lookingSince == nil ? 0 : 1 }
    }

    private static func sights(of clusters: Clusters, _ page: inout PrometheusText) {
        var objects: [PrometheusText.Sample] = []
        var seen: [PrometheusText.Sample] = []
        var coverage: [PrometheusText.Sample] = []
        for (name, figures) in clusters {
            for kind in Set(figures.sightings.keys.map(\.kind)).union(figures.outcomes.keys).sorted() {
                let own = figures.sightings.filter { $0.key.kind == kind }.map(\.value)
                if let oldest = own.map(\.at).min() {
                    objects.append(
                        .init(Double(own.reduce(0) { $0 + $1.objects }), ("cluster", name), ("kind", kind.title)))
                    seen.append(.init(oldest.inSeconds, ("cluster", name), ("kind", kind.title)))
                }
                guard let outcomes = figures.outcomes[kind] else { continue }
                for outcome in Coverage.Outcome.allCases where outcome != .followed {
                    coverage.append(
                        .init(
                            Double(outcomes[outcome] ?? 0), ("cluster", name), ("kind", kind.title),
                            ("outcome", outcome.rawValue)))
                }
            }
        }
        page.write(
            "isinventory_objects", .gauge,
            "Objects of a kind when it was last seen whole. A kind that could not be looked at keeps its number: that is no deletion.",
            objects)
        page.write(
            "isinventory_kind_seen_timestamp_seconds", .gauge,
            "When a kind was last seen whole; of several namespaces, the one longest ago.", seen)
        page.write(
            "isinventory_coverage", .gauge,
            "Scopes (namespaces, or 1 for all of them) of a kind by how the newest recorded look went there.", coverage)
    }

    private static func counts(of clusters: Clusters, _ page: inout PrometheusText) {
        func counter(_ name: String, _ help: String, _ samples: (ClusterFigures) -> [(label: (String, String)?, Int64)]) {
            page.write(
                name, .counter, help,
                clusters.flatMap { cluster in
                    samples(cluster.figures).map { label, value in
                        var sample = PrometheusText.Sample(Double(value), ("cluster", cluster.name))
                        if let label { sample.labels.append((label.0, label.1)) }
                        return sample
                    }
                })
        }
        counter("isinventory_snapshots_total", "Looks by how they ended.") { figures in
            LookResult.allCases.map { (("result", $0.rawValue), figures.results[$0] ?? 0) }
        }
        counter("isinventory_changes_total", "Changes recorded.") { figures in
            [
                (("change", "opened"), figures.opened), (("change", "changed"), figures.changed),
                (("change", "closed"), figures.closed),
            ]
        }
        counter("isinventory_errors_total", "What went wrong, by kind of error.") { figures in
            LookFailure.allCases.map { (("error", $0.rawValue), figures.troubles[$0] ?? 0) }
        }
        counter("isinventory_received_bytes_total", "Bytes of the cluster's answers, after decompression.") {
            [(nil, $0.receivedBytes)]
        }
        counter("isinventory_requests_total", "Requests sent to the cluster.") { [(nil, $0.requests)] }
        counter("isinventory_skipped_ticks_total", "Ticks left out because the look before took too long.") {
            [(nil, $0.skippedTicks)]
        }
        counter("isinventory_follow_snapshots_total", "Snapshots of what watches told between two looks.") {
            $0.isFollowed ? [(nil, $0.followedSnapshots)] : []
        }
        counter("isinventory_follow_events_total", "Objects that watches showed, or told to be deleted.") {
            $0.isFollowed ? [(nil, $0.watchEvents)] : []
        }
        counter(
            "isinventory_follow_restarts_total", "Watches that broke off, or came to their time's end, and were asked for again."
        ) {
            $0.isFollowed ? [(nil, $0.watchRestarts)] : []
        }
        counter(
            "isinventory_follow_corrections_total",
            "Objects in which a look found something else than watches had told. Anything but 0 is worth a look at the log."
        ) {
            $0.isFollowed ? [(nil, $0.corrections)] : []
        }
    }
}

extension Instant {
    /// As Prometheus counts time.
    fileprivate var inSeconds: Double { Double(secondsSince1970) }
}
