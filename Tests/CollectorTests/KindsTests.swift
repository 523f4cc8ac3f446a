import CollectorWords
import Model
import Questions
import Record
import Testing

@testable import Collector

@Suite("Every kind with a pod template is recorded, by data") struct CollectedKindsTests {
    private static let template =
        #"{"spec":{"initContainers":[{"name":"i","image":"r/i:1"}],"containers":[{"name":"c","image":"r/c:1"}]}}"#

    private static func object(_ apiVersion: String, _ kind: String, _ name: String, spec: String, owner: String? = nil) -> String
    {
        let owners = owner.map { #","ownerReferences":[{"kind":"\#($0)","name":"o","controller":true}]"# } ?? ""
        return
            #"{"apiVersion":"\#(apiVersion)","kind":"\#(kind)","metadata":{"name":"\#(name)","namespace":"shop"\#(owners)},"spec":\#(spec)}"#
    }

    private static func templated(_ apiVersion: String, _ kind: String, _ name: String = "web", owner: String? = nil) -> String {
        object(apiVersion, kind, name, spec: #"{"replicas":2,"template":\#(template)}"#, owner: owner)
    }

    private static func list(_ objects: [String]) -> String {
        #"{"apiVersion":"v1","kind":"List","items":[\#(objects.joined(separator: ","))]}"#
    }

    private static let podSpec = String(template.dropFirst(#"{"spec":"#.count).dropLast())

    /// `Kind/name image,image replicas` of each workload of a dump.
    private func told(_ collected: Collected) throws -> Set<String> {
        Set(
            try collected.snapshot().workloads.filter { !$0.id.isNeed }.map {
                "\($0.id.kind.title)/\($0.id.name) \($0.containers.map(\.image).joined(separator: ",")) \($0.replicas ?? -1)"
            })
    }

    @Test("each built-in kind's template and replicas are found where that kind has them")
    func builtIn() throws {
        let objects = [
            Self.templated("apps/v1", "Deployment"), Self.templated("apps/v1", "ReplicaSet"),
            Self.templated("v1", "ReplicationController"), Self.templated("batch/v1", "Job"),
            Self.object("v1", "Pod", "web", spec: Self.podSpec), Self.templated("argoproj.io/v1alpha1", "Rollout"),
            Self.templated("serving.knative.dev/v1", "Service"),
            Self.object("batch/v1", "CronJob", "web", spec: #"{"jobTemplate":{"spec":{"template":\#(Self.template)}}}"#),
        ]
        let collected = try readText(Self.list(objects))
        #expect(
            try told(collected) == [
                "Deployment/web r/i:1,r/c:1 2", "ReplicaSet/web r/i:1,r/c:1 2", "ReplicationController/web r/i:1,r/c:1 2",
                "Job/web r/i:1,r/c:1 -1", "Pod/web r/i:1,r/c:1 -1", "Rollout/web r/i:1,r/c:1 2",
                "Service.serving.knative.dev/web r/i:1,r/c:1 -1", "CronJob/web r/i:1,r/c:1 -1",
            ])
        #expect(collected.skipped.isEmpty)
    }

    @Test("what a controller owns is its owner's to tell of, and neither skipped nor missing")
    func owned() throws {
        let objects = [
            Self.templated("apps/v1", "ReplicaSet", owner: "Deployment"), Self.templated("batch/v1", "Job", owner: "CronJob"),
            Self.templated("v1", "ReplicationController", owner: "DeploymentConfig"),
            Self.object("v1", "Pod", "web", spec: Self.podSpec, owner: "ReplicaSet"),
            Self.object("v1", "Pod", "alone", spec: Self.podSpec),
            // An owner that does not say it controls it, as a deployer Pod has.
            Self.object("v1", "Pod", "web-1-deploy", spec: Self.podSpec).replacing(
                #""namespace":"shop""#, with: #""namespace":"shop","ownerReferences":[{"kind":"Widget","name":"o"}]"#),
            // Deployments are recorded whoever owns them.
            Self.templated("apps/v1", "Deployment", owner: "Widget"),
        ]
        let collected = try readText(Self.list(objects))
        #expect(
            try told(collected) == ["Pod/alone r/i:1,r/c:1 -1", "Deployment/web r/i:1,r/c:1 2"])
        let snapshot = try collected.snapshot()
        for kind in [ObjectKind.replicaSet, .job, .replicationController] { #expect(snapshot.outcome(kind) == .complete) }
        #expect(snapshot.coverage.first { $0.kind == .pod }?.objects == 1)
        #expect(collected.notices.isEmpty, "\(collected.notices)")
    }

    @Test("a Rollout that names a Deployment has no containers of its own")
    func workloadRef() throws {
        let spec = #"{"replicas":3,"workloadRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"web"}}"#
        #expect(
            try told(readText(Self.list([Self.object("argoproj.io/v1alpha1", "Rollout", "web", spec: spec)])))
                == ["Rollout/web  3"])
        #expect(throws: SourceError.self) {
            try readText(Self.list([Self.object("argoproj.io/v1alpha1", "Rollout", "web", spec: "{}")]))
        }
    }

    @Test("a kind of the same name in another group is another kind")
    func otherGroups() throws {
        let objects = [
            Self.templated("apps.kruise.io/v1beta1", "StatefulSet"), Self.object("v1", "Service", "web", spec: #"{"ports":[]}"#),
            Self.templated("apps/v1", "StatefulSet", "ours"),
        ]
        let collected = try readText(Self.list(objects))
        #expect(try told(collected) == ["StatefulSet/ours r/i:1,r/c:1 2"])
        #expect(collected.skipped.values.reduce(0, +) == 2)
        // A list of core Services, which many folders of dumps hold, covers no Knative Service.
        let services = try readText(#"{"apiVersion":"v1","kind":"ServiceList","items":[]}"#, as: "services.json")
        #expect(try services.snapshot().coverage.isEmpty)
        #expect(
            try readText(#"{"apiVersion":"v1","kind":"List","items":[]}"#, as: "services.serving.knative.dev.json").snapshot()
                .outcome(.knativeService) == .complete)
    }

    @Test("items whose list says its kind only at the end are what it says, owned ones too")
    func undecided() throws {
        let bare = { (text: String) in text.replacing(#""apiVersion":"apps/v1","kind":"ReplicaSet","#, with: "") }
        let items = [
            bare(Self.templated("apps/v1", "ReplicaSet", "a")), bare(Self.templated("apps/v1", "ReplicaSet", "b", owner: "D")),
        ]
        let text = #"{"items":[\#(items.joined(separator: ","))],"kind":"ReplicaSetList","apiVersion":"apps/v1"}"#
        #expect(try told(readText(text)) == ["ReplicaSet/a r/i:1,r/c:1 2"])
    }

    @Test("a kind that a file adds is read from a dump by that file alone")
    func added() throws {
        let folder = try TemporaryFolder()
        let kinds = try KindsFile.kinds(in: folder.write("kinds.yaml", WidgetKind.yaml))
        let dump = try folder.write(
            "dump.json", Self.list([WidgetKind.object("web", "r/w:1"), Self.templated("other.example.com/v1", "Widget")]))
        let collected = try FileSource(.path(dump), scope: .all, kinds: kinds).read(cluster: "test", takenAt: noon)
        #expect(try told(collected) == ["Widget.shop.example.com/web r/w:1 4"])
        #expect(try collected.snapshot().outcome(WidgetKind.kind) == .complete)
        #expect(try FileSource(.path(dump), scope: .all).read(cluster: "test", takenAt: noon).snapshot().workloads.isEmpty)
    }
}

/// A custom resource of a made-up group, as docs/kinds.md shows it.
enum WidgetKind {
    static let kind = ObjectKind(group: "shop.example.com", name: "Widget", resource: "widgets")

    static let yaml = """
        kinds:
          - group: shop.example.com
            versions: [v1]
            kind: Widget
            resource: widgets
            shortNames: [wd]
            template: spec.workload.template
            replicas: spec.workload.count
        """

    static func object(_ name: String, _ image: String) -> String {
        #"{"apiVersion":"shop.example.com/v1","kind":"Widget","# + rest(name, image).dropFirst()
    }

    /// As it stands in a list of the API.
    static func rest(_ name: String, _ image: String) -> String {
        #"{"metadata":{"name":"\#(name)","namespace":"shop","uid":"w-\#(name)"},"spec":{"workload":{"count":4,"#
            + #""template":{"spec":{"containers":[{"name":"c","image":"\#(image)"}]}}}}}"#
    }
}

@Suite("A file of kinds is read strictly, and what is wrong is told by file and line") struct KindsFileTests {
    @Test("all that a kind may say")
    func whole() throws {
        let text = """
            # what our operators run
            kinds:
              - {group: a.example.com, versions: [v2, v1beta1], kind: Runner, resource: runners, template: .spec.pod,
                 templateElsewhere: spec.ref, unowned: true}
              - {group: apps.kruise.io, versions: [v1beta1], kind: StatefulSet, resource: statefulsets, template: spec.template}
            """
        let kinds = try KindsFile.kinds(text: text, file: "kinds.yaml")
        let runner = try #require(kinds.kind(spelling: "runners").flatMap { kinds[$0] })
        #expect(runner.versions == ["v2", "v1beta1"] && runner.resource == "runners" && runner.shortNames.isEmpty)
        #expect(
            runner.workload
                == .init(
                    template: ["spec", "pod"], templateElsewhere: ["spec", "ref"], isOnlyUnowned: true, triggers: .ignored,
                    resolvesNames: false))
        #expect(kinds.kind(spelling: "sts") == .statefulSet && kinds.kind(spelling: "statefulsets") == .statefulSet)
        #expect(kinds.kind(spelling: "statefulsets.apps.kruise.io")?.title == "StatefulSet.apps.kruise.io")
    }

    static let good = "group: a.example.com, versions: [v1], kind: Runner, resource: runners, template: spec.template"

    @Test(
        "each mistake has its line and what to write instead",
        arguments: [
            ("", 0, "empty"), ("kind: Runner", 1, "no kind"), ("kinds: []", 1, "empty"), ("kinds: {a: b}", 1, "no list"),
            ("kinds:\n  - x", 2, "not written as names"), ("kinds:\n  - {\(good), templates: x}", 2, "no templates"),
            ("kinds:\n  - {\(good.replacing("a.example.com", with: "apps"))}", 2, "API group"),
            ("kinds:\n  - {\(good.replacing("a.example.com", with: "../x.y"))}", 2, "API group"),
            ("kinds:\n  - {\(good.replacing("[v1]", with: "[1]"))}", 2, "version"),
            ("kinds:\n  - {\(good.replacing("[v1]", with: "[]"))}", 2, "no versions"),
            ("kinds:\n  - {\(good.replacing("Runner", with: "runner/x"))}", 2, "Widget"),
            ("kinds:\n  - {\(good.replacing("runners", with: "run ners"))}", 2, "widgets"),
            ("kinds:\n  - {\(good.replacing("spec.template", with: "spec..template"))}", 2, "path"),
            ("kinds:\n  - {\(good.replacing("spec.template", with: "spec.a b"))}", 2, "path"),
            ("kinds:\n  - {\(good.replacing(", template: spec.template", with: ""))}", 2, "no template"),
            ("kinds:\n  - {\(good)}\n  - {\(good)}", 3, "twice"),
            ("kinds:\n  - {\(good), shortNames: [po]}", 2, "Pod's"), ("kinds:\n  - {\(good), unowned: yes}", 2, "true or false"),
            (
                "kinds:\n  - {\(good.replacing("a.example.com", with: "argoproj.io").replacing("Runner", with: "Rollout"))}", 2,
                "built in"
            ),
            ("kinds:\n  - {a: b", 3, ""), ("kinds:\n  - {\(good), kind: Other}", 2, "twice"),
            ("kinds:\n" + String(repeating: "  - {}\n", count: 3), 2, "kind"),
        ])
    func mistakes(_ text: String, _ line: Int, _ words: String) throws {
        let error = #expect(throws: SourceError.self) { try KindsFile.kinds(text: text, file: "k.yaml") }
        let told = try #require(error).description
        #expect(told.hasPrefix("k.yaml: "), "\(told)")
        if line > 0 { #expect(told.contains("line \(line)"), "\(told)") }
        #expect(told.contains(words) && told.contains("docs/kinds.md"), "\(told)")
    }

    @Test("size and number are bounded")
    func bounds() throws {
        let folder = try TemporaryFolder()
        let long = try folder.write("k.yaml", "kinds: []" + String(repeating: "#", count: 300 << 10))
        #expect(throws: SourceError.self) { try KindsFile.kinds(in: long) }
        let many = (0..<101).map { "  - {\(Self.good.replacing("Runner", with: "Runner\($0)"))}" }.joined(separator: "\n")
        #expect(throws: SourceError.self) { try KindsFile.kinds(text: "kinds:\n\(many)", file: "k.yaml") }
        #expect(throws: SourceError.self) { try KindsFile.kinds(in: folder.path) }
        #expect(throws: SourceError.self) { try KindsFile.kinds(in: folder.path + "/none.yaml") }
    }
}
