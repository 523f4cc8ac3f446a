import Foundation
import Histories
import Model
import Questions
import Record
import SQLite
import Testing

@Suite("Clocks that are wrong")
struct ClockTests {
    let folder: Folder
    let dumps: [(path: String, instant: String)]
    var path: String { folder.file("record.db") }

    init() throws {
        folder = try Folder()
        dumps = try Dumps.write(3, to: folder)
    }

    private func collect(_ dump: Int, at time: String) throws -> Child.Ending {
        try Child(name: "isinventory", folder: folder.path).run(
            [
                "collect", "--from", dumps[dump].path, "--taken-at", time, "-A", "--cluster", "prod", "--db", path,
                "--allow-future",
            ])
    }

    @Test("a clock that jumps back: refused, the history intact, and recording goes on when it is right again")
    func back() throws {
        #expect(try collect(0, at: "2026-01-05T10:00:00Z").status == 0)
        let before = try Found(path)
        let refused = try collect(1, at: "2026-01-05T09:59:59Z")
        #expect(refused.status == 2 && refused.errors.contains("is older than the newest recorded one (2026-01-05T10:00:00Z)"))
        #expect(try Found(path) == before)
        #expect(try collect(1, at: "2026-01-05T10:00:01Z").status == 0)
        #expect(try Found(path, expecting: [try #require(before.seal)]).snapshots == 2)
    }

    @Test("a clock that jumps far ahead: told at once, and what it will mean; the history stays as it was")
    func ahead() throws {
        #expect(try !collect(0, at: "2026-01-05T10:00:00Z").errors.contains("clock"))
        let jumped = try collect(1, at: "2120-01-01T00:00:00Z")
        #expect(
            jumped.status == 0
                && jumped.errors.contains("note: the snapshot is dated 2120-01-01T00:00:00Z, ahead of this machine's clock"))
        let refused = try collect(2, at: "2026-01-05T11:00:00Z")
        #expect(refused.status == 2 && refused.errors.contains("lies in the future"), "\(refused.errors)")
        let record = try RecordReader(path: path, at: Instant("2026-06-01T00:00:00Z"))
        #expect(try record.clusters().map(\.takenAt) == [Instant("2026-01-05T10:00:00Z")])
        #expect(try RecordReader(path: path).verify().holds)
    }

    @Test("a cluster whose clock runs ahead or behind: its times are kept as it told them, ours order the history")
    func skewed() throws {
        let store = try RecordWriter(path: path)
        let id = ImageStreamTag.ID(stream: ImageStream.ID(namespace: "shop", name: "web"), tag: "1")
        let start = try #require(Instant("2026-01-05T00:00:00Z"))
        // Told by the cluster: a century ahead, then decades behind.
        let told = try ["2126-01-01T00:00:00Z", "1970-01-02T00:00:00Z"].map { try #require(Instant($0)) }
        var revisions: [ImageStreamTag.Revision] = []
        for (hour, time) in told.enumerated() {
            let digest = "sha256:" + String(repeating: "\(hour)", count: 64)
            revisions.insert(ImageStreamTag.Revision(createdAt: time, digest: digest, image: nil), at: 0)
            try store.record(
                Snapshot(
                    cluster: "prod", takenAt: start.advanced(by: Int64(hour) * 3600), source: "a test",
                    coverage: [Coverage(kind: .imageStream, outcome: .complete, objects: 1)],
                    imageStreams: [ImageStream(id: id.stream, uid: "u", lookupLocal: false)],
                    imageStreamTags: [ImageStreamTag(id: id, source: .init(), revisions: revisions)]))
        }
        let rows = try Connection(path: path, mode: .readOnly).rows(
            "SELECT changed_at, seen_by FROM digest_changes ORDER BY seen_by")
        #expect(
            rows == told.enumerated().map { [.text("\($1)"), .text("\(start.advanced(by: Int64($0) * 3600))")] })
        for (hour, _) in told.enumerated() {
            let answer = try RecordReader(path: path, at: start.advanced(by: Int64(hour) * 3600 + 60)).standing(.istags)
            #expect("\(answer.rows)".contains(String(repeating: "\(hour)", count: 64)))
        }
        #expect(try RecordReader(path: path).verify().holds)
    }

    @Test("a leap day is a day like any other, and only in leap years")
    func leapDay() throws {
        for time in ["2028-02-28T23:59:59Z", "2028-02-29T12:00:00Z", "2028-03-01T00:00:00Z"] {
            #expect(try collect(0, at: time).status == 0)
        }
        func takenAt(_ date: String) throws -> String? {
            let instant = try #require(Instant(expression: date, now: .now))
            return try RecordReader(path: path, at: instant).clusters()[0].takenAt?.description
        }
        #expect(try takenAt("2028-02-29") == "2028-02-28T23:59:59Z")
        #expect(try takenAt("2028-03-01") == "2028-03-01T00:00:00Z")
        let leap = try #require(Instant("2028-02-29T12:00:00Z"))
        #expect(Instant(expression: "1d", now: try #require(Instant("2028-03-01T12:00:00Z"))) == leap)
        #expect(Instant(expression: "2027-02-29", now: .now) == nil && Instant(expression: "2100-02-29", now: .now) == nil)
        #expect(try RecordReader(path: path).verify().holds)
    }

    @Test(
        "the weeks in which clocks change have an hour less or more and leave nothing out",
        arguments: [
            ("2026-W13", "2026-03-22T23:00:00Z", "2026-03-29T22:00:00Z"),
            ("2026-W43", "2026-10-18T22:00:00Z", "2026-10-25T23:00:00Z"),
        ])
    func daylightSaving(week: String, from: String, to: String) throws {
        for hour in [from, to].compactMap({ Instant($0) }).flatMap({ [$0.advanced(by: -1), $0, $0.advanced(by: 1)] }) {
            let ending = try collect(0, at: "\(hour)")
            #expect(ending.status == 0, "\(ending.errors)")
        }
        let words = ["report", "--week", week, "--time-zone", "Europe/Paris", "-o", "json", "--db", path]
        let ending = try Child(name: "isinventory", folder: folder.path).run(words)
        #expect(ending.status == 0 && ending.output.contains(from) && ending.output.contains(to), "\(ending.errors)")
        // Those at the beginning belong to the week before: seen after `from`, up to and including `to`.
        #expect(ending.output.replacing(" ", with: "").contains("\"snapshots\":3"), "\(ending.output.prefix(3000))")
    }

    @Test(
        "a date given to --at is a date in UTC, wherever the machine stands and whatever its clocks do",
        arguments: ["Europe/Paris", "Pacific/Kiritimati"])
    func dates(zone: String) throws {
        for hour in ["2026-10-24T23:30:00Z", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
            #expect(try collect(0, at: hour).status == 0)
        }
        let child = Child(name: "isinventory", folder: folder.path, environment: ["TZ": zone])
        let ending = try child.run(["status", "--at", "2026-10-25", "-o", "json", "--db", path])
        #expect(
            ending.output.contains("2026-10-24T23:30:00Z") && !ending.output.contains("T01:30:00Z"),
            "\(ending.output)\(ending.errors)")
    }
}
