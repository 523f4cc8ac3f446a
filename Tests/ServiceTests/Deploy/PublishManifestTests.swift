import Foundation
import Testing

@Suite("Collectors that publish to a fleet", .enabled(if: Kubectl.isNewEnough, Kubectl.needed))
struct PublishManifestTests {
    @Test(
        "where to, as whom and by what password stands in a secret's file, and nowhere else",
        arguments: ["openshift", "kubernetes"])
    func secret(platform: String) throws {
        try expectPublishing(Manifest.of("overlays/\(platform)-publish"), maker: "Deployment")
    }

    @Test("so it is where a CronJob takes single looks")
    func single() throws {
        try expectPublishing(
            Manifest.ofOverlay(
                """
                resources: [deploy/overlays/openshift-cronjob]
                components: [deploy/components/publish]
                """), maker: "CronJob")
    }

    private func expectPublishing(_ all: [Manifest], maker kind: String) throws {
        #expect(!all.contains { $0.kind == "Secret" })
        let maker = try #require(all.first { $0.kind == kind })
        let collector = try #require(maker.collector)
        let arguments = try #require(collector["args"] as? [String])
        #expect(arguments.filter { $0.contains("postgresql") } == ["--publish-to=postgresql:///?service=isinventory"])
        let environment = try #require(collector["env"] as? [[String: Any]])
        #expect(environment.compactMap { $0["name"] as? String } == ["PGSERVICEFILE"])
        let mount = try #require((collector["volumeMounts"] as? [[String: Any]])?.first { $0["name"] as? String == "fleet" })
        let folder = try #require(mount["mountPath"] as? String)
        #expect(environment.first?["value"] as? String == "\(folder)/pg_service.conf" && mount["readOnly"] as? Bool == true)
        let volumes = try #require(maker.podSpec?["volumes"] as? [[String: Any]])
        let secret = try #require(volumes.first { $0["name"] as? String == "fleet" }?["secret"] as? [String: Any])
        #expect(secret["secretName"] as? String == "isinventory-fleet")
        // Not for everybody, but for the group that the pod is given.
        #expect(secret["defaultMode"] as? Int == 0o440)
        // What docs/deploying.md has people write is what is asked for.
        let words = try Repository.text("docs/deploying.md")
        #expect(words.contains("create secret generic isinventory-fleet") && words.contains("[isinventory]"))
    }
}
