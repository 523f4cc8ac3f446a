internal import Model
internal import Questions
internal import Record
internal import ServiceWords

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
        page.write(.buildInfo, .gauge, [.init(1, ("version", version))])
        let clusters = board.clusters
        Self.times(of: clusters, &page)
        Self.sights(of: clusters, &page)
        Self.counts(of: clusters, &page)
        page.write(
            .findings, .gauge,
            findings.map {
                .init(
                    Double($0.count), ("cluster", $0.cluster), ("namespace", $0.namespace ?? ""), ("finding", $0.finding.rawValue)
                )
            })
        page.write(.databaseBytes, .gauge, databaseBytes.map { [.init(Double($0))] } ?? [])
        process?.write(&page)
        return page.text
    }

    private typealias Clusters = [(name: String, figures: ClusterFigures)]

    private static func times(of clusters: Clusters, _ page: inout PrometheusText) {
        func gauge(_ metric: Metric, _ value: (ClusterFigures) -> Double?) {
            page.write(
                metric, .gauge,
                clusters.compactMap { cluster in value(cluster.figures).map { .init($0, ("cluster", cluster.name)) } })
        }
        gauge(.lastSuccess) { $0.lastSuccess?.inSeconds }
        gauge(.lastRecorded) { $0.lastRecorded?.inSeconds }
        gauge(.lastAttempt) { $0.lastAttempt?.inSeconds }
        gauge(.nextTick) { $0.nextTick?.inSeconds }
        gauge(.lastDuration) { $0.lastDuration?.inSeconds }
        gauge(.period) { Double($0.period) }
        gauge(.followWatches) { $0.isFollowed ? Double($0.watches) : nil }
        gauge(.looking) { $0.lookingSince == nil ? 0 : 1 }
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
        page.write(.objects, .gauge, objects)
        page.write(.kindSeen, .gauge, seen)
        page.write(.coverage, .gauge, coverage)
    }

    private static func counts(of clusters: Clusters, _ page: inout PrometheusText) {
        func counter(_ metric: Metric, _ samples: (ClusterFigures) -> [(label: (String, String)?, Int64)]) {
            page.write(
                metric, .counter,
                clusters.flatMap { cluster in
                    samples(cluster.figures).map { label, value in
                        var sample = PrometheusText.Sample(Double(value), ("cluster", cluster.name))
                        if let label { sample.labels.append((label.0, label.1)) }
                        return sample
                    }
                })
        }
        counter(.snapshots) { figures in
            LookResult.allCases.map { (("result", $0.rawValue), figures.results[$0] ?? 0) }
        }
        counter(.changes) { figures in
            [
                (("change", "opened"), figures.opened), (("change", "changed"), figures.changed),
                (("change", "closed"), figures.closed),
            ]
        }
        counter(.errors) { figures in
            LookFailure.allCases.map { (("error", $0.rawValue), figures.troubles[$0] ?? 0) }
        }
        counter(.receivedBytes) { [(nil, $0.receivedBytes)] }
        counter(.requests) { [(nil, $0.requests)] }
        counter(.skippedTicks) { [(nil, $0.skippedTicks)] }
        counter(.followSnapshots) { $0.isFollowed ? [(nil, $0.followedSnapshots)] : [] }
        counter(.followEvents) { $0.isFollowed ? [(nil, $0.watchEvents)] : [] }
        counter(.followRestarts) { $0.isFollowed ? [(nil, $0.watchRestarts)] : [] }
        counter(.followCorrections) { $0.isFollowed ? [(nil, $0.corrections)] : [] }
    }
}

extension Instant {
    /// As Prometheus counts time.
    fileprivate var inSeconds: Double { Double(secondsSince1970) }
}
