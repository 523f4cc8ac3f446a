import Model
import SQLite
import Testing

@testable import Questions
@testable import Record

/// Which tag a digest is tied to, told by docs/references.md with the examples it gives.
@Suite struct DigestTieTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    private static let registry = "image-registry.openshift-image-registry.svc:5000"

    private func tag(
        _ name: String, of stream: String = "gateway", in namespace: String = "shop",
        source: ImageStreamTag.Source = ImageStreamTag.Source(), _ revisions: ImageStreamTag.Revision...
    ) -> ImageStreamTag {
        ImageStreamTag(
            id: ImageStreamTag.ID(namespace: namespace, stream: stream, tag: name), source: source, revisions: revisions)
    }

    private func gateway(_ tag: String = "", _ letter: Character = "a") -> [Workload] {
        [.deployment("\(Self.registry)/shop/gateway\(tag)@\(Recording.digest(letter))")]
    }

    private func verdict(at day: Int? = nil) throws -> [String] {
        try recording.column(
            """
            SELECT istag_namespace || '/' || istag || ' ' || verdict || ' ' || reason || coalesce(' ' || stale_since, '')
            FROM containers
            """, at: day
        ).compactMap(\.self)
    }

    @Test("the tag written beside the digest rules, whatever else points there")
    func written() throws {
        try recording.record(
            1, workloads: gateway(":7.0"), streams: [.named("gateway")],
            tags: [tag("7.0", .at(0, "b"), .at(-2, "a")), tag("prod", .at(-1, "a"))])
        #expect(try verdict() == ["shop/gateway:7.0 stale moved 2026-01-01T00:00:00Z"])
    }

    @Test("a short name with a digest is tied to the tag it writes, in its own namespace first")
    func writtenShort() throws {
        try recording.record(
            1, workloads: [.deployment("gateway:7.0@\(Recording.digest("a"))")],
            streams: [.named("gateway"), .named("gateway", in: "tools")],
            tags: [
                tag("7.0", .at(0, "b"), .at(-2, "a")), tag("prod", .at(-1, "a")), tag("7.0", in: "tools", .at(0, "a")),
            ])
        #expect(try verdict() == ["shop/gateway:7.0 stale moved 2026-01-01T00:00:00Z"])
    }

    @Test("an external reference with a tag and a digest is tied to the tag that imports that tag")
    func writtenExternal() throws {
        let mirror = ImageStreamTag.Source(kind: "DockerImage", name: "docker.io/acme/web:2", isScheduled: true)
        try recording.record(
            1, workloads: [.deployment("acme/web:2@\(Recording.digest("a"))")], streams: [.named("mirror")],
            tags: [tag("two", of: "mirror", source: mirror, .at(0, "b"), .at(-2, "a")), tag("any", of: "aaa", .at(-1, "a"))])
        #expect(try verdict() == ["shop/mirror:two stale moved 2026-01-01T00:00:00Z"])
    }

    @Test("a tag written beside a digest it never pointed to does not count")
    func writtenElsewhere() throws {
        try recording.record(
            1, workloads: gateway(":7.0"), streams: [.named("gateway")],
            tags: [tag("7.0", .at(0, "b")), tag("prod", .at(-1, "a"))])
        #expect(try verdict() == ["shop/gateway:prod current points-to-it"])
    }

    @Test("a leftover alias that is given the digest later does not hide that the tag it was deployed from has moved")
    func leftoverAlias() throws {
        let streams = [ImageStream.named("gateway")]
        try recording.record(1, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(0, "a"))])
        // Copied, so it keeps the source's time.
        let alias = tag("keep", source: .init(kind: "ImageStreamImage", name: "gateway@sha256:a"), .at(0, "a"))
        try recording.record(2, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(0, "a")), alias])
        try recording.record(3, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(2, "b"), .at(0, "a")), alias])
        #expect(try verdict(at: 2) == ["shop/gateway:7.0 current points-to-it"])
        #expect(try verdict() == ["shop/gateway:7.0 stale moved 2026-01-03T00:00:00Z"])
    }

    @Test("of tags that pointed there when it came to run it, the one that came last")
    func promoted() throws {
        let streams = [ImageStream.named("gateway")]
        try recording.record(1, streams: streams, tags: [tag("latest", .at(0, "a")), tag("prod", .at(-9, "z"))])
        let promoted = [tag("latest", .at(0, "a")), tag("prod", .at(2, "a"), .at(-9, "z"))]
        try recording.record(3, workloads: gateway(), streams: streams, tags: promoted)
        try recording.record(
            4, workloads: gateway(), streams: streams, tags: [tag("latest", .at(3, "c"), .at(0, "a")), promoted[1]])
        #expect(try verdict() == ["shop/gateway:prod current points-to-it"])
    }

    @Test("a tag that had moved on before it came to run the digest gives way to one that pointed there then")
    func rolledBack() throws {
        let streams = [ImageStream.named("gateway")]
        let tags = [tag("7.0", .at(0, "b"), .at(-5, "a")), tag("stable", .at(-4, "a"))]
        try recording.record(1, workloads: gateway("", "b"), streams: streams, tags: tags)
        try recording.record(2, workloads: gateway(), streams: streams, tags: tags)
        #expect(try verdict(at: 1) == ["shop/gateway:7.0 current points-to-it"])
        #expect(try verdict() == ["shop/gateway:stable current points-to-it"])
    }

    @Test("the tie stays while the state stands, as long as its tag does")
    func keptUntilGone() throws {
        let streams = [ImageStream.named("gateway")]
        try recording.record(1, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(0, "a"))])
        try recording.record(2, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(0, "a")), tag("new", .at(1, "a"))])
        try recording.record(3, workloads: gateway(), streams: streams, tags: [tag("new", .at(1, "a"))])
        #expect(try verdict(at: 2) == ["shop/gateway:7.0 current points-to-it"])
        #expect(try verdict() == ["shop/gateway:new current points-to-it"])
    }

    @Test("verdicts_history tells how long each judgement held")
    func history() throws {
        let streams = [ImageStream.named("gateway")]
        try recording.record(1, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(0, "a"))])
        try recording.record(2, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(0, "a"))])
        try recording.record(3, workloads: gateway(), streams: streams, tags: [tag("7.0", .at(2, "b"), .at(0, "a"))])
        try recording.record(5, workloads: gateway("", "b"), streams: streams, tags: [tag("7.0", .at(2, "b"), .at(0, "a"))])
        let rows = try recording.column(
            """
            SELECT verdict || ' ' || substr(seen_from, 9, 2) || ' ' || coalesce(substr(seen_until, 9, 2), '-')
            FROM verdicts_history ORDER BY seen_from
            """)
        #expect(rows == ["current 02 04", "stale 04 06", "current 06 -"])
    }
}
