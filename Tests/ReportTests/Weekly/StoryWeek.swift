import Collector
import CollectorWords
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Report

/// The sample story, fourteen minutes of a real cluster, told slowly: each of its twelve states gets a date of its own, and
/// every time in it is moved along. What happened, and in which order, is as it was.
enum StoryWeek {
    /// From Monday to Monday in the zone its readers live in.
    static let paris = ReportZone(name: "Europe/Paris") { instant in
        let zone = TimeZone(identifier: "Europe/Paris")
        return Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant.secondsSince1970))) ?? 0)
    }
    static let period = ReportPeriod(week: "2026-W47", zone: paris)

    /// When each state was seen, in the order of the story; the last seven fall into the week.
    private static let told = [
        "2026-10-19T06:00:00Z", "2026-10-26T06:00:00Z", "2026-11-02T06:00:00Z", "2026-11-06T06:00:00Z",
        "2026-11-11T06:00:00Z", "2026-11-16T18:00:00Z", "2026-11-17T18:00:00Z", "2026-11-18T18:00:00Z",
        "2026-11-20T06:00:00Z", "2026-11-20T18:00:00Z", "2026-11-21T18:00:00Z", "2026-11-22T18:00:00Z",
    ].compactMap { Instant($0) }

    /// Looks that found nothing new; from the evening of the 18th to the morning of the 20th nobody looked.
    private static func looks() -> [Instant] {
        let first = told[0]
        let looks = (0...69).map { first.advanced(by: $0 * 43_200) }
        return looks.filter { $0.description != "2026-11-19T06:00:00Z" && $0.description != "2026-11-19T18:00:00Z" }
    }

    /// A record of the story in a file of its own.
    static func record(in folder: borrowing ScratchFolder) throws -> String {
        let path = folder.path("story.db")
        let store = try RecordWriter(path: path)
        let states = try states()
        for look in looks() {
            guard var snapshot = states.last(where: { $0.takenAt <= look }) else { continue }
            snapshot.takenAt = look
            if look.description == "2026-11-21T06:00:00Z" { snapshot.forbid(.cronJob) }
            try store.record(snapshot)
        }
        return path
    }

    private static func states() throws -> [Snapshot] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Samples/story").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        let seen = names.compactMap { Instant($0) }
        try #require(seen.count == told.count)
        let clock = StoryClock(from: seen, to: told)
        return try zip(names, told).map { name, instant in
            let source = FileSource(.path("\(folder)/\(name)"), scope: .all, covers: [])
            return try source.read(cluster: "sample", takenAt: instant).snapshot().told(by: clock)
        }
    }
}

/// Moves times along: what happened between two states happens in the eleven hours before the later one is first seen, in its
/// order, so that no look in between contradicts it.
struct StoryClock {
    let from: [Instant]
    let to: [Instant]

    init(from: [Instant], to: [Instant]) {
        self.from = from
        self.to = to
    }

    func callAsFunction(_ instant: Instant) -> Instant {
        let segment = min(from.lastIndex { $0 < instant } ?? 0, from.count - 2)
        let (start, end) = (from[segment].secondsSince1970, from[segment + 1].secondsSince1970)
        if instant <= from[0] { return to[0].advanced(by: (instant.secondsSince1970 - start) * 600) }
        let (newStart, newEnd) = (to[segment + 1].secondsSince1970 - 39_600, to[segment + 1].secondsSince1970)
        let moved = (instant.secondsSince1970 - start) * (newEnd - newStart) / (end - start)
        return Instant(secondsSince1970: newStart + moved)
    }
}

extension Snapshot {
    fileprivate func told(by clock: StoryClock) -> Snapshot {
        var snapshot = self
        for index in snapshot.workloads.indices {
            snapshot.workloads[index].createdAt = snapshot.workloads[index].createdAt.map(clock.callAsFunction)
        }
        for index in snapshot.imageStreams.indices {
            snapshot.imageStreams[index].createdAt = snapshot.imageStreams[index].createdAt.map(clock.callAsFunction)
        }
        for index in snapshot.imageStreamTags.indices {
            var tag = snapshot.imageStreamTags[index]
            tag.importErrorSince = tag.importErrorSince.map(clock.callAsFunction)
            for revision in tag.revisions.indices {
                tag.revisions[revision].createdAt = tag.revisions[revision].createdAt.map(clock.callAsFunction)
            }
            snapshot.imageStreamTags[index] = tag
        }
        return snapshot
    }

    /// As if the API had said no to a kind.
    fileprivate mutating func forbid(_ kind: ObjectKind) {
        workloads.removeAll { $0.id.kind == kind }
        for index in coverage.indices where coverage[index].kind == kind {
            coverage[index].outcome = .forbidden
            coverage[index].objects = 0
            coverage[index].message = "User \"collector\" cannot list resource \"\(kind.resource)\" at the cluster scope"
        }
    }
}

/// A folder that goes when the test does.
struct ScratchFolder: ~Copyable {
    private let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "isinventory-report-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    borrowing func path(_ name: String) -> String { url.appending(path: name).path }
}
