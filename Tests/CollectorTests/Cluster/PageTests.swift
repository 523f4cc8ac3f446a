import CollectorWords
import Model
import Testing

@testable import Collector

@Suite("A page of a list is taken whole or not at all")
struct PageTests {
    private func gathering() -> SnapshotBuilder { SnapshotBuilder(scope: .all, covers: [], leavesOut: false) }

    private func feed(
        _ text: String, _ kind: ObjectKind, into gathering: SnapshotBuilder, name: String = "list", step: Int = 1000
    ) throws -> PageReceiver {
        let receiver = PageReceiver(kind, in: nil, name: name, gathering: gathering)
        let feed = try JSONStream(receiver)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: step) {
            try bytes[start..<min(start + step, bytes.count)].withUnsafeBytes { try feed.feed($0) }
        }
        try feed.finish()
        return receiver
    }

    private func deployments(_ names: [String], next: String = "") -> String {
        let items = names.map { name in
            #"{"metadata":{"name":"\#(name)","namespace":"shop"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"i"}]}}}}"#
        }
        return
            #"{"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{"continue":"\#(next)"},"items":[\#(items.joined(separator: ","))]}"#
    }

    private func assembled(_ gathering: SnapshotBuilder) throws -> Snapshot {
        let look = ListResult(kind: .deployment, namespace: nil, outcome: .complete)
        return try gathering.assembled([look], cluster: "c", takenAt: noon, source: "s").snapshot()
    }

    @Test("Objects and the next page's token are read, however the bytes come", arguments: [1, 7, 64, 100_000])
    func pages(_ step: Int) throws {
        let gathering = gathering()
        let page = try feed(deployments(["a", "b"], next: "more"), .deployment, into: gathering, step: step)
        #expect(page.next == "more")
        #expect(try feed(deployments(["c"]), .deployment, into: gathering, step: step).next == nil)
        #expect(try assembled(gathering).workloads.map(\.id.name) == ["a", "b", "c"])
    }

    @Test("A captured page of a real server is read as the same list in a file is")
    func captured() throws {
        let gathering = gathering()
        let text = String(decoding: try TestData.bytes("api/list-imagestreams.json"), as: UTF8.self)
        let page = try feed(text, .imageStream, into: gathering, step: 4096)
        let look = ListResult(kind: .imageStream, namespace: nil, outcome: .complete)
        let live = try gathering.assembled([look], cluster: "test", takenAt: noon, source: "s").snapshot()
        let file = try read(TestData.path("api/list-imagestreams.json")).snapshot()
        #expect(live.imageStreams == file.imageStreams)
        #expect(live.imageStreamTags == file.imageStreamTags)
        #expect(live.outcome(.imageStreamTag) == .complete)
        #expect(Set(page.takePointers(atLeast: 0).keys) == Set(file.imageStreamTags.compactMap { $0.current?.digest }))
    }

    @Test("What a page that broke off had shown is forgotten with it")
    func rewound() throws {
        let gathering = gathering()
        _ = try feed(deployments(["a"]), .deployment, into: gathering)
        let mark = gathering.spool.mark()
        #expect(throws: DocumentProblem.self) {
            try feed(String(deployments(["b", "c", "d"]).dropLast(40)), .deployment, into: gathering)
        }
        gathering.spool.rewind(to: mark)
        _ = try feed(deployments(["b", "e"]), .deployment, into: gathering)
        #expect(try assembled(gathering).workloads.map(\.id.name) == ["a", "b", "e"])
    }

    @Test("A list that begins anew forgets its pages and nobody else's")
    func forgotten() throws {
        let gathering = gathering()
        _ = try feed(deployments(["old", "gone"]), .deployment, into: gathering, name: "deployments")
        let sets = deployments(["set"]).replacing("DeploymentList", with: "StatefulSetList")
        _ = try feed(sets, .statefulSet, into: gathering, name: "statefulsets")
        gathering.spool.forget { $0.content == .objects(.deployment) }
        _ = try feed(deployments(["old"]), .deployment, into: gathering, name: "deployments")
        #expect(try assembled(gathering).workloads.map(\.id.name) == ["old", "set"])
    }

    @Test("An object that comes twice in one list, another list and no list at all are refused")
    func refused() throws {
        #expect(throws: PageProblem.self) { try feed(deployments(["a", "a"]), .deployment, into: gathering()) }
        #expect(throws: PageProblem.self) { try feed(deployments(["a"]), .cronJob, into: gathering()) }
        #expect(throws: PageProblem.self) { try feed(#"{"kind":"Status"}"#, .deployment, into: gathering()) }
        #expect(throws: PageProblem.self) { try feed(deployments([]) + deployments([]), .deployment, into: gathering()) }
        let error = #expect(throws: PageProblem.self) {
            try feed(deployments(["a"]).replacing(#""containers":["#, with: #""containers":[7,"#), .deployment, into: gathering())
        }
        #expect(error?.reason.contains("Deployment a in shop") == true)
    }

    @Test("Go's empty list is written with null")
    func empty() throws {
        let gathering = gathering()
        let text = #"{"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{},"items":null}"#
        #expect(try feed(text, .deployment, into: gathering).next == nil)
        #expect(try assembled(gathering).outcome(.deployment) == .complete)
    }
}
