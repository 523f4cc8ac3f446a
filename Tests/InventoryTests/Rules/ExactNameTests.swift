import Testing

@testable import Model
@testable import Record

@Suite("Names that are equal only under Unicode's normalisation are two names") struct ExactNameTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"
    /// Of the same length, too.
    private static let reordered = ["a\u{323}\u{307}", "a\u{307}\u{323}"]

    @Test("both are recorded, each closes by itself, and nothing is closed that stands")
    func objects() throws {
        for pair in [[Self.composed, Self.decomposed], Self.reordered] {
            try #require(pair[0] == pair[1])
            let recording = try Recording()
            let workloads = pair.flatMap { namespace in
                pair.map { name in
                    Workload(
                        id: Workload.ID(namespace: namespace, kind: .deployment, name: name),
                        containers: pair.map { Container(name: $0, image: "quay.io/x/web:1") })
                }
            }
            let streams = pair.map { ImageStream(id: ImageStream.ID(namespace: "shop", name: $0)) }
            let tags = streams.flatMap { stream in pair.map { ImageStreamTag(id: ImageStreamTag.ID(stream: stream.id, tag: $0)) }
            }
            try recording.record(0, workloads: workloads, streams: streams, tags: tags)
            let counts = ["workloads": 4, "containers": 8, "image_streams": 2, "istags": 4]
            for (view, count) in counts {
                #expect(try recording.rows("SELECT count(*) FROM \(view)")[0][0].integer == Int64(count), "\(view)")
            }
            let again = try recording.record(
                1, workloads: workloads.reversed(), streams: streams.reversed(), tags: tags.reversed())
            #expect(again.opened + again.changed + again.closed == 0)
            try recording.record(2, workloads: [workloads[3]], streams: [streams[1]], tags: [tags[3]])
            #expect(
                try recording.rows("SELECT namespace, name FROM workloads").map { [$0[0].text, $0[1].text].map(bytes) } == [
                    [bytes(pair[1]), bytes(pair[1])]
                ])
            #expect(try recording.column("SELECT istag FROM istags").map(bytes) == [bytes("\(pair[1]):\(pair[1])")])
        }
    }

    private func bytes(_ text: String?) -> [UInt8] { Array((text ?? "").utf8) }

    @Test("the order of names is one order: of any two, one comes first or they are the same bytes")
    func order() {
        let names = [Self.composed, Self.decomposed, "cafe", "caff", "cafz"] + Self.reordered
        let ids = names.flatMap { name in names.map { Workload.ID(namespace: name, kind: .deployment, name: $0) } }
        for left in ids {
            for right in ids {
                let isSame = bytes(left.namespace) == bytes(right.namespace) && bytes(left.name) == bytes(right.name)
                #expect((left == right) == isSame)
                #expect([left < right, right < left, isSame].count { $0 } == 1)
            }
        }
        #expect(Set(ids).count == ids.count)
    }
}
