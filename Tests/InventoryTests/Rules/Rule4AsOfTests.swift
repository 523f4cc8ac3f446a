import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Rule 4: as-of is exact; intervals are half-open, times in UTC. The oracle's tests hold the rest of it.
@Suite struct Rule4AsOfTests {
    let recording: Recording

    init() throws {
        recording = try Recording()
        try recording.record(1)
        try recording.record(2, workloads: [.deployment("web:1")])
        try recording.record(3, workloads: [.deployment("web:2")])
        try recording.record(4)
    }

    private func image(_ instant: Instant) throws -> [String?] {
        try RecordReader(path: recording.path, at: instant).rows("SELECT image FROM containers").map(\.[0].text)
    }

    @Test("a state holds from the second it was seen until the second before the next")
    func halfOpen() throws {
        #expect(try image(Recording.day(2).advanced(by: -1)) == [])
        #expect(try image(Recording.day(2)) == ["web:1"])
        #expect(try image(Recording.day(3).advanced(by: -1)) == ["web:1"])
        #expect(try image(Recording.day(3)) == ["web:2"])
        #expect(try image(Recording.day(4).advanced(by: -1)) == ["web:2"])
        #expect(try image(Recording.day(4)) == [])
    }

    @Test("an interval's end is the next one's beginning, and an open end is NULL")
    func ends() throws {
        try recording.record(5, workloads: [.deployment("web:3")])
        let rows = try recording.rows("SELECT image, seen_from, seen_until FROM containers_history ORDER BY seen_from")
        #expect(
            rows == [
                [.text("web:1"), .text("2026-01-03T00:00:00Z"), .text("2026-01-04T00:00:00Z")],
                [.text("web:2"), .text("2026-01-04T00:00:00Z"), .text("2026-01-05T00:00:00Z")],
                [.text("web:3"), .text("2026-01-06T00:00:00Z"), .null],
            ])
    }

    @Test("before the first snapshot nothing is known, and it is said of which cluster")
    func beforeTheFirst() throws {
        let record = try RecordReader(path: recording.path, at: Recording.day(0))
        #expect(try record.rows("SELECT * FROM snapshots").isEmpty)
        let clusters = try record.clusters()
        #expect(clusters.map(\.cluster) == ["okd"])
        #expect(clusters.map(\.snapshot) == [nil])
        #expect(clusters.map(\.firstTakenAt) == [Recording.day(1)])
    }

    @Test("a container whose workload came back unchanged has two intervals with a gap")
    func gap() throws {
        try recording.record(6, workloads: [.deployment("web:2")])
        #expect(
            try recording.rows("SELECT seen_from, seen_until FROM containers_history WHERE image = 'web:2' ORDER BY 1")
                == [
                    [.text("2026-01-04T00:00:00Z"), .text("2026-01-05T00:00:00Z")],
                    [.text("2026-01-07T00:00:00Z"), .null],
                ])
    }

    @Test("two readers that answer together tell of one moment, whatever is recorded between them")
    func together() throws {
        let now = Recording.day(9)
        let first = try RecordReader(path: recording.path, at: now)
        try recording.record(5, workloads: [.deployment("web:3")])
        let second = try RecordReader(path: recording.path, at: now, newest: first.newest)
        #expect(try second.clusters().map(\.snapshot) == first.clusters().map(\.snapshot))
        #expect(try second.rows("SELECT image FROM containers").isEmpty)
        #expect(try image(now) == ["web:3"])
    }
}
