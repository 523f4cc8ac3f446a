import Foundation
import SQLite
import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

@Suite("A kind is told by group and name, never by name alone") struct KindsTests {
    private static let widget = ObjectKind(group: "shop.example.com", name: "Widget", resource: "widgets")
    private static let otherWidget = ObjectKind(group: "bank.example.com", name: "Widget", resource: "widgets")
    private static let kruise = ObjectKind(group: "apps.kruise.io", name: "StatefulSet", resource: "statefulsets")
    private static let all: [ObjectKind] = [.statefulSet, kruise, widget, otherWidget, .knativeService, .pod]

    private func workload(_ kind: ObjectKind, _ image: String) -> Workload {
        Workload(
            id: Workload.ID(namespace: "shop", kind: kind, name: "web"), uid: "\(image)",
            containers: [Container(name: "app", image: image)])
    }

    private func snapshot(_ day: Int, _ kinds: [ObjectKind], covering covered: [ObjectKind]) -> Snapshot {
        Recording.snapshot(
            day, coverage: covered.map { Coverage(kind: $0, outcome: .complete, objects: 1) },
            workloads: kinds.map { workload($0, "r.example/\($0.qualified.lowercased()):1") })
    }

    @Test("titles, qualified names and spellings mean one kind each")
    func names() {
        #expect(ObjectKind.deployment.title == "Deployment" && ObjectKind.deployment.qualified == "Deployment.apps")
        #expect(ObjectKind.pod.title == "Pod" && ObjectKind.pod.qualified == "Pod")
        #expect(ObjectKind.knativeService.title == "Service.serving.knative.dev")
        #expect(Self.kruise.title == "StatefulSet.apps.kruise.io" && Self.kruise != .statefulSet)
        #expect(Self.widget == ObjectKind(group: "shop.example.com", name: "Widget") && Self.widget != Self.otherWidget)
        for kind in Kinds.builtIn.all.map(\.kind) + Self.all { #expect(ObjectKind(title: kind.title) == kind) }
        #expect(ObjectKind(title: "Service") == nil && ObjectKind(title: ".x") == nil && ObjectKind(title: "") == nil)
        let kinds = Kinds.builtIn
        for (word, kind): (String, ObjectKind?) in [
            ("sts", .statefulSet), ("StatefulSets.apps", .statefulSet), ("statefulsets.apps.kruise.io", nil), ("po", .pod),
            ("services", nil), ("service", nil), ("ksvc", .knativeService), ("services.serving.knative.dev", .knativeService),
            ("rollouts", .rollout), ("replicationcontrollers", .replicationController), ("job", .job), ("jobs.batch", .job),
        ] { #expect(kinds.kind(spelling: word) == kind, "\(word)") }
        #expect(kinds.kind(named: "Service", group: "") == nil && kinds.kind(named: "Service", group: nil) == nil)
        #expect(kinds.kind(named: "Service", group: "serving.knative.dev") == .knativeService)
        #expect(kinds.kind(named: "StatefulSet", group: "apps.kruise.io") == nil)
        #expect(kinds.kind(named: "ReplicaSet", group: "extensions") == .replicaSet)
    }

    @Test("objects of one name and of kinds of one name stand side by side, change and go each by itself")
    func noCollisions() throws {
        let recording = try Recording()
        try recording.store.record(snapshot(0, Self.all, covering: Self.all))
        #expect(
            try recording.column("SELECT kind FROM workloads ORDER BY kind") == Self.all.map(\.title).sorted())
        // Only one of each pair is gone.
        try recording.store.record(
            snapshot(1, [.statefulSet, Self.otherWidget, .pod], covering: [.statefulSet, Self.widget, Self.otherWidget, .pod]))
        let left = [ObjectKind.statefulSet, Self.kruise, Self.otherWidget, .knativeService, .pod].map(\.title).sorted()
        #expect(try recording.column("SELECT kind FROM workloads ORDER BY kind") == left)
        #expect(try recording.column("SELECT kind FROM workloads ORDER BY kind", at: 0) == Self.all.map(\.title).sorted())
        let record = try RecordReader(path: recording.path)
        #expect(try record.kindsOfWorkloads().contains(Self.widget))
        let kinds = Kinds.builtIn.adding(try record.kindsOfWorkloads())
        for kind in Self.all {
            let subject = try Subject("\(kind.resource).\(kind.group)/web", among: kinds)
            guard kind != .pod else { continue }
            #expect(subject.kind == kind)
            #expect(
                try record.standing(.containers, Filter(kinds: [kind])).rows.count == (left.contains(kind.title) ? 1 : 0),
                "\(kind.title)")
        }
        #expect(try RecordReader(path: recording.path).verify().findings.isEmpty)
        #expect(try SealDocumentTests.runVerifier(recording.path).status == 0)
    }

    @Test("a record says itself which kinds it holds, whatever the program that reads it was told")
    func selfContained() throws {
        let recording = try Recording()
        try recording.store.record(snapshot(0, [Self.widget], covering: [Self.widget]))
        #expect(
            try recording.rows("SELECT api_group, api_name, resource, qualified FROM kind WHERE id > 15").map { $0.map(\.text) }
                == [["shop.example.com", "Widget", "widgets", "Widget.shop.example.com"]])
        // Not asked for any more: it stands, and the answer says so.
        try recording.store.record(Recording.snapshot(1))
        let answer = try RecordReader(path: recording.path).standing(.containers, Filter())
        #expect(answer.rows.count == 1)
        #expect(answer.notes.contains { $0.sentence.contains("did not look at widgets.shop.example.com") }, "\(answer.notes)")
    }

    @Test("a kind under another kind's name is found by verify")
    func renamed() throws {
        let recording = try Recording()
        try recording.store.record(snapshot(0, [Self.widget], covering: [Self.widget]))
        try Connection(path: recording.path, mode: .readWrite).execute(
            "UPDATE kind SET name = 'Gadget.shop.example.com' WHERE id > 15")
        #expect(try !RecordReader(path: recording.path).verify().findings.isEmpty)
    }
}
