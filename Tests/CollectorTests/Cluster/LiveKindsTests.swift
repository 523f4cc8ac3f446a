import CollectorWords
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing
import Words

@testable import Collector

@Suite("Kinds of every sort are read from a live cluster", .serialized) struct LiveKindsTests {
    private static func put(_ resource: Resource, _ name: String, _ json: String, into contents: inout StoredContents) {
        contents.put(resource, ObjectKey(namespace: "shop", name: name), Array(json.utf8))
    }

    private static func pod(_ name: String, owner: String? = nil) -> String {
        let owners = owner.map { #","ownerReferences":[{"kind":"\#($0)","name":"o","controller":true}]"# } ?? ""
        return
            #"{"metadata":{"name":"\#(name)","namespace":"shop"\#(owners)},"spec":{"containers":[{"name":"c","image":"r/p:1"}]}}"#
    }

    @Test("bare Pods are read page by page, and what a controller owns is left to it")
    func pods() async throws {
        var contents = SmallCluster.before
        for number in 0..<12 {
            Self.put(.pods, "p\(number)", Self.pod("p\(number)", owner: number == 7 ? nil : "ReplicaSet"), into: &contents)
        }
        let template = #""spec":{"template":{"spec":{"containers":[{"name":"c","image":"r/p:1"}]}}}"#
        Self.put(.jobs, "once", #"{"metadata":{"name":"once","namespace":"shop"},\#(template)}"#, into: &contents)
        try await LiveRecord.with(contents) { live in
            live.source.pageSize = 5
            let look = try await live.look()
            for kind in [ObjectKind.pod, .job, .replicaSet, .replicationController] { #expect(look.outcome(kind) == .complete) }
            #expect(look.outcome(.rollout) == .absent && look.outcome(.knativeService) == .absent)
            #expect(try live.standing(.pod) == ["shop/p7"] && live.standing(.job) == ["shop/once"])
        }
    }

    @Test("a group that is there without the kind has none of it, whoever asks")
    func groupWithoutKind() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .all
            live.server.add(groups: ["argoproj.io"])
            live.server.admit(token: "right", .everything(but: .rollouts))
            #expect(try await live.look().outcome(.rollout) == .absent)
            live.server.add(.rollouts)
            let look = try await live.look()
            #expect(look.outcome(.rollout) == .forbidden)
            let findings = await live.source.examine { _ in }.findings
            #expect(findings.contains { $0.subject == "list rollouts" && $0.verdict == .missing })
        }
    }

    @Test("a custom resource is read by a file of kinds; without that file it is not asked for, and stands")
    func customResource() async throws {
        var contents = SmallCluster.before
        Self.put(.widgets, "web", WidgetKind.rest("web", "r/w:1"), into: &contents)
        Self.put(
            .knativeServices, "web",
            #"{"metadata":{"name":"web","namespace":"shop"},"spec":{"template":{"spec":{"containers":[{"name":"c","image":"r/k:1"}]}}}}"#,
            into: &contents)
        try await LiveRecord.with(contents) { live in
            live.server.add(.widgets, .knativeServices)
            live.source.kinds = try KindsFile.kinds(text: WidgetKind.yaml, file: "kinds.yaml")
            let look = try await live.look()
            #expect(look.outcome(WidgetKind.kind) == .complete && look.outcome(.knativeService) == .complete)
            #expect(try live.standing(WidgetKind.kind) == ["shop/web"] && live.standing(.knativeService) == ["shop/web"])
            let findings = await live.source.examine { _ in }.findings
            #expect(findings.contains { $0.subject == "list widgets.shop.example.com" && $0.verdict == .ok })
            // The file is left out, and the object goes.
            contents.resourceVersion += 1
            contents.remove(.widgets, ObjectKey(namespace: "shop", name: "web"))
            live.server.show(contents)
            live.source.kinds = .builtIn
            #expect(try await live.look().outcome(WidgetKind.kind) == nil)
            #expect(try live.standing(WidgetKind.kind) == ["shop/web"])
            let notes = try RecordReader(path: live.store.path).standing(.workloads, Filter()).notes
            #expect(notes.contains { $0.sentence.contains("did not look at widgets.shop.example.com") }, "\(notes)")
            // Asked for again, it is gone.
            live.source.kinds = try KindsFile.kinds(text: WidgetKind.yaml, file: "kinds.yaml")
            try await live.look()
            #expect(try live.standing(WidgetKind.kind).isEmpty)
        }
    }

    @Test("a cluster that lacks a kind's API says absent, and what stood stands")
    func absent() async throws {
        var contents = SmallCluster.before
        Self.put(.widgets, "web", WidgetKind.rest("web", "r/w:1"), into: &contents)
        try await LiveRecord.with(contents) { live in
            live.server.add(.widgets)
            live.source.kinds = try KindsFile.kinds(text: WidgetKind.yaml, file: "kinds.yaml")
            try await live.look()
            live.server.add()
            #expect(try await live.look().outcome(WidgetKind.kind) == .absent)
            #expect(try live.standing(WidgetKind.kind) == ["shop/web"])
        }
    }
}
