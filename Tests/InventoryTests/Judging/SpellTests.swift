import Model
import SQLite
import Testing
import Words

@testable import Questions
@testable import Record

/// Who lagged behind, and what was a problem, over a stretch of time.
@Suite struct SpellTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    private static func gateway(_ letter: Character) -> [Workload] {
        [.deployment("image-registry.openshift-image-registry.svc:5000/shop/web@\(Recording.digest(letter))")]
    }

    private func period(_ from: Int, _ to: Int) throws -> ReportPeriod {
        try #require(ReportPeriod(from: Recording.day(from), to: Recording.day(to)))
    }

    private func rows(_ from: Int, _ to: Int) throws -> [[Answer.Cell]] {
        let period = try period(from, to)
        return try RecordReader(path: recording.path, at: period.to).stale(in: period).rows
    }

    /// On day 3 the tag moves to b, on day 5 on to c; the workload follows on day 8.
    private func story() throws {
        let streams = [ImageStream.named("web")]
        let histories: [[ImageStreamTag.Revision]] = [
            [.at(0, "a")], [.at(0, "a")], [.at(3, "b"), .at(0, "a")], [.at(5, "c"), .at(3, "b"), .at(0, "a")],
            [.at(5, "c"), .at(3, "b"), .at(0, "a")],
        ]
        for (day, revisions) in zip([1, 2, 4, 6, 8], histories) {
            let tag = ImageStreamTag(id: .init(namespace: "shop", stream: "web", tag: "1"), revisions: revisions)
            try recording.record(day, workloads: Self.gateway(day < 8 ? "a" : "c"), streams: streams, tags: [tag])
        }
    }

    @Test("a container that lags behind through several moves is one row, from the first move to the look that showed it follow")
    func one() throws {
        try story()
        let answer = try rows(0, 10)
        #expect(answer.count == 1)
        #expect(
            answer.first.map { Array($0.suffix(4)) } == [
                .text("web:1"), .text(Recording.day(3).description), .text(Recording.day(8).description), .integer(5 * 86_400),
            ])
    }

    @Test("a stretch that ended before the period or began after it is not told; one that reaches in is told whole")
    func touching() throws {
        try story()
        #expect(try rows(0, 3).isEmpty)
        #expect(try rows(8, 10).isEmpty)
        // As of the fifth day it still lags behind, since the third.
        #expect(
            try rows(5, 7).map { Array($0.suffix(3)) } == [
                [.text(Recording.day(3).description), .null, .integer(4 * 86_400)]
            ])
    }

    @Test(
        "the stretches of a random history are the runs of stale judgements and of what Pods ran behind their tag",
        arguments: 71...80 as ClosedRange<UInt64>)
    func random(seed: UInt64) throws {
        let history = try RecordedHistory(seed: seed, snapshots: 25)
        let period = try #require(ReportPeriod(from: history.takenAt(8), to: history.takenAt(20)))
        let told = try RecordReader(path: history.file.path, at: period.to).staleSpells(Filter(), in: period)
        // A container that was stale at some snapshot of the period is told of, and none that was not.
        var expected: Set<ContainerID> = []
        for index in 8...20 {
            let rows = try history.rows(
                "verdicts", "cluster, namespace, kind, name, container, init",
                in: RecordReader(path: history.file.path, at: history.takenAt(index)))
            let stale = try RecordReader(path: history.file.path, at: history.takenAt(index)).rows(
                "SELECT cluster, namespace, kind, name, container, init FROM containers WHERE verdict = 'stale'")
            #expect(Set(stale).isSubset(of: Set(rows)))
            expected.formUnion(stale.compactMap { ContainerID($0) })
            // … by their image or by what their Pods run.
            expected.formUnion(
                try RecordReader(path: history.file.path, at: history.takenAt(index)).stalePods(Filter()).compactMap {
                    ContainerID($0)
                })
        }
        #expect(Set(told.map(\.id)) == expected)
        #expect(told.allSatisfy { $0.seconds >= 0 && ($0.until.map { $0 > period.from && $0 <= period.to } ?? true) })
    }

    @Test("what was a problem tells from when to when: a failing import, a tag that nothing used, a name that nothing resolved")
    func problems() throws {
        let streams = [ImageStream.named("web")]
        let short = [Workload.deployment("web:1")]
        try recording.record(1, workloads: [], streams: streams, tags: [.web(.at(0, "a"))])
        try recording.record(3, workloads: short, streams: streams, tags: [.web(.at(0, "a"), error: "no such host")])
        try recording.record(5, workloads: [], streams: streams, tags: [.web(.at(0, "a"))])
        let period = try period(0, 6)
        let answer = try RecordReader(path: recording.path, at: period.to).problems(in: period)
        let told = answer.rows.map { row in
            [0, 4, 7, 8, 10].map { row[$0].plain }.joined(separator: " ")
        }
        let day = { (day: Int) in Recording.day(day).description }
        #expect(
            told.sorted() == [
                "failing-import web:1 \(day(3)) \(day(5)) ", "no-workload web:1 \(day(1)) \(day(3)) ",
                "no-workload web:1 \(day(5))  ", "unresolved-name web \(day(3)) \(day(5)) no-lookup",
            ])
    }

    @Test("the report tells the longest stale of its period, and the median time until a moved tag was followed")
    func report() throws {
        try story()
        let report = try WeeklyReport(path: recording.path, period: period(2, 9))
        #expect(report.longestStale?.seconds == Int64(432_000))
        #expect(report.longestStale?.id.workload.name == "web")
        // The tag came to c on the fifth day, and the eighth showed it followed.
        #expect(report.medianFollowTime == Int64(259_200))
    }
}
