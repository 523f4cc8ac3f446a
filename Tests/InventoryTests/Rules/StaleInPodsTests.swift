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
}
