import CollectorWords
import Model
import Testing

@testable import Collector

/// A dump never claims that it looked where it did not.
@Suite struct DumpClaimTests {
    private static func web(_ name: String = "web", in namespace: String = "shop") -> String {
        BadInputTests.deployment(name, in: namespace)
    }

    private static func list(_ items: [String], _ kind: String = "List", _ group: String = "v1") -> String {
        "{\"kind\":\"\(kind)\",\"apiVersion\":\"\(group)\",\"items\":[\(items.joined(separator: ","))]}"
    }

    private static func typed(_ items: [String]) -> String { list(items, "DeploymentList", "apps/v1") }

    private func scopes(_ collected: Collected) throws -> Set<String> {
        Set(try collected.snapshot().coverage.map { "\($0.kind.title) \($0.namespace ?? "*") \($0.outcome.rawValue)" })
    }

    // Must-gathers and `oc adm inspect`.

    @Test func anInspectionOfTwoNamespacesCoversThoseTwoByWhatIsThere() throws {
        let folder = try TemporaryFolder()
        try folder.write("i/timestamp", "2026-01-05 10:14:04.3 +0000 UTC m=+2.0")
        try folder.write("i/namespaces/shop/apps/deployments.yaml", Self.typed([Self.web()]))
        try folder.write("i/namespaces/shop/apps/statefulsets.yaml", Self.list([], "StatefulSetList", "apps/v1"))
        try folder.write("i/namespaces/bill/apps/deployments.yaml", Self.typed([]))
        try folder.write("i/namespaces/dark/core/secrets.yaml", "not: read")
        let collected = try read(folder.path + "/i", scope: nil)
        #expect(
            try scopes(collected) == [
                "Deployment shop complete", "StatefulSet shop complete", "Deployment bill complete",
            ])
    }

    @Test func aClaimOfAllNamespacesIsSaidBackAndHoldsForKindsThatEachFolderHas() throws {
        let folder = try TemporaryFolder()
        try folder.write("i/namespaces/shop/apps/deployments.yaml", Self.typed([Self.web()]))
        try folder.write("i/namespaces/shop/apps/statefulsets.yaml", Self.list([], "StatefulSetList", "apps/v1"))
        try folder.write("i/namespaces/bill/apps/deployments.yaml", Self.typed([]))
        let collected = try read(folder.path + "/i", scope: .all)
        #expect(try scopes(collected) == ["Deployment * complete", "StatefulSet shop complete"])
        #expect(collected.notices.contains { $0.contains("-A says") && $0.contains("deployments") })
    }

    @Test func aNamespaceThatATreeHoldsNoFolderOfIsSaid() throws {
        let folder = try TemporaryFolder()
        try folder.write("i/namespaces/shop/apps/deployments.yaml", Self.typed([Self.web()]))
        let collected = try read(folder.path + "/i", scope: .namespaces(["shop", "gone"]))
        #expect(try scopes(collected) == ["Deployment shop complete"])
        #expect(collected.notices.contains { $0.contains("no folder of gone") })
    }

    @Test func singleObjectsOfATreeCoverNothingHoweverTheyAreCalled() throws {
        let folder = try TemporaryFolder()
        for name in ["is", "deployments", "deployment", "web"] {
            try folder.write("i/namespaces/shop/apps/deployments/\(name).yaml", Self.web(name))
        }
        let collected = try read(folder.path + "/i", scope: nil)
        #expect(try collected.snapshot().workloads.count == 4)
        #expect(try scopes(collected).isEmpty)
    }

    @Test func aListOfOtherNamespacesInOnesFolderCoversNone() throws {
        let folder = try TemporaryFolder()
        try folder.write("i/namespaces/all/apps/deployments.yaml", Self.typed([Self.web(), Self.web("api", in: "bill")]))
        let collected = try read(folder.path + "/i", scope: nil)
        #expect(try collected.snapshot().workloads.count == 2)
        #expect(try scopes(collected).isEmpty)
        #expect(collected.notices.contains { $0.contains("another's objects") })
    }

    @Test func aFileOrFolderOfATreeNamedByItselfIsStillOneNamespaces() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("i/namespaces/shop/apps/deployments.yaml", Self.typed([Self.web()]))
        for path in [
            file, folder.path + "/i/namespaces", folder.path + "/i/namespaces/shop", folder.path + "/i/namespaces/shop/apps",
        ] {
            #expect(try scopes(read(path, scope: nil)) == ["Deployment shop complete"], "\(path)")
        }
    }

    // Names of files.

    @Test(arguments: [
        "deployment.yaml", "deploy.yaml", "Deployment.yaml", "deployment.apps.yaml", "deployments.json", "sts.json",
    ])
    func aSingleObjectsFileCoversNothing(_ name: String) throws {
        let collected = try readText(Self.web(), as: name)
        #expect(try scopes(collected).isEmpty)
        #expect(collected.notices.contains { $0.contains("1 Deployment outside any list") })
    }

    @Test func severalSingleObjectsCoverNothingEither() throws {
        #expect(try scopes(readText(Self.web() + Self.web("api"), as: "deployments.json")).isEmpty)
        #expect(try scopes(readText("---\n\(Self.web())\n---\n\(Self.web("api"))\n", as: "deployments.yaml")).isEmpty)
    }

    @Test func velerosLayoutCallsFilesAfterObjects() throws {
        let folder = try TemporaryFolder()
        for version in ["", "/v1-preferredversion"] {
            let path = "v/resources/deployments.apps\(version)/namespaces/shop"
            for name in ["is", "deploy", "deployments"] { try folder.write("\(path)/\(name).json", Self.web(name)) }
        }
        try folder.write("v/metadata/version", "1.1.0")
        let collected = try read(folder.path + "/v")
        #expect(try collected.snapshot().workloads.count == 3)
        #expect(try scopes(collected).isEmpty)
    }

    @Test func aListOfOtherThingsDoesNotCoverWhatItsFileIsNamedFor() throws {
        let kruise =
            "{\"kind\":\"StatefulSet\",\"apiVersion\":\"apps.kruise.io/v1beta1\",\"metadata\":{\"name\":\"x\",\"namespace\":\"n\"}}"
        let error = #expect(throws: SourceError.self) { try readText(Self.list([kruise]), as: "statefulsets.json") }
        #expect(error?.reason.contains("StatefulSet.apps.kruise.io") == true)
        #expect(error?.reason.contains("StatefulSet (apps)") == true)
        let collected = try readText(Self.list([kruise, Self.web()]))
        #expect(try scopes(collected) == ["Deployment * complete"])
        #expect(collected.notices.contains("1 StatefulSet.apps.kruise.io object is not part of the record"))
    }

    // Lists in lists.

    @Test func listsInListsAreFlattened() throws {
        let inner = Self.list([Self.list([Self.web("deep")]), Self.typed([Self.web("typed")])])
        let nested = try readText(Self.list([Self.web("z"), inner, Self.list([Self.web("y")])]))
        #expect(try nested.snapshot().workloads.map(\.id.name) == ["deep", "typed", "y", "z"])
        #expect(try scopes(nested) == ["Deployment * complete"])
        #expect(nested.notices.isEmpty)
        let yaml = "kind: List\napiVersion: v1\nitems:\n- \(Self.list([Self.web()]))\nmetadata: {}\n"
        #expect(try readText(yaml, as: "dump.yaml").snapshot().workloads.count == 1)
    }

    @Test func anEmptyTypedListInAListCoversItsKindAndAnEmptyPlainOneNothing() throws {
        #expect(try scopes(readText(Self.list([Self.typed([])]))) == ["Deployment * complete"])
        let plain = try readText(Self.list([Self.list([])]))
        #expect(try scopes(plain).isEmpty)
        #expect(plain.notices.contains { $0.contains("empty list") })
        #expect(try scopes(readText(Self.list([Self.list([])]), as: "deployments.json")) == ["Deployment * complete"])
    }

    @Test func aPageInAListIsNotComplete() throws {
        let page =
            "{\"kind\":\"DeploymentList\",\"apiVersion\":\"apps/v1\",\"metadata\":{\"continue\":\"x\"},\"items\":[\(Self.web())]}"
        #expect(try scopes(readText(Self.list([page]))) == ["Deployment * failed"])
    }

    @Test func listsAreNotFollowedForEver() {
        let deep = (0..<40).reduce(Self.web()) { text, _ in Self.list([text]) }
        #expect(throws: SourceError.self) { try readText(deep) }
    }

    @Test func aListThatIsNotUnderstoodCoversNothing() throws {
        for text in [
            Self.list([Self.web()], "AppList", "example.io/v1"), Self.list([Self.web()], "StatefulSetList", "apps/v1"),
            Self.list([Self.web()], "DeploymentList", "example.io/v1"), Self.list([Self.web()], "Bundle", "example.io/v1"),
        ] {
            let collected = try readText(text)
            #expect(try scopes(collected).isEmpty, "\(text)")
            #expect(try collected.snapshot().workloads.count == 1)
            #expect(collected.notices.contains { $0.contains("it covers none") })
        }
        for items in ["{}", "\"x\"", "{\"a\":1}"] {
            #expect(throws: SourceError.self) { try readText("{\"kind\":\"DeploymentList\",\"items\":\(items)}") }
        }
    }

    // What else lies in a folder.

    @Test func filesThatAreNoKubernetesObjectsAreNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("deployments.json", Self.list([Self.web()]))
        try folder.write("version.json", "{\"clientVersion\":{\"major\":\"4\"},\"openshiftVersion\":\"4.14.1\"}")
        try folder.write("config.yml", "- a\n- b\n")
        try folder.write("values.yaml", "replicas: 3\n")
        try folder.write("list.json", "[1]")
        try folder.write("text.json", "\"4.14\"")
        try folder.write("drive.json", "{\"kind\":5}")
        let collected = try read(folder.path)
        #expect(try scopes(collected) == ["Deployment * complete"])
        let notice = try #require(collected.notices.first { $0.contains("no Kubernetes object") })
        #expect(notice.hasPrefix("6 files hold no Kubernetes object and were left out:") && notice.contains("config.yml"))
        try folder.write("broken.json", "{\"kind\":")
        #expect(throws: SourceError.self) { try read(folder.path) }
    }

    @Test func aFileThatIsNamedForAKindMustHoldIt() throws {
        for text in ["{\"openshiftVersion\":\"4.14.1\"}", "[]"] {
            let folder = try TemporaryFolder()
            try folder.write("a.json", Self.list([Self.web()]))
            try folder.write("imagestreams.json", text)
            #expect(throws: SourceError.self) { try read(folder.path) }
        }
    }

    @Test func aFolderOfNothingElseIsRefused() throws {
        let folder = try TemporaryFolder()
        try folder.write("version.json", "{}")
        #expect(throws: SourceError.self) { try read(folder.path) }
    }

    @Test(arguments: [
        "Error from server (Forbidden): deployments.apps is forbidden",
        "error: You must be logged in to the server (Unauthorized)",
        "Unable to connect to the server: dial tcp", "No resources found in shop namespace.",
    ])
    func whatOCSaidInsteadIsQuoted(_ text: String) {
        for name in ["dump.json", "dump.yaml", "dump.yml", "dump"] {
            let error = #expect(throws: SourceError.self) { try readText(text + "\n", as: name) }
            #expect(error?.reason.contains("“\(text.prefix(20))") == true, "\(name): \(error?.description ?? "")")
        }
    }

    @Test func linksToFoldersAreFollowedWithinTheDumpAndNamedOutside() throws {
        let folder = try TemporaryFolder()
        let outside = try TemporaryFolder()
        try outside.write("deployments.json", Self.list([Self.web("outside")]))
        try folder.write("..data/deployments.json", Self.list([Self.web("hidden")]))
        try folder.write("real/a.json", Self.list([Self.web("real")]))
        try folder.link("shown", to: "..data")
        try folder.link("again", to: "real")
        try folder.link("loop", to: ".")
        try folder.link("away", to: outside.path)
        let collected = try read(folder.path)
        #expect(try collected.snapshot().workloads.map(\.id.name) == ["hidden", "real"])
        #expect(collected.notices.contains { $0.contains("not followed: away") })
    }

    // Which cluster.

    private static func namespace(_ uid: String) -> String {
        "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"\(uid)\"}}"
    }

    @Test func whichClusterItIsIsReadFromListsAndTrees() throws {
        let version =
            "{\"kind\":\"ClusterVersion\",\"apiVersion\":\"config.openshift.io/v1\",\"metadata\":{\"name\":\"version\"},\"spec\":{\"clusterID\":\"c-1\"}}"
        let collected = try readText(Self.list([Self.web(), Self.namespace("u-1"), version]))
        #expect(collected.identity == ClusterIdentity(uid: "u-1", clusterID: "c-1"))
        let folder = try TemporaryFolder()
        try folder.write("m/q/namespaces/shop/apps/deployments.yaml", Self.typed([Self.web()]))
        try folder.write("m/q/namespaces/kube-system/kube-system.yaml", Self.namespace("u-2"))
        try folder.write(
            "m/q/cluster-scoped-resources/config.openshift.io/infrastructures.yaml",
            "kind: InfrastructureList\napiVersion: config.openshift.io/v1\nitems:\n- metadata: {name: cluster}\n  status: {infrastructureName: prod-x7}\n"
        )
        #expect(try read(folder.path + "/m", scope: nil).identity == ClusterIdentity(uid: "u-2", infrastructure: "prod-x7"))
        try folder.write("m/r/namespaces/kube-system/kube-system.yaml", Self.namespace("u-3"))
        let error = #expect(throws: SourceError.self) { try read(folder.path + "/m", scope: nil) }
        #expect(error?.reason.contains("u-2") == true && error?.reason.contains("u-3") == true)
    }

    // When.

    @Test func aTreesOwnTimeIsItsTime() throws {
        let now = try #require(Instant("2026-02-01T00:00:00Z"))
        func taken(_ files: [String: String]) throws -> String {
            let folder = try TemporaryFolder()
            try folder.write("i/namespaces/shop/apps/deployments.yaml", Self.typed([Self.web()]))
            for (name, text) in files { try folder.write("i/\(name)", text) }
            let collected = try FileSource(.path(folder.path + "/i"), scope: nil).read(cluster: "c", now: now)
            return collected.header.takenAt.description
        }
        #expect(try taken(["timestamp": "2021-09-14 14:43:44.05 +0000 UTC m=+1.4"]) == "2021-09-14T14:43:44Z")
        let events = "<td>2026-01-07T01:02:03Z</td><td>ends 2026-01-30T00:00:00Z soon</td><td>2026-01-06T00:00:00Z</td>"
        let log = "2026-01-08T00:00:00.5Z one\n2026-01-09T00:00:00Z two\n2099-01-01T00:00:00Z three\nthree\n"
        #expect(try taken(["event-filter.html": events, "x/current.log": log]) == "2026-01-07T01:02:03Z")
        #expect(try taken(["x/current.log": log]) == "2026-01-09T00:00:00Z")
        // Its files are of today, which is far from that "now".
        #expect(throws: SourceError.self) { try taken([:]) }
        #expect(throws: SourceError.self) { try taken(["timestamp": "2026-02-02 00:00:01 +0000 UTC"]) }
    }

    // Where a cut cannot be seen.

    @Test func whatYAMLCannotTellIsSaid() throws {
        let single =
            "apiVersion: apps/v1\nkind: Deployment\n" + "metadata: {name: web, namespace: shop}\n"
            + "spec: {template: {spec: {containers: [{name: c, image: 'web:1'}]}}}\n"
        #expect(try readText(single, as: "web.yaml").notices.contains { $0.contains("JSON (-o json) can") })
        let sorted = "apiVersion: v1\nitems:\n- \(Self.web())\nkind: List\n"
        #expect(try readText(sorted, as: "dump.yaml").notices.isEmpty)
        let open = "apiVersion: v1\nkind: List\nitems:\n- \(Self.web())\n"
        #expect(try readText(open, as: "dump.yaml").notices.contains { $0.contains("JSON (-o json) can") })
        #expect(try !readText(Self.web()).notices.contains { $0.contains("YAML") })
    }
}
