import CollectorWords
import Model
import Testing

@testable import Collector

/// Who last wrote a container's image, and what an Image says of its names.
@Suite struct ManagedFieldsTests {
    private func deployment(_ managedFields: String?) throws -> [Container] {
        let fields = managedFields.map { ",\"managedFields\":[\($0)]" } ?? ""
        return try readText(
            """
            {"kind":"List","apiVersion":"v1","items":[{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"web",
            "namespace":"shop"\(fields)},"spec":{"template":{"spec":{"initContainers":[{"name":"first","image":"a"}],
            "containers":[{"name":"web","image":"b"},{"name":"log","image":"c"}],
            "volumes":[{"name":"model","image":{"reference":"d"}}]}}}}]}
            """
        ).snapshot().workloads[0].containers
    }

    private func entry(_ manager: String, _ time: String?, _ group: String, _ key: String, _ field: String) -> String {
        """
        {"manager":"\(manager)","operation":"Update"\(time.map { ",\"time\":\"\($0)\"" } ?? ""),"fieldsType":"FieldsV1",
        "fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:\(group)":{"k:{\\"name\\":\\"\(key)\\"}":{"f:\(field)":{}}}}}}}}
        """
    }

    @Test func whoOwnsTheImageFieldWroteIt() throws {
        let found = try deployment(
            [
                entry("kubectl-client-side-apply", "2026-01-05T10:00:00Z", "containers", "web", "image"),
                entry("kubectl-scale", "2026-01-07T10:00:00Z", "containers", "web", "resources"),
                entry("argocd-controller", "2026-01-06T10:00:00Z", "initContainers", "first", "image"),
                """
                {"manager":"helm","fieldsV1":{"f:spec":{"f:template":{"f:spec":{"f:volumes":{"k:{\\"name\\":\\"model\\"}":
                {"f:image":{"f:reference":{}}}}}}}}}
                """,
                "{\"manager\":\"kube-controller-manager\",\"fieldsV1\":{\"f:status\":{}}}",
            ].joined(separator: ","))
        #expect(found.map(\.setBy) == ["argocd-controller", "kubectl-client-side-apply", nil, "helm"])
        #expect(
            found.map(\.setAt) == [Instant("2026-01-06T10:00:00Z"), Instant("2026-01-05T10:00:00Z"), nil, nil] as [Instant?])
    }

    @Test func ofSeveralThatOwnItWhoWroteLast() throws {
        let found = try deployment(
            [
                entry("b", "2026-01-06T10:00:00Z", "containers", "web", "image"),
                entry("a", "2026-01-05T10:00:00Z", "containers", "web", "image"),
            ].joined(separator: ","))
        #expect(found[1].setBy == "b")
    }

    @Test func whereTheyAreHiddenNothingIsKnown() throws {
        #expect(try deployment(nil).allSatisfy { $0.setBy == nil && $0.setAt == nil })
    }

    @Test func anImageTellsItsIndexesMembersAndItsLocalID() throws {
        let digest = { (letter: String) in "sha256:" + String(repeating: letter, count: 64) }
        let snapshot = try readText(
            """
            {"kind":"List","apiVersion":"v1","items":[{"kind":"ImageStreamTag","apiVersion":"image.openshift.io/v1",
            "metadata":{"name":"web:1","namespace":"shop"},"image":{"metadata":{"name":"\(digest("1"))"},
            "dockerImageManifests":[{"digest":"\(digest("2"))","architecture":"amd64"},{"digest":"\(digest("3"))"}]}},
            {"kind":"ImageStreamTag","apiVersion":"image.openshift.io/v1","metadata":{"name":"web:2","namespace":"shop"},
            "image":{"metadata":{"name":"\(digest("2"))"},"dockerImageMetadata":{"Id":"\(digest("a"))"}}}]}
            """
        ).snapshot()
        let images = Dictionary(snapshot.images.map { ($0.digest, $0) }) { first, _ in first }
        #expect(images[digest("1")]?.manifests == [digest("2"), digest("3")])
        #expect(images[digest("2")]?.localID == digest("a"))
    }
}
