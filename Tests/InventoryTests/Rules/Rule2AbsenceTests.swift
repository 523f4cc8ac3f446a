import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// Rule 2: absence is a deletion only where it was looked for.
@Suite struct Rule2AbsenceTests {
    let recording: Recording

    /// One of each kind, in two namespaces.
    init() throws {
        recording = try Recording()
        let workloads = Kinds.builtIn.workloads.flatMap { kind in
            ["shop", "tools"].map { namespace in
                Workload(
                    id: Workload.ID(namespace: namespace, kind: kind, name: "x"),
                    containers: [Container(name: "c", image: "web:1")])
            }
        }
        let tags = ["shop", "tools"].flatMap { namespace in
            [
                ImageStreamTag(
                    id: ImageStreamTag.ID(namespace: namespace, stream: "web", tag: "1"), revisions: [.at(0, "a")]),
                ImageStreamTag(
                    id: ImageStreamTag.ID(namespace: namespace, stream: "web", tag: "never-imported"),
                    source: ImageStreamTag.Source(kind: "DockerImage", name: "quay.io/o/y:1"),
                    importError: "no such host"),
            ]
        }
        try recording.record(
            1, workloads: workloads, streams: [.named("web"), .named("web", in: "tools")], tags: tags)
    }

    private func standing() throws -> Set<String> {
        Set(
            try recording.column(
                """
                SELECT kind || ' ' || namespace FROM workloads UNION ALL SELECT kind || ' ' || namespace || ' container'
                FROM containers UNION ALL SELECT 'ImageStream ' || namespace FROM image_streams
                UNION ALL SELECT 'tag ' || namespace || ' ' || tag FROM istags
                """
            ).compactMap(\.self))
    }

    @Test(
        "what is out of sight stands as it was last known", arguments: [Coverage.Outcome.forbidden, .failed, .absent])
    func outOfSight(outcome: Coverage.Outcome) throws {
        let before = try standing()
        let coverage = Kinds.builtIn.all.map(\.kind).map { Coverage(kind: $0, outcome: outcome, objects: 0, message: "said so") }
        let recorded = try recording.record(2, coverage: coverage)
        #expect(try standing() == before)
        #expect(recorded.closed == 0)
        #expect(recorded.incomplete.count == (outcome == .absent ? 0 : coverage.count))
        #expect(try recording.rows("SELECT complete FROM snapshots")[1] == [.integer(outcome == .absent ? 1 : 0)])
        #expect(
            try recording.rows("SELECT DISTINCT outcome, message FROM coverage WHERE snapshot = 2")
                == [[.text(outcome.rawValue), .text("said so")]])
    }

    @Test("what was never asked for stands")
    func neverAsked() throws {
        let before = try standing()
        #expect(try recording.record(2, coverage: []).closed == 0)
        #expect(try standing() == before)
    }

    @Test("complete coverage of one kind closes that kind alone", arguments: Kinds.builtIn.workloads)
    func oneKind(kind: ObjectKind) throws {
        let before = try standing()
        try recording.record(2, coverage: [Coverage(kind: kind, outcome: .complete, objects: 0)])
        #expect(try standing() == before.filter { !$0.hasPrefix("\(kind.title) ") })
    }

    @Test("complete coverage of one namespace closes nothing in another")
    func oneNamespace() throws {
        let before = try standing()
        let coverage = Kinds.builtIn.all.map(\.kind).map { Coverage(kind: $0, namespace: "shop", outcome: .complete, objects: 0) }
        try recording.record(2, coverage: coverage)
        #expect(try standing() == before.filter { $0.contains(" tools") })
    }

    @Test("forbidden for all namespaces closes only the namespaces that were seen one by one")
    func mixed() throws {
        let before = try standing()
        try recording.record(
            2,
            coverage: [
                Coverage(kind: .deployment, outcome: .forbidden, objects: 0),
                Coverage(kind: .deployment, namespace: "tools", outcome: .complete, objects: 0),
            ])
        #expect(try standing() == before.filter { !$0.hasPrefix("Deployment tools") })
    }

    @Test("a list of ImageStreamTags closes tags it would have shown, and no others, and no streams")
    func tagsOnly() throws {
        let before = try standing()
        try recording.record(2, coverage: Recording.tagsOnly)
        #expect(try standing() == before.filter { !$0.hasPrefix("tag ") || $0.hasSuffix("never-imported") })
    }

    @Test("a list that failed half way updates what it showed and closes nothing")
    func partly() throws {
        let before = try standing()
        let workload = Workload(
            id: Workload.ID(namespace: "shop", kind: .deployment, name: "x"),
            containers: [Container(name: "c", image: "web:2")])
        let recorded = try recording.record(
            2, coverage: [Coverage(kind: .deployment, outcome: .failed, objects: 1)], workloads: [workload])
        #expect((recorded.opened, recorded.changed, recorded.closed) == (0, 1, 0))
        #expect(try standing() == before)
        #expect(
            try recording.column("SELECT image FROM containers WHERE namespace = 'shop' AND kind = 'Deployment'") == [
                "web:2"
            ])
    }

    @Test("a workload that was seen was seen with all its containers, whatever the rest of the list")
    func containers() throws {
        let workload = Workload(id: Workload.ID(namespace: "shop", kind: .deployment, name: "x"), containers: [])
        let recorded = try recording.record(2, coverage: [], workloads: [workload])
        #expect(recorded.closed == 1)
    }
}
