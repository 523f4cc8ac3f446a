import Histories
import Model
import Questions
import Record
import Testing

/// What only Pods run of a tag's past lags as much as what an image pins: `stale`, monitors and webhooks say the same.
@Suite struct StaleInPodsTests {
    private static func digest(_ number: Int) -> String { "sha256:" + String(repeating: "\(number)", count: 64) }

    /// A day's look: the tag has moved so many times, and Pods run one of its images, or none.
    private func record(_ recording: Recording, _ day: Int, moves: Int, running: Int?) throws {
        var tag = ImageStreamTag(id: .init(namespace: "shop", stream: "web", tag: "1"))
        tag.source = .init(kind: "DockerImage", name: "quay.io/acme/web:1")
        tag.revisions = (1...moves).reversed().map {
            .init(
                createdAt: Recording.day(0).advanced(by: Int64($0) * 3_600), digest: Self.digest($0),
                image: "quay.io/acme/web@\(Self.digest($0))")
        }
        var snapshot = Recording.snapshot(
            day, workloads: [.deployment(named: "web", "quay.io/acme/web:1")], streams: [.named("web")], tags: [tag])
        snapshot.runningImages =
            running.map { number in
                [
                    RunningImage(
                        owner: .init(namespace: "shop", kind: .deployment, name: "web"), container: "c0",
                        image: "quay.io/acme/web:1",
                        imageID: .init(digest: Self.digest(number)))
                ]
            } ?? []
        try recording.store.record(snapshot)
    }

    private func stale(_ recording: Recording) throws -> Int64? {
        try RecordReader(path: recording.path).findingCounts().first { $0.finding == .stale && $0.namespace == "shop" }?.count
    }

    private func news(_ recording: Recording, after day: Int) throws -> [SnapshotNews.Item] {
        try #require(
            try SnapshotNews.next(in: recording.path, of: "okd", after: Recording.day(day), events: [.stale])
        ).items
    }

    @Test("a container whose Pods stay on what its tag had before is counted, and told of once, until they follow")
    func counted() throws {
        let recording = try Recording()
        try record(recording, 1, moves: 1, running: 1)
        #expect(try stale(recording) == 0)
        try record(recording, 2, moves: 2, running: 1)
        #expect(try stale(recording) == 1)
        let told = try news(recording, after: 1)
        #expect(told.map(\.event) == [.stale] && told.first?.object == "deploy/web")
        #expect(told.first?.old == Self.digest(1) && told.first?.new == Self.digest(2))
        // It goes on lagging, further behind: that is known.
        try record(recording, 3, moves: 3, running: 1)
        #expect(try stale(recording) == 1 && news(recording, after: 2).isEmpty)
        try record(recording, 4, moves: 3, running: 3)
        #expect(try stale(recording) == 0 && news(recording, after: 3).isEmpty)
        try record(recording, 5, moves: 4, running: 3)
        #expect(try stale(recording) == 1 && news(recording, after: 4).count == 1)
        // Without a Pod nothing lags.
        try record(recording, 6, moves: 4, running: nil)
        #expect(try stale(recording) == 0 && news(recording, after: 5).isEmpty)
        #expect(try RecordReader(path: recording.path, at: Recording.day(5)).stale().rows.count == 1)
    }

    @Test("a container whose Pods run two earlier images is one that lags, though `stale` lists both")
    func countedOnce() throws {
        let recording = try Recording()
        try record(recording, 1, moves: 3, running: 1)
        var tag = ImageStreamTag(id: .init(namespace: "shop", stream: "web", tag: "1"))
        tag.source = .init(kind: "DockerImage", name: "quay.io/acme/web:1")
        tag.revisions = (1...3).reversed().map {
            .init(
                createdAt: Recording.day(0).advanced(by: Int64($0) * 3_600), digest: Self.digest($0),
                image: "quay.io/acme/web@\(Self.digest($0))")
        }
        var snapshot = Recording.snapshot(
            2, workloads: [.deployment(named: "web", "quay.io/acme/web:1")], streams: [.named("web")], tags: [tag])
        snapshot.runningImages = [1, 2].map { number in
            RunningImage(
                owner: .init(namespace: "shop", kind: .deployment, name: "web"), container: "c0", image: "quay.io/acme/web:1",
                imageID: .init(digest: Self.digest(number)))
        }
        try recording.store.record(snapshot)
        let reader = try RecordReader(path: recording.path)
        #expect(try reader.stale().rows.count == 2 && stale(recording) == 1)
        #expect(try reader.namespaces().rows.map { $0[6] } == [.integer(1)])
        #expect(try reader.figures(Filter(), at: .now).stale == 1)
    }

    @Test("namespaces, monitors, pages and reports count the containers that `stale` lists, at any instant of random histories")
    func agreed() throws {
        let inPods = try (1...6).reduce(0) { try $0 + agreed(seed: $1) }
        #expect(inPods > 0, "no history has any that only Pods make stale")
    }

    /// How many of the rows compared are of what only Pods run.
    private func agreed(seed: UInt64) throws -> Int {
        let recording = try Recording()
        var history = RandomHistory(seed: seed)
        let taken = try history.snapshots(24).map { snapshot in
            try recording.store.record(snapshot)
            return snapshot.takenAt
        }
        var inPods = 0
        for instant in stride(from: 3, to: taken.count, by: 4).map({ taken[$0].advanced(by: 1) }) {
            let reader = try RecordReader(path: recording.path, at: instant)
            let rows = try reader.stale().rows
            inPods += rows.count { $0[5] == .text("pod") }
            let listed = Dictionary(grouping: Set(rows.map { $0[..<5].map(\.plain) }), by: { $0[1] }).mapValues {
                Int64($0.count)
            }
            let told = try Dictionary(
                uniqueKeysWithValues: reader.namespaces().rows.map { ($0[1].plain, $0[6]) })
            #expect(told.filter { $0.value != .integer(0) } == listed.mapValues { .integer($0) }, "\(seed) at \(instant)")
            for (namespace, count) in listed {
                let narrow = Filter(namespaces: [namespace])
                #expect(try reader.namespaces(narrow).rows.map { $0[6] } == [.integer(count)])
                #expect(try reader.figures(narrow, at: instant).stale == count)
            }
            let monitored = try reader.findingCounts().filter { $0.finding == .stale && $0.count > 0 }
            #expect(Dictionary(uniqueKeysWithValues: monitored.map { ($0.namespace ?? "", $0.count) }) == listed)
            let all = listed.values.reduce(0, +)
            #expect(try reader.figures(Filter(), at: instant).stale == all)
            let report = try WeeklyReport(
                path: recording.path, period: #require(ReportPeriod(from: taken[0], to: instant)), filter: Filter(), now: instant)
            #expect(report.figures.first { $0.name == .stale }?.value == all, "\(seed) at \(instant)")
        }
        return inPods
    }
}
