import CollectorWords
import Model
import Testing
import Texts

@testable import Collector

@Suite struct ImageStreamDecodingTests {
    private static let digest = "sha256:" + String(repeating: "ab", count: 32)
    private static let other = "sha256:" + String(repeating: "cd", count: 32)

    private static func stream(_ digest: String = digest) -> String {
        """
        {"kind":"ImageStream","apiVersion":"image.openshift.io/v1","metadata":{"name":"web","namespace":"shop"},
        "spec":{"lookupPolicy":{"local":true},"tags":[{"name":"a","from":{"kind":"ImageStreamTag","namespace":"base","name":"web:1"}}]},
        "status":{"dockerImageRepository":"registry/shop/web","publicDockerImageRepository":"public/shop/web","tags":[
        {"tag":"a","items":[{"created":"2026-01-01T00:00:00Z","image":"\(digest)","dockerImageReference":"web@\(digest)"}],
        "conditions":[{"type":"ImportSuccess","status":"False","reason":"Gone","message":"","lastTransitionTime":"2026-01-02T00:00:00Z"}]},
        {"tag":"b","items":[{"created":null,"image":"","dockerImageReference":"web:1"}],"conditions":[{"type":"ImportSuccess","status":"True"}]}]}}
        """
    }

    private static func istag(_ tag: String, _ digest: String = digest, content: String = "") -> String {
        """
        {"kind":"ImageStreamTag","metadata":{"name":"web:\(tag)","namespace":"shop","creationTimestamp":"2026-01-01T00:00:00Z"},
        "tag":null,"image":{"metadata":{"name":"\(digest)"},"dockerImageReference":"web@\(digest)","dockerImageMetadata":{\(content)}}}
        """
    }

    private func list(_ objects: String...) throws -> Collected {
        try readText("{\"kind\":\"List\",\"items\":[\(objects.joined(separator: ","))]}")
    }

    @Test func specAndStatusTogetherMakeTheTags() throws {
        let snapshot = try list(Self.stream()).snapshot()
        let stream = try #require(snapshot.imageStreams.first)
        #expect(
            stream.lookupLocal && stream.repository == "registry/shop/web"
                && stream.publicRepository == "public/shop/web")
        let (a, b) = (snapshot.imageStreamTags[0], snapshot.imageStreamTags[1])
        #expect(a.source.name == "base/web:1")
        #expect(a.importError == "Gone" && a.importErrorSince == Instant("2026-01-02T00:00:00Z"))
        #expect(a.current?.digest == Self.digest)
        #expect(b.revisions == [ImageStreamTag.Revision(createdAt: nil, digest: nil, image: "web:1")])
        #expect(b.source == ImageStreamTag.Source() && b.importError == nil)
    }

    @Test func tagObjectsAloneAreEnough() throws {
        let snapshot = try list(Self.istag("a")).snapshot()
        let created = Instant("2026-01-01T00:00:00Z")
        #expect(
            snapshot.imageStreamTags.first?.revisions == [
                ImageStreamTag.Revision(createdAt: created, digest: Self.digest, image: "web@\(Self.digest)")
            ])
        #expect(snapshot.images.isEmpty && snapshot.imageStreams.isEmpty)
        #expect(snapshot.outcome(.imageStreamTag) == .complete && snapshot.outcome(.imageStream) == nil)
    }

    @Test func streamsRuleAndDifferencesAreTold() throws {
        let collected = try list(Self.stream(), Self.istag("a", Self.other), Self.istag("ghost"))
        #expect(try collected.snapshot().imageStreamTags.map(\.id.tag) == ["a", "b"])
        #expect(try collected.snapshot().imageStreamTags[0].current?.digest == Self.digest)
        #expect(collected.notices.count == 2)
        #expect(collected.notices[0].contains("different digests for shop/web:a"))
        #expect(collected.notices[1].contains("shop/web:ghost"))
    }

    @Test func tagObjectsEnrichWithWhatTheImageIs() throws {
        let content = """
            "Created":"2024-05-14T09:12:33Z","Size":1052,"Architecture":"amd64","Os":"linux","Config":{"Labels":{"v":"1"},\
            "Env":["PASSWORD=hunter2"]}
            """
        let image = try #require(try list(Self.stream(), Self.istag("a", content: content)).snapshot().images.first)
        let expected = Image(
            digest: Self.digest, createdAt: Instant("2024-05-14T09:12:33Z"), size: 1052, architecture: "amd64",
            os: "linux",
            labels: ["v": "1"])
        #expect(image == expected)
        let stub = "\"kind\":\"DockerImage\",\"Id\":\"\",\"Created\":null,\"ContainerConfig\":{}"
        #expect(try list(Self.istag("a", content: stub)).snapshot().images.isEmpty)
    }

    @Test func aTagAskedForByItselfTellsItsImage() throws {
        let snapshot = try read(TestData.path("api/get-istag.json")).snapshot()
        let image = try #require(snapshot.images.first)
        #expect(
            image.size == 1052 && image.architecture == "amd64" && image.createdAt == Instant("2024-05-14T09:12:33Z"))
        #expect(image.labels == ["org.opencontainers.image.version": "1.4.7"])
        #expect(snapshot.coverage.isEmpty)
        #expect(snapshot.imageStreamTags.first?.source.kind == "ImageStreamImage")
    }

    @Test(arguments: [
        (digest, true), ("", false), ("latest", false), ("sha256:", false), ("sha256:abcd", false),
        ("sha256:" + String(repeating: "z", count: 64), false), (":" + String(repeating: "a", count: 64), false),
        ("sha512:" + String(repeating: "0", count: 128), true),
    ])
    func onlyDigestsAreDigests(_ text: String, _ isDigest: Bool) {
        #expect(imageDigest(text) == (isDigest ? text : nil))
    }
}
