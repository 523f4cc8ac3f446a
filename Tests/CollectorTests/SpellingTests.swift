import CollectorWords
import Model
import Questions
import Record
import Testing

@testable import Collector

/// From a dump to the record's answers: `é` as one scalar and as two, which Unicode's rules call equal, and the API server, etcd and
/// SQLite two.
@Suite("Two spellings of one text are two texts, from a dump to the answers") struct SpellingTests {
    private static let composed = "caf\u{E9}"
    private static let decomposed = "cafe\u{301}"
    private static let digests = ["ab", "cd"].map { "sha256:" + String(repeating: $0, count: 32) }

    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    /// A Deployment with a container of that name, a trigger for it, and an image volume.
    private static func deployment(_ name: String, in namespace: String, container: String? = nil, with text: String) -> String {
        let container = container ?? name
        let path = "spec.template.spec.containers[?(@.name==\"\(container)\")].image"
        let trigger = """
            [{"from":{"kind":"ImageStreamTag","name":"\(text):\(text)"},"fieldPath":"\(quoted(path))"}]
            """
        return """
            {"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"\(name)","namespace":"\(namespace)","uid":"\(text)",
            "annotations":{"image.openshift.io/triggers":"\(quoted(trigger))"}},"spec":{"replicas":1,"template":{
            "metadata":{"annotations":{"alpha.image.policy.openshift.io/resolve-names":"\(text)"}},
            "spec":{"containers":[{"name":"\(container)","image":"quay.io/shop/\(text)"}],
            "volumes":[{"name":"\(text)","image":{"reference":"quay.io/x/\(text):1"}}]}}}}
            """
    }

