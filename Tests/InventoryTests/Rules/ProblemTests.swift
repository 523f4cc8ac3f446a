import Model
import Questions
import Record
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// A trigger as `oc set triggers` writes it.
private let liveTrigger =
    "{\"from\":{\"kind\":\"ImageStreamTag\",\"name\":\"web:1\"},\"fieldPath\":\"spec.template.spec.containers[?(@.name==\\\"c0\\\")].image\"}"

/// What `problems` and the report call a problem, and what they do not.
@Suite struct ProblemTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    private func tag(
        _ name: String, in namespace: String = "shop", from source: (kind: String, name: String)? = nil, _ letter: Character = "a"
    )
        -> ImageStreamTag
    {
        let parts = name.split(separator: ":").map(String.init)
        return ImageStreamTag(
            id: .init(namespace: namespace, stream: parts[0], tag: parts[1]),
            source: .init(kind: source?.kind, name: source?.name),
            revisions: [.at(0, letter)])
    }

    private func problems(_ wanted: Problem) throws -> [[String]] {
        try RecordReader(path: recording.path).problems(only: [wanted]).rows.map { row in [2, 4, 5, 6].map { row[$0].plain } }
    }

    /// The report and the command tell the same.
    private func agree(_ wanted: Problem) throws -> Bool {
        let record = try RecordReader(path: recording.path)
        let containers = try ContainerRow.standing(in: record, cluster: nil)
        let told = try record.streamProblems(Filter(), containers: containers).filter { $0.problem == wanted }
            .map { [$0.namespace, $0.name, $0.container ?? ""] }
        let counted = try record.problemCounts(Filter(), tied: Set(containers.compactMap(\.tagID)))[wanted]
        return try Set(told) == Set(problems(wanted).map { Array($0[..<3]) })
            && (counted ?? 0 == told.count || wanted != .noWorkload)
    }

    @Test("a tag that a used tag follows is not unused, however long the chain and wherever it leads")
    func followed() throws {
        var workload = Workload.deployment("docker.io/abesesr/x@\(Recording.digest("a"))")
        workload.containers[0].trigger = .init(namespace: "shop", stream: "ruby", tag: "latest")
        let streams =
            ["ruby", "old"].map { ImageStream.named($0) } + ["ruby", "gem", "idle"].map { ImageStream.named($0, in: "base") }
        try recording.record(
            1, workloads: [workload], streams: streams,
            tags: [
                tag("ruby:latest", from: ("ImageStreamTag", "2.3")), tag("ruby:2.3", from: ("ImageStreamTag", "base/ruby:2.3")),
                tag("ruby:2.3", in: "base", from: ("ImageStreamImage", "gem@\(Recording.digest("b"))")),
                tag("gem:1", in: "base", "b"),
                tag("gem:2", in: "base", "c"), tag("ruby:2.2"), tag("old:1", from: ("ImageStreamTag", "old:2")),
                tag("old:2", from: ("ImageStreamTag", "old:1")),
                tag("idle:1", in: "base", from: ("ImageStreamTag", "ruby:2.3")),
                tag("idle:2", in: "base", from: ("ImageStreamTag", "nowhere:1")),
            ])
        #expect(
            try problems(.noWorkload).map { "\($0[0])/\($0[1])" } == [
                "base/gem:2", "base/idle:1", "base/idle:2", "shop/old:1", "shop/old:2", "shop/ruby:2.2",
            ])
        #expect(try agree(.noWorkload))
    }

    private func record(_ triggers: String, trigger: Bool = false) throws {
        var workload = Workload.deployment(" ")
        workload.triggers = triggers
        if trigger { workload.containers[0].trigger = .init(namespace: "shop", stream: "web", tag: "1") }
        try recording.record(1, workloads: [workload], streams: [.named("web")], tags: [.web(.at(0, "a"))])
    }

    @Test(
        "a trigger that the controller cannot read is a problem of its own",
        arguments: [
            ("not json", "not JSON"), ("[", "not JSON"), ("{}", "not a list"), ("\"\"", "not a list"), ("[1]", "not of its type"),
            ("[\(liveTrigger.dropLast()),\"paused\":\"true\"}]", "not of its type"),
            ("[{\"from\":\"web:1\"}]", "not of its type"),
            ("[\(liveTrigger),\(liveTrigger)]", "two triggers"), ("[\(liveTrigger.replacing("\\\"", with: "'"))]", "field path"),
            ("[\(liveTrigger.replacing("c0", with: "nope"))]", "field path"),
            ("[\(liveTrigger.replacing(".image\"", with: "\""))]", "field path"),
            (
                "[\(liveTrigger.replacing("spec.template.", with: "spec.jobTemplate.spec.template."))]",
                "not within the pod template"
            ),
            ("[\(liveTrigger.replacing("ImageStreamTag", with: "DockerImage"))]", "a DockerImage"),
            ("[\(liveTrigger.replacing("web:1", with: "web"))]", "STREAM:TAG"),
            ("[{}]", "has no kind"),
        ])
    func unreadable(triggers: String, said: String) throws {
        try record(triggers)
        let found = try problems(.unreadableTrigger)
        #expect(found.count >= 1 && found.allSatisfy { $0[3].contains(said) }, "\(found)")
        #expect(try agree(.unreadableTrigger))
        #expect(try problems(.pausedTrigger).isEmpty)
    }

    @Test("a paused trigger is a problem of its own, and the container it fills is not told of twice")
    func paused() throws {
        try record("[\(liveTrigger.dropLast()),\"paused\":true}]", trigger: true)
        #expect(try problems(.pausedTrigger).map { Array($0[..<3]) } == [["shop", "web", "c0"]])
        #expect(try problems(.unresolvedName).isEmpty && problems(.unreadableTrigger).isEmpty)
        #expect(try agree(.pausedTrigger) && agree(.unresolvedName))
    }

    @Test(
        "a live trigger is none",
        arguments: [
            "[\(liveTrigger)]", "[]", "null", "[\(liveTrigger.dropLast()),\"paused\":false,\"more\":1}]",
            "[\(liveTrigger.dropLast()),\"paused\":null}]",
        ])
    func live(triggers: String) throws {
        try record(triggers, trigger: triggers.contains("web"))
        #expect(try problems(.unreadableTrigger).isEmpty && problems(.pausedTrigger).isEmpty)
    }
}
