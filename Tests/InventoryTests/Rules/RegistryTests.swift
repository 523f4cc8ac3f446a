import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

/// Where images are pulled from, and what `used` takes.
@Suite struct RegistryTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    private static let texts =
        DistributionTable.table.normalized_valid + DistributionTable.table.parse.map(\.input)
        + OpenShiftTable.table.cases.map(\.From) + [
            " ", "", "nginx", "index.docker.io/nginx", "docker.io/nginx:1", "index.docker.io/a/b",
            "quay.io/nginx@\(Recording.digest("a"))", "nginx:1@\(Recording.digest("b"))", "[::1]:5000/a",
        ]

    @Test("the views spell and place each reference as the parser does, and NULL is only what nothing would pull")
    func canonical() throws {
        let texts = Array(Set(Self.texts)).sorted()
        var workload = Workload.deployment()
        workload.containers = texts.enumerated().map { Container(name: "c\($0)", image: $1) }
        try recording.record(1, workloads: [workload])
        let reader = try RecordReader(path: recording.path)
        let rows = try reader.rows("SELECT image, canonical, pulled_from FROM containers")
        #expect(rows.count == texts.count && texts.count > 100)
        for row in rows {
            let canonical = ImageReference(row[0].text ?? "").parts?.canonical
            #expect(row[1].text == canonical, "\(row[0])")
            #expect(row[2].text == canonical.flatMap { ImageReference($0).parts?.registry }, "\(row[0])")
        }
    }

    private func story() throws -> RecordReader {
        let pinned = "docker.io/bitnami/redis@\(Recording.digest("a"))"
        try recording.record(
            1,
            workloads: [
                .deployment(named: "old", "bitnami/redis:7", "quay.io/abes/web:1"),
                .deployment(named: "web", in: "lab", "nginx"),
            ])
        try recording.record(
            3,
            workloads: [
                .deployment(named: "old", "quay.io/abes/redis:7", "quay.io/abes/web:1"),
                .deployment(named: "web", in: "lab", "nginx", pinned, " "),
            ], streams: [.named("web", in: "lab")],
            tags: [
                ImageStreamTag(
                    id: .init(namespace: "lab", stream: "web", tag: "1.0"),
                    revisions: [.init(createdAt: Recording.day(2), digest: Recording.digest("a"), image: pinned)])
            ])
        return try RecordReader(path: recording.path)
    }

    @Test("registries are told most used first, with what they were before, and what pulls from nowhere is counted")
    func registries() throws {
        let record = try story()
        let earlier = try RecordReader(path: recording.path, at: Recording.day(1))
        let answer = try record.registries(since: earlier)
        #expect(
            answer.rows.map { $0.dropFirst().map(\.plain) } == [
                ["docker.io", "1", "2", "1", "2", "1", "2", "2"], ["quay.io", "1", "2", "1", "2", "0", "1", "1"],
            ])
        #expect(answer.notes.contains(.invalidReferences(1)))
        #expect(
            try record.standing(.registries).rows.map { $0.map(\.plain) } == [
                ["okd", "docker.io", "1", "2", "1", "2"], ["okd", "quay.io", "1", "2", "1", "2"],
            ])
        #expect(try record.registries(Filter(namespaces: ["lab"], names: ["quay.io"])).rows.isEmpty)
    }

    @Test(
        "used takes what people paste",
        arguments: [
            ("docker.io/bitnami/*", ["old/c0", "web/c1"]), ("bitnami/*", ["old/c0", "web/c1"]),
            ("docker.io/*", ["web/c0", "old/c0", "web/c1"]), ("docker.io/", ["web/c0", "old/c0", "web/c1"]),
            ("*/redis:*", ["old/c0", "old/c0"]), ("DOCKER.io/*", []), ("nginx:*", ["web/c0"]), ("quay.io/abes/???:1", ["old/c1"]),
            ("bitnami/redis", ["old/c0", "web/c1"]), ("docker.io/bitnami/redis", ["old/c0", "web/c1"]),
            ("docker.io/bitnami/redis:7", ["old/c0"]), ("nginx", ["web/c0"]), ("nginx:latest", ["web/c0"]),
            ("quay.io/other/redis@\(Recording.digest("a"))", ["web/c1"]),
            ("deployment.apps/old", ["old/c1", "old/c0", "old/c0"]), ("deploy/old", ["old/c1", "old/c0", "old/c0"]),
            ("is/web", ["web/c1"]), ("istag/web:1.0", ["web/c1"]), ("web:1.0", ["web/c1"]), ("web", ["web/c1"]),
            ("docker://docker.io/bitnami/redis:7", ["old/c0"]),
            ("docker-pullable://quay.io/other/redis@\(Recording.digest("a"))", ["web/c1"]),
            ("docker://\(String(repeating: "a", count: 64))", ["web/c1"]), (" \"docker.io/bitnami/redis:7\",\n", ["old/c0"]),
            ("deployments.apps/old", ["old/c1", "old/c0", "old/c0"]), ("imagestreamtag.image.openshift.io/web:1.0", ["web/c1"]),
            ("imagestreams.image.openshift.io/web", ["web/c1"]), ("is/web:1.0", ["web/c1"]),
        ])
    func pasted(text: String, expected: [String]) throws {
        let answer = try story().used(text)
        let names = answer.rows.map { "\($0[3].plain)/\($0[4].plain)" }
        #expect(names.sorted() == expected.sorted(), "\(text)")
        #expect(!expected.isEmpty || answer.notes.contains(.neverRan(text, byPods: false, nil, until: nil)))
    }

    @Test(
        "history takes what people paste",
        arguments: [
            ("web:1.0", 1), ("istag/web:1.0", 1), ("is/web", 1), ("lab/web:1.0", 1), ("deployment.apps/old", 3), ("old", 3),
            ("image-registry.openshift-image-registry.svc:5000/lab/web:1.0", 1), ("quay.io/x/y@\(Recording.digest("a"))", 1),
            ("sha256:aaaaaaaaaaaa", 1), ("aaaaaaaaaaaaaaa", 1), ("deploy/old", 3), ("is/web:1.0", 1),
            ("imagestream.image.openshift.io/web", 1),
            ("docker-pullable://quay.io/x/y@\(Recording.digest("a"))", 1), ("'web:1.0'", 1),
        ])
    func pastedHistory(text: String, changes: Int) throws { #expect(try story().history(ofPasted: text).rows.count == changes) }

    @Test("what is two things is asked about, and what is none is said to be")
    func ambiguous() throws {
        let record = try story()
        #expect { try record.history(ofPasted: "web") } throws: { $0.sentence == "web: say which: deploy/web or is/web" }
        #expect(throws: QuestionError.self) { try record.history(ofPasted: "nothing") }
        #expect(throws: QuestionError.self) { try record.history(ofPasted: "sha256:ffffffffffff") }
    }

    @Test(
        "a Pod's or a ReplicaSet's name leads to its owner's",
        arguments: ["po/old-5d8f9c7b6-x2x4z", "pod/old-0", "rs/old-5d8f9c7b6"])
    func owned(text: String) throws {
        let record = try story()
        for ask in [{ try record.used($0) }, { try record.history(ofPasted: $0) }] as [(String) throws -> Answer] {
            #expect { try ask(text) } throws: { $0.sentence.hasSuffix("; did you mean deploy/old?") }
        }
    }

    @Test("used says what it cannot read, and which object there is not", arguments: ["!", "deployment/webb", "istag/web:2"])
    func refused(text: String) throws {
        let record = try story()
        #expect(throws: QuestionError.self) { try record.used(text) }
    }
}
