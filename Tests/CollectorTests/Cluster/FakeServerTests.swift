import Foundation
import Testing

@testable import FakeCluster

@Suite("The fake cluster answers as the real one did") struct FakeServerTests {
    private let state: ClusterState
    private let discovery: Discovery

    init() throws {
        var contents = StoredContents(resourceVersion: 2268)
        for resource in [Resource.deployments, .imageStreams, .imageStreamTags] {
            try contents.read(resource, from: "\(Captured.folder)/list-\(resource.plural).json")
        }
        state = ClusterState(contents, uid: "00000000-0000-4000-8000-000000000001")
        discovery = try Discovery()
    }

    private func answer(_ captured: Captured, _ state: ClusterState, fault: Fault? = nil) -> Answer {
        state.answer(Call(get: captured.target, captured.requestHeaders), fault: fault, discovery: discovery)
    }

    private func body(_ answer: Answer) -> String {
        guard case .whole(let bytes) = answer.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test("pages of two, byte by byte", arguments: [("deployments", 14), ("imagestreams", 10)])
    func pages(_ plural: String, _ count: Int) throws {
        for page in 1...count {
            let captured = try Captured(named: "pages/page-\(plural)-\(padded(page, 2))")
            #expect(body(answer(captured, state)) == String(decoding: captured.body, as: UTF8.self), "page \(page)")
        }
    }

    @Test(
        "lists, errors and single objects, byte by byte",
        arguments: [
            "list-deployments", "list-imagestreams", "err-404-namespace-missing", "err-404-object",
            "get-istag-failed-404", "get-istag-reference-404", "ns-imagestreams", "err-400-continue", "err-400-continue-is",
            "watch-imagestreamtags",
        ])
    func answers(_ name: String) throws {
        let captured = try Captured(named: name)
        var state = state
        if name == "err-404-namespace-missing", var later = state.contents as? StoredContents {
            later.resourceVersion = 2269
            state.contents = later
        }
        let target = name == "watch-imagestreamtags" ? "/apis/image.openshift.io/v1/imagestreamtags?watch=true" : captured.target
        let given = state.answer(Call(get: target), fault: nil, discovery: discovery)
        #expect(given.status == captured.status)
        #expect(body(given) == String(decoding: captured.body, as: UTF8.self))
    }

    @Test(
        "what is refused",
        arguments: [
            ("err-401-bad-token", "somebody-else"), ("err-403-imagestreams", "deploy-only"),
            ("err-403-imagestreamtags-ns", "deploy-only"), ("err-404-group-missing", "inventory-reader"),
        ])
    func refusals(_ name: String, _ user: String) throws {
        let captured = try Captured(named: name)
        var state = state
        let rule = Permissions.Rule(["get", "list"], ["apps"], ["deployments"])
        state.users = ["Bearer (removed)": User("system:serviceaccount:lab-inventory:\(user)", Permissions([rule]))]
        if user == "somebody-else" { state.users = [:] }
        let given = answer(captured, state)
        #expect(given.status == captured.status)
        #expect(body(given) == String(decoding: captured.body, as: UTF8.self))
    }

    @Test(
        "what is missing, expired or down",
        arguments: [
            "err-404-group-missing-reader", "err-404-group-missing-istag", "err-410-continue-expired-deployments",
            "err-410-continue-expired-imagestreams", "err-503-imagestreams",
        ])
    func absences(_ name: String) throws {
        let captured = try Captured(named: name)
        var state = state
        if name.contains("404") { state.absentGroups = ["image.openshift.io"] }
        if name.contains("503") { state.downGroups = ["image.openshift.io"] }
        let given = answer(captured, state)
        #expect(given.status == captured.status)
        #expect(body(given) == String(decoding: captured.body, as: UTF8.self))
        let type = captured.headers.first { $0.0 == "content-type" }?.1
        #expect(given.contentType == type)
    }

    @Test("the list of tags, whose order is never the same twice")
    func tags() throws {
        let captured = try Captured(named: "list-imagestreamtags")
        func objects(_ bytes: [UInt8]) -> Set<[UInt8]>? { RawList.items(of: bytes).map { Set($0.map(Array.init)) } }
        let given = objects(Array(body(answer(captured, state)).utf8))
        #expect(given != nil && given == objects(captured.body))
    }

    @Test("discovery is the captured one, less what is lacking")
    func groups() throws {
        let captured = try Captured(named: "apis-aggregated")
        let truth = try JSONSerialization.jsonObject(with: Data(captured.body)) as? NSDictionary
        let given = answer(captured, state)
        #expect(try JSONSerialization.jsonObject(with: Data(body(given).utf8)) as? NSDictionary == truth)
        var plain = state
        plain.absentGroups = ["image.openshift.io"]
        #expect(!body(answer(captured, plain)).contains("image.openshift.io\""))
    }

    @Test("a generated cluster is the same in every run, in the order of its keys, and as bulky as real ones")
    func generated() throws {
        let cluster = GeneratedContents(deployments: 1_000, streams: 500)
        var bytes: [UInt8] = []
        cluster.write(.deployments, namespace: nil, 0..<100, to: &bytes)
        #expect((14_000...16_500).contains(bytes.count / 100), "\(bytes.count / 100)")
        for resource in [Resource.deployments, .imageStreams, .imageStreamTags] {
            let count = cluster.count(resource, namespace: nil)
            #expect(count == (resource == .deployments ? 1_000 : resource == .imageStreams ? 500 : 2_000))
            for index in 1..<count {
                let before = cluster.key(resource, namespace: nil, at: index - 1)
                #expect(before < cluster.key(resource, namespace: nil, at: index))
            }
            let parts = cluster.namespaces.reduce(0) { $0 + cluster.count(resource, namespace: $1) }
            #expect(parts == count)
        }
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(Array("[".utf8) + bytes + Array("]".utf8))) }
    }
}
