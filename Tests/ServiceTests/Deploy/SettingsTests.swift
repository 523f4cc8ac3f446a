import Foundation
import Testing

@Suite("What differs from one cluster to the next, said in one place", .enabled(if: Kubectl.isNewEnough, Kubectl.needed))
struct SettingsTests {
    private func one(_ kind: String, _ all: [Manifest]) throws -> Manifest { try #require(all.first { $0.kind == kind }) }

    @Test("every setting of settings.env is used, and what is not set there is not asked for")
    func used() throws {
        let names = Set(
            try Repository.text("deploy/base/settings.env").split(separator: "\n").filter { !$0.hasPrefix("#") }
                .compactMap { $0.split(separator: "=").first.map(String.init) })
        #expect(names.isSuperset(of: ["CLUSTER", "EVERY", "IMAGE", "MEMORY", "STORAGE"]))
        let carried = Set(
            try Repository.text("deploy/components/settings/kustomization.yaml").matches(of: /data\.([A-Z_]+)/).map {
                String($0.1)
            })
        var asked: Set<String> = []
        for overlay in try Manifest.overlays {
            let all = try Manifest.of(overlay)
            let settings = try one("ConfigMap", all).at("data") as? [String: String]
            let inArguments = Set(try Manifest.rendered(overlay).matches(of: /\$\(([A-Z_]+)\)/).map { String($0.1) })
            #expect(inArguments.isSubset(of: Set((settings ?? [:]).keys)), "\(overlay)")
            asked.formUnion(inArguments)
        }
        #expect(names.isSubset(of: carried.union(asked)))
    }

    @Test("an overlay of one's own changes name, period, sizes, image and namespace in as many lines")
    func own() throws {
        let all = try Manifest.ofOverlay(
            """
            namespace: images
            resources: [deploy/overlays/openshift]
            components: [deploy/components/settings]
            configMapGenerator:
              - name: isinventory-settings
                behavior: merge
                literals: [CLUSTER=zone1, EVERY=1h, STORAGE=20Gi, MEMORY=512Mi, IMAGE=registry.example.com/tools/isinventory:0.1.1]
            """)
        let settings = try one("ConfigMap", all)
        #expect(settings.at("data", "CLUSTER") as? String == "zone1" && settings.at("data", "EVERY") as? String == "1h")
        #expect(try one("PersistentVolumeClaim", all).at("spec", "resources", "requests", "storage") as? String == "20Gi")
        let collector = try #require(try one("Deployment", all).collector)
        #expect((collector["resources"] as? [String: [String: Any]])?["limits"]?["memory"] as? String == "512Mi")
        #expect(collector["image"] as? String == "registry.example.com/tools/isinventory:0.1.1")
        // A collector reads its settings when it starts: another name of the map starts it again.
        #expect((collector["envFrom"] as? [[String: [String: String]]])?.first?["configMapRef"]?["name"] == settings.name)
        #expect(settings.name != (try Manifest.one("ConfigMap", of: "overlays/openshift").name))
        for manifest in all where manifest.kind != "ClusterRole" && manifest.kind != "ClusterRoleBinding" {
            #expect(manifest.namespace == "images")
        }
        let subjects = try #require(try one("ClusterRoleBinding", all).object["subjects"] as? [[String: Any]])
        #expect(subjects.count == 1 && subjects.first?["namespace"] as? String == "images")
    }

    @Test("the name that pages are asked by is said once")
    func name() throws {
        let all = try Manifest.ofOverlay(
            """
            resources: [deploy/overlays/kubernetes-serve]
            components: [deploy/components/settings]
            configMapGenerator:
              - name: isinventory-settings
                namespace: isinventory
                behavior: merge
                literals: [SERVE_HOST=images.example.net]
            """)
        let ingress = try one("Ingress", all)
        #expect((ingress.at("spec", "rules") as? [[String: Any]])?.first?["host"] as? String == "images.example.net")
        #expect((ingress.at("spec", "tls") as? [[String: Any]])?.first?["hosts"] as? [String] == ["images.example.net"])
    }

    @Test("a collector of some namespaces has no right over the cluster, and looks at those it is given")
    func someNamespaces() throws {
        for platform in ["openshift", "kubernetes"] {
            let all = try Manifest.of("overlays/\(platform)-namespaces")
            #expect(!all.contains { $0.kind.hasPrefix("ClusterRole") })
            #expect(try one("ConfigMap", all).at("data", "SCOPE") as? String == "--namespace=shop,blog")
        }
    }

    @Test("the version in deploy/ is the program's")
    func version() throws {
        let version = try #require(
            try Repository.text("Sources/isinventory/Terminal/Program.swift").firstMatch(of: /static let version = "([^"]+)"/)?.1)
        #expect(try Repository.text("deploy/base/settings.env").contains("\nIMAGE=isinventory:\(version)\n"))
    }
}
