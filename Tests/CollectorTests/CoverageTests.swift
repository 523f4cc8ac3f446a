import CollectorWords
import Model
import Testing

@testable import Collector

/// What a dump covers decides what its absences mean.
@Suite struct CoverageTests {
    private static let empty = "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[]}"
    private static let web = BadInputTests.deployment("web")
    private static let stream = """
        {"kind":"ImageStream","metadata":{"name":"web","namespace":"shop"},"status":{"tags":[{"tag":"1","items":null}]}}
        """

    private func outcomes(_ snapshot: Snapshot) -> [ObjectKind: Coverage.Outcome] {
        Dictionary(uniqueKeysWithValues: snapshot.coverage.map { ($0.kind, $0.outcome) })
    }

    @Test func aListCoversTheKindsOfItsItemsAndNoOther() throws {
        let collected = try readText("{\"items\":[\(Self.web),\(Self.stream)],\"kind\":\"List\"}")
        #expect(
            try outcomes(collected.snapshot()) == [
                .deployment: .complete, .imageStream: .complete, .imageStreamTag: .complete,
            ])
        #expect(try collected.snapshot().coverage.map(\.objects) == [1, 1, 1])
        #expect(collected.notices.isEmpty)
    }

    @Test(arguments: [
        "{\"kind\":\"StatefulSetList\",\"apiVersion\":\"apps/v1\",\"items\":[]}",
        "{\"items\":null,\"kind\":\"StatefulSetList\",\"apiVersion\":\"apps/v1\"}",
    ])
    func anEmptyTypedListCoversItsKind(_ text: String) throws {
        #expect(try outcomes(readText(text).snapshot()) == [.statefulSet: .complete])
    }

    @Test(arguments: [
        ("deployments.json", ObjectKind.deployment), ("deploy.yaml", .deployment), ("is.json", .imageStream),
        ("imagestreams.image.openshift.io.yaml", .imageStream), ("StatefulSets.apps.JSON", .statefulSet),
        ("cj.yml", .cronJob), ("dc.json", .deploymentConfig), ("istag.json", .imageStreamTag),
    ])
    func aFilesNameCoversItsKind(_ name: String, _ kind: ObjectKind) throws {
        let collected = try readText(Self.empty, as: name)
        #expect(try collected.snapshot().outcome(kind) == .complete)
        #expect(collected.notices.isEmpty)
    }

    @Test func anObjectsNameIsNotTakenForAKind() throws {
        let folder = try TemporaryFolder()
        try folder.write("namespaces/shop/apps/deployments/is.yaml", BadInputTests.deployment("is"))
        #expect(try read(folder.path, scope: nil).snapshot().coverage.isEmpty)
    }

    @Test func anEmptyListThatNothingNamesCoversNothingAndIsReported() throws {
        let collected = try readText(Self.empty)
        #expect(try collected.snapshot().coverage.isEmpty)
        #expect(collected.notices.count == 1 && collected.notices[0].contains("dump.json is an empty list"))
        #expect(try outcomes(readText(Self.empty, covers: [.daemonSet]).snapshot()) == [.daemonSet: .complete])
    }

    @Test func anObjectAloneIsRecordedAndCoversNothing() throws {
        let collected = try readText(Self.web)
        #expect(try collected.snapshot().workloads.count == 1)
        #expect(try collected.snapshot().coverage.isEmpty)
        #expect(collected.notices.contains { $0.contains("1 Deployment outside any list") })
        // A file's name proves something of a list only.
        let named = try readText(Self.web, as: "deployments.json")
        #expect(try named.snapshot().coverage.isEmpty)
        #expect(named.notices == collected.notices)
    }

    @Test func aListThatLostItsItemsIsNoProofThatNothingStands() throws {
        let lost = "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\",\"metadata\":{}}"
        for text in [lost, "{\"kind\":\"List\",\"apiVersion\":\"v1\"}", "kind: List\napiVersion: v1\n"] {
            let name = text.hasPrefix("{") ? "deployments.json" : "deployments.yaml"
            let error = #expect(throws: SourceError.self) { try readText(text, as: name) }
            #expect(error?.reason.contains("it is a list without items") == true)
        }
        let none = lost.replacing("{}}", with: "{},\"items\":null}")
        #expect(try outcomes(readText(none).snapshot()) == [.deployment: .complete])
    }

    @Test func aListOfWhichObjectsRemainIsOnePageEvenWithoutItsToken() throws {
        let rest = """
            {"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{"remainingItemCount":2},"items":[\(Self.web)]}
            """
        #expect(try outcomes(readText(rest).snapshot()) == [.deployment: .failed])
        let last = rest.replacing("Count\":2", with: "Count\":0")
        #expect(try outcomes(readText(last).snapshot()) == [.deployment: .complete])
    }

    @Test func aPageThatGoesOnElsewhereIsNeverComplete() throws {
        let collected = try read(TestData.path("api/page-deployments-01.json"))
        #expect(try outcomes(collected.snapshot()) == [.deployment: .failed])
        #expect(try collected.snapshot().workloads.count == 2)
        let mixed = "{\"kind\":\"List\",\"metadata\":{\"continue\":\"x\"},\"items\":[\(Self.web)]}"
        #expect(try outcomes(readText(mixed).snapshot()) == [.deployment: .failed])
    }

    @Test func forbiddenIsNotEmpty() throws {
        let folder = try TemporaryFolder()
        try folder.write("deployments.json", "{\"kind\":\"List\",\"items\":[\(Self.web)]}")
        try folder.write("imagestreams.json", TestData.bytes("api/err-403-imagestreams.json"))
        let snapshot = try read(folder.path).snapshot()
        #expect(outcomes(snapshot) == [.deployment: .complete, .imageStream: .forbidden])
        #expect(snapshot.coverage.last?.message?.contains("deploy-only") == true)
    }

    @Test func oneForbiddenNamespaceLeavesTheOthersComplete() throws {
        let folder = try TemporaryFolder()
        try folder.write("a/imagestreamtags.json", "{\"kind\":\"List\",\"items\":[]}")
        let answer = """
            {"kind":"Status","reason":"Forbidden","code":403,"message":"no list in the namespace \\"dark\\"",\
            "details":{"group":"image.openshift.io","kind":"imagestreamtags"}}
            """
        try folder.write("b/imagestreamtags.json", answer)
        let snapshot = try read(folder.path, scope: .namespaces(["light", "dark"])).snapshot()
        #expect(snapshot.outcome(.imageStreamTag, in: "light") == .complete)
        #expect(snapshot.outcome(.imageStreamTag, in: "dark") == .forbidden)
        #expect(try read(folder.path).snapshot().outcome(.imageStreamTag) == .forbidden)
    }

    @Test func aMissingApiIsAbsentAndAMissingObjectIsAnError() throws {
        let text = "{\"kind\":\"Status\",\"reason\":\"NotFound\",\"code\":404,\"message\":\"not here\"}"
        #expect(try outcomes(readText(text, as: "imagestreams.json").snapshot()) == [.imageStream: .absent])
        #expect(try outcomes(read(TestData.path("api/err-404-object.json")).snapshot()) == [.deployment: .failed])
    }

    @Test func anAPIThatIsAbsentIsToldOfTheClusterAndNotOfANamespaceThatWouldThenBeGone() throws {
        let entries = ["shop", "blog"].map {
            KindCoverage(
                kind: .imageStream, namespace: $0, outcome: .absent, objects: 0, reason: CoverageReason.answer("not here"))
        }
        let settled = KindCoverage.settlingAbsence(entries)
        #expect(settled.map(\.kind) == [.imageStream] && settled.map(\.namespace) == [nil])
        #expect(settled.map(\.outcome) == [.absent] && settled.map { $0.reason?.sentence } == ["not here"])
        let mixed = [entries[0], KindCoverage(kind: .imageStream, namespace: "blog", outcome: .complete, objects: 1)]
        #expect(KindCoverage.settlingAbsence(mixed).map(\.outcome) == [.failed, .complete])
        #expect(KindCoverage.settlingAbsence(mixed).allSatisfy { $0.outcome != .absent || $0.namespace == nil })
    }

    @Test func eachNamespaceOfTheScopeIsToldOf() throws {
        let snapshot = try readText(
            "{\"kind\":\"List\",\"items\":[\(Self.web)]}", scope: .namespaces(["shop", "empty"])
        ).snapshot()
        #expect(snapshot.coverage.map(\.namespace) == ["shop", "empty"])
        #expect(snapshot.coverage.map(\.objects) == [1, 0])
    }

    @Test func kindsThatAreNotRecordedAreCountedAndNamed() throws {
        // Every Pod, ReplicaSet and ReplicationController in it has an owner, who tells of it.
        #expect(try read(TestData.path("story/2026-11-23T06:41:33Z")).notices.isEmpty)
        let others = ["Build", "Route", "Build"].map { "{\"kind\":\"\($0)\",\"metadata\":{\"name\":\"x\"}}" }
        #expect(
            try readText("{\"kind\":\"List\",\"items\":[\(others.joined(separator: ","))]}").notices.first
                == "2 Build, 1 Route objects are not part of the record")
        let foreign = "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps.example.io/v1\",\"items\":[{}]}"
        #expect(try readText(foreign).notices == ["1 Deployment.apps.example.io object is not part of the record"])
    }

    @Test func aListOfTagsThatOcMayHaveCutShortIsNotComplete() throws {
        func list(_ streams: Int) -> String {
            let tags = (0..<streams).map {
                "{\"metadata\":{\"name\":\"s\($0):1\",\"namespace\":\"shop\"},\"image\":{}}"
            }
            return
                "{\"kind\":\"ImageStreamTagList\",\"apiVersion\":\"image.openshift.io/v1\",\"items\":[\(tags.joined(separator: ","))]}"
        }
        #expect(try outcomes(readText(list(249)).snapshot()) == [.imageStreamTag: .complete])
        let cut = try readText(list(250)).snapshot()
        #expect(outcomes(cut) == [.imageStreamTag: .failed])
        #expect(cut.coverage[0].message?.contains("dump imagestreams too") == true)
        #expect(cut.imageStreamTags.count == 250)
    }

    @Test func aListMayNameItsKindAfterItsItems() throws {
        let dump = try read(TestData.path("api/list-deployments.json")).snapshot()
        let bytes = try TestData.bytes("api/list-deployments.json")
        let text = String(decoding: bytes, as: UTF8.self)
        let head = "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\","
        #expect(text.hasPrefix(head))
        let end = try #require(text.lastIndex(of: "}"))
        let turned =
            "{" + text[..<end].dropFirst(head.count) + ",\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\"}"
        try expectEqual(readText(turned).snapshot(), dump)
        let pods = "{\"items\":[{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[]}}],\"kind\":\"SecretList\"}"
        #expect(try readText(pods).notices == ["1 Secret object is not part of the record"])
        let wrong = "{\"items\":[{\"metadata\":{\"name\":\"p\",\"namespace\":\"n\"}}],\"kind\":\"DeploymentList\"}"
        #expect(throws: SourceError.self) { try readText(wrong) }
    }
}