    private static func stream(_ name: String, in namespace: String, tags: [String], with text: String) -> String {
        let spec = tags.map { #"{"name":"\#($0)","from":{"kind":"DockerImage","name":"quay.io/\#(text):1"},"importPolicy":{}}"# }
        let status = zip(tags, digests).map { tag, digest in
            """
            {"tag":"\(tag)","items":[{"created":"2026-01-01T00:00:00Z","image":"\(digest)","dockerImageReference":"\(text)@\(digest)"}],
            "conditions":[{"type":"ImportSuccess","status":"False","message":"no \(text)","lastTransitionTime":"2026-01-02T00:00:00Z"}]}
            """
        }
        return """
            {"kind":"ImageStream","apiVersion":"image.openshift.io/v1","metadata":{"name":"\(name)","namespace":"\(namespace)"},
            "spec":{"tags":[\(spec.joined(separator: ","))]},
            "status":{"dockerImageRepository":"registry/\(text)","tags":[\(status.joined(separator: ","))]}}
            """
    }

    private static func istag(_ stream: String, _ tag: String, in namespace: String, labels: [(String, String)]) -> String {
        """
        {"kind":"ImageStreamTag","metadata":{"name":"\(stream):\(tag)","namespace":"\(namespace)"},"image":{"metadata":{"name":"\(digests[0])"},
        "dockerImageReference":"x@\(digests[0])","dockerImageMetadata":{"Size":1,"Config":{"Labels":{
        \(labels.map { "\"\($0)\":\"\($1)\"" }.joined(separator: ","))}}}}}
        """
    }

    private func list(_ kind: String, _ objects: [String]) -> String {
        #"{"kind":"\#(kind)List","apiVersion":"\#(kind == "Deployment" ? "apps/v1" : "image.openshift.io/v1")","items":[\#(objects.joined(separator: ","))]}"#
    }

    private func dump(_ folder: TemporaryFolder, _ day: Int, _ deployments: [String], _ streams: [String], istags: [String] = [])
        throws
        -> Collected
    {
        try folder.write("\(day)/deployments.json", list("Deployment", deployments))
        try folder.write("\(day)/imagestreams.json", list("ImageStream", streams))
        if !istags.isEmpty { try folder.write("\(day)/imagestreamtags.json", list("ImageStreamTag", istags)) }
        return try FileSource(.path("\(folder.path)/\(day)"), scope: .all, covers: [])
            .read(cluster: "okd", takenAt: noon.advanced(by: Int64(day) * 86_400))
    }

    private func texts(_ record: RecordReader, _ sql: String) throws -> [[String]] {
        try record.cells(sql).map { row in row.map { $0.plain.unicodeScalars.map { String($0) }.joined(separator: "·") } }
    }

    @Test("where names differ in nothing else, each object, container and tag is one by itself, and goes by itself")
    func names() throws {
        let folder = try TemporaryFolder()
        let store = try RecordWriter(path: "\(folder.path)/record.db")
        let pair = [Self.composed, Self.decomposed]
        let deployments = pair.flatMap { namespace in pair.map { Self.deployment($0, in: namespace, with: $0) } }
        let streams = pair.flatMap { namespace in pair.map { Self.stream($0, in: namespace, tags: pair, with: $0) } }
        let istags = [Self.istag(pair[0], pair[0], in: pair[0], labels: [(pair[0], "a"), (pair[1], "b")])]
        let first = try dump(folder, 0, deployments, streams, istags: istags).record(in: store)
        #expect(first.workloads == 4 && first.imageStreams == 4 && first.imageStreamTags == 8)
        let again = try dump(folder, 1, deployments.reversed(), streams.reversed(), istags: istags).record(in: store)
        #expect(again.opened + again.changed + again.closed == 0)

        var record = try RecordReader(path: store.path)
        let labels = try #require(try record.cells("SELECT labels FROM images WHERE labels IS NOT NULL").first?[0].plain)
        #expect(labels.utf8.elementsEqual(#"{"\#(Self.decomposed)":"b","\#(Self.composed)":"a"}"#.utf8), "by their bytes")
        // Every trigger ties its own container, to the tag of its own spelling.
        let ties = try texts(
            record, "SELECT namespace, name, container, istag FROM containers WHERE container NOT LIKE 'volume:%' ORDER BY 1, 2")
        #expect(ties.count == 4 && ties.allSatisfy { $0[1] == $0[2] && $0[3] == "\($0[1])·:·\($0[1])" })

        // One namespace's go, and its twin's stay.
        let last = try dump(folder, 2, Array(deployments[2...]), Array(streams[2...])).record(in: store)
        #expect(last.closed == 2 * (1 + 2) + 2 * (1 + 2) && last.opened + last.changed == 0)
        record = try RecordReader(path: store.path)
        let bytes = Self.decomposed.unicodeScalars.map { String($0) }.joined(separator: "·")
        #expect(try texts(record, "SELECT DISTINCT namespace FROM workloads") == [[bytes]])
        #expect(last.deletions.namespaces.map { Array($0.utf8) } == [Array(Self.composed.utf8)])
        let gone = try Difference(from: RecordReader(path: store.path, at: noon), to: record).answer.rows
        #expect(gone.count == 2 + 4 + 2 + 4 && gone.allSatisfy { $0[1] == .text(Self.composed) && $0[6] == .text("removed") })
        let history = try record.history(ofPasted: "deployment/\(Self.composed)", Filter(namespaces: [Self.composed]))
        #expect(history.rows.count == 4, "two images came, two went")
        #expect(try record.history(ofPasted: "deployment/\(Self.decomposed)").rows.count == 6)
        #expect(try record.verify().findings == [])
    }

    @Test("where what is kept of an object changes its spelling, that is a change, told by diff and history")
    func values() throws {
        let folder = try TemporaryFolder()
        let store = try RecordWriter(path: "\(folder.path)/record.db")
        for (day, text) in [Self.composed, Self.decomposed].enumerated() {
            try dump(
                folder, day, [Self.deployment("web", in: "shop", container: "web", with: text)],
                [Self.stream("web", in: "shop", tags: ["1"], with: text)]
            ).record(in: store)
        }
        let record = try RecordReader(path: store.path)
        let rows = try Difference(from: RecordReader(path: store.path, at: noon), to: record).answer.rows
        let changed = rows.filter { $0[6] == .text("changed") }
        #expect(
            changed.map { $0[7].plain }.sorted()
                == [
                    "from_name", "image", "image", "import_error", "replicas", "repository", "resolve_names", "triggers", "uid",
                ].filter { $0 != "replicas" })
        #expect(changed.allSatisfy { $0[8] != $0[9] && $0[8].plain == $0[9].plain }, "to Swift's own comparison nothing changed")
        // The image volume's name is another container's.
        #expect(rows.count { $0[6] == .text("added") } == 1 && rows.count { $0[6] == .text("removed") } == 1)
        #expect(try record.history(ofPasted: "deployment/web").rows.count == 4 + 1)
        #expect(try record.verify().findings == [])
    }
}
