import Foundation
import Testing
import Web

@testable import Service

@Suite("What deploy/ puts into a cluster", .enabled(if: Kubectl.isNewEnough, Kubectl.needed))
struct ManifestTests {
    private static let folders = (try? Manifest.overlays + ["rights/namespace", "rights/namespace-follow"]) ?? []

    @Test("there is an overlay for each platform and choice, and all begin with the same base")
    func overlays() throws {
        for platform in ["openshift", "kubernetes"] {
            for choice in ["", "-namespaces", "-cronjob", "-monitoring"] {
                #expect(try Manifest.overlays.contains("overlays/\(platform)\(choice)"))
            }
        }
        #expect(try Manifest.overlays.contains("overlays/kubernetes-serve"))
        for overlay in try Manifest.overlays {
            #expect(try Repository.text("deploy/\(overlay)/kustomization.yaml").contains("- ../../base\n"), "\(overlay)")
            #expect(try Manifest.of(overlay).contains { $0.kind == "PersistentVolumeClaim" }, "\(overlay)")
        }
    }

    @Test("every object is what the API's own schema allows, and says whose it is", arguments: folders)
    func schema(folder: String) throws {
        let schemas = try Schemas()
        for manifest in try Manifest.of(folder) {
            #expect(schemas.faults(of: manifest.object) == [], "\(manifest.source)")
            #expect((manifest.at("metadata", "labels") as? [String: Any])?["app.kubernetes.io/name"] as? String == "isinventory")
            let isPlaced = !["ClusterRole", "ClusterRoleBinding"].contains(manifest.kind) && !folder.hasPrefix("rights/")
            #expect((manifest.namespace == "isinventory") == isPlaced, "\(manifest.source)")
        }
    }

    @Test("a field that is misspelt, of the wrong type, missing or of an unknown kind is found by the schema")
    func schemaFinds() throws {
        let schemas = try Schemas()
        var claim = try Manifest.one("PersistentVolumeClaim", of: "overlays/kubernetes").object
        #expect(schemas.faults(of: claim) == [])
        claim["spec"] = ["accessMode": ["ReadWriteOnce"], "storageClassName": 3]
        #expect(schemas.faults(of: claim) == [".spec.accessMode is not known", ".spec.storageClassName: 3 is no string"])
        var role = try Manifest.one("ClusterRole", of: "overlays/kubernetes").object
        role["rules"] = [["apiGroups": ["apps"]]]
        #expect(schemas.faults(of: role) == [".rules[0].verbs is missing"])
        role["kind"] = "ClusterRule"
        #expect(schemas.faults(of: role).count == 1)
    }

    @Test("kubectl takes every object, as far as it can tell without a cluster", arguments: folders)
    func dryRun(folder: String) throws {
        let objects = try Manifest.of(folder)
        let server = try DiscoveryServer()
        let run = try Tool.run(
            "kubectl", "--server", server.address, "--cache-dir", server.folder, "create", "--dry-run=client", "--validate=false",
            "--filename", "-", input: Manifest.rendered(folder), environment: ["KUBECONFIG": "/dev/null"])
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let created = run.output.split(separator: "\n")
        #expect(created.count == objects.count && created.allSatisfy { $0.hasSuffix(" created (dry run)") }, "\(run.output)")
    }

    @Test("what is referred to is there: accounts, roles, claims, settings, volumes")
    func references() throws {
        for folder in ManifestTests.folders where !folder.hasPrefix("rights/") {
            let all = try Manifest.of(folder)
            let named = { (kind: String, name: Any?) in all.contains { $0.kind == kind && $0.name == name as? String } }
            for binding in all where binding.kind.hasSuffix("RoleBinding") {
                #expect(named(binding.at("roleRef", "kind") as? String ?? "", binding.at("roleRef", "name")), "\(binding.source)")
                for subject in try #require(binding.object["subjects"] as? [[String: Any]])
                where subject["kind"] as? String == "ServiceAccount" {
                    #expect(named("ServiceAccount", subject["name"]) && subject["namespace"] as? String == "isinventory")
                }
            }
            for maker in all where maker.podSpec != nil {
                let pod = try #require(maker.podSpec)
                #expect(named("ServiceAccount", pod["serviceAccountName"]), "\(maker.source)")
                let volumes = try #require(pod["volumes"] as? [[String: Any]])
                let mounts = maker.containers.flatMap { $0["volumeMounts"] as? [[String: Any]] ?? [] }
                #expect(Set(volumes.compactMap { $0["name"] as? String }) == Set(mounts.compactMap { $0["name"] as? String }))
                let claims = volumes.compactMap { ($0["persistentVolumeClaim"] as? [String: Any])?["claimName"] }
                #expect(!claims.isEmpty && claims.allSatisfy { named("PersistentVolumeClaim", $0) })
                let sources = try #require(maker.collector?["envFrom"] as? [[String: [String: Any]]])
                #expect(sources.compactMap { $0["configMapRef"]?["name"] }.allSatisfy { named("ConfigMap", $0) })
            }
        }
    }

    @Test(
        "what is served is asked for by way of a Service, by the name that is answered, with a token that is no part of the manifests"
    )
    func served() throws {
        let all = try Manifest.of("overlays/kubernetes-serve")
        let one = { (kind: String) in try #require(all.first { $0.kind == kind }, "\(kind)") }
        let deployment = try one("Deployment")
        let container = try #require(deployment.collector)
        let arguments = try #require(container["args"] as? [String])
        let argument = { (flag: String) in
            try #require(arguments.first { $0.hasPrefix("\(flag)=") }.map { String($0.dropFirst(flag.count + 1)) }, "\(flag)")
        }
        let port = try #require(ListenAddress(try argument("--serve"))).port
        let ports = try #require(container["ports"] as? [[String: Any]])
        let named = try #require(ports.first { $0["containerPort"] as? Int == port }?["name"] as? String)
        let service = try #require(try one("Service").at("spec", "ports") as? [[String: Any]])
        #expect(service.first?["targetPort"] as? String == named)
        #expect(
            try one("Service").at("spec", "selector") as? [String: String]
                == deployment.at("spec", "selector", "matchLabels") as? [String: String])
        let host = try one("ConfigMap").at("data", "SERVE_HOST") as? String
        #expect(try argument("--serve-host") == "$(SERVE_HOST)")
        let rule = try #require((try one("Ingress").at("spec", "rules") as? [[String: Any]])?.first)
        let tls = try #require((try one("Ingress").at("spec", "tls") as? [[String: Any]])?.first)
        #expect(rule["host"] as? String == host && tls["hosts"] as? [String?] == [host])
        let paths = try #require((rule["http"] as? [String: Any])?["paths"] as? [[String: Any]])
        let backend = try #require((paths.first?["backend"] as? [String: Any])?["service"] as? [String: Any])
        #expect(backend["name"] as? String == (try one("Service").name))
        #expect((backend["port"] as? [String: Any])?["name"] as? String == service.first?["name"] as? String)
        // token:FILE, where the volume of the secret is.
        let file = try argument("--serve-access")
        let mount = try #require((container["volumeMounts"] as? [[String: Any]])?.first { $0["name"] as? String == "token" })
        #expect(file == "token:\(mount["mountPath"] as? String ?? "")/token")
        #expect(!all.contains { $0.kind == "Secret" })
        let policy = try one("NetworkPolicy").at("spec", "ingress") as? [[String: Any]]
        #expect(policy?.contains { ($0["ports"] as? [[String: Any]])?.contains { $0["port"] as? Int == port } == true } == true)
    }

    @Test(
        "pods are no root, keep nothing of root's, write to nothing but their volumes, and say what they take", arguments: folders
    )
    func hardened(folder: String) throws {
        for maker in try Manifest.of(folder) where maker.podSpec != nil {
            let pod = try #require(maker.podSpec?["securityContext"] as? [String: Any])
            #expect(pod["runAsNonRoot"] as? Bool == true)
            #expect((pod["seccompProfile"] as? [String: Any])?["type"] as? String == "RuntimeDefault")
            // OpenShift gives a group by itself and refuses another; elsewhere nobody but root could write to the volume.
            #expect((pod["fsGroup"] as? Int) == (folder.contains("openshift") ? nil : 65532), "\(folder)")
            try #require(maker.collector != nil)
            for container in maker.containers {
                let own = try #require(container["securityContext"] as? [String: Any])
                #expect(own["readOnlyRootFilesystem"] as? Bool == true && own["allowPrivilegeEscalation"] as? Bool == false)
                #expect((own["capabilities"] as? [String: Any])?["drop"] as? [String] == ["ALL"])
                let resources = try #require(container["resources"] as? [String: [String: Any]])
                #expect(resources["requests"]?["cpu"] != nil && resources["requests"]?["memory"] != nil)
                #expect(resources["limits"]?["memory"] != nil)
            }
        }
    }

    @Test("there is never more than one writer of the record", arguments: folders)
    func oneWriter(folder: String) throws {
        let writers = try Manifest.of(folder).filter { ($0.collector?["args"] as? [String])?.first == "collect" }
        #expect(writers.count == (folder.hasPrefix("rights/") ? 0 : 1))
        for writer in writers {
            if writer.kind == "CronJob" {
                #expect(writer.at("spec", "concurrencyPolicy") as? String == "Forbid")
                #expect(writer.at("spec", "jobTemplate", "spec", "backoffLimit") as? Int == 0)
                #expect(
                    writer.collector?["args"] as? [String] == [
                        "collect", "$(SCOPE)", "--cluster=$(CLUSTER)", "--db=/data/isinventory.db",
                    ])
            } else {
                #expect(writer.at("spec", "strategy", "type") as? String == "Recreate")
                #expect(writer.at("spec", "replicas") as? Int == 1)
            }
        }
    }

    @Test("the port that is listened at is the one probed and let through, and the end has time enough")
    func port() throws {
        let deployment = try Manifest.one("Deployment", of: "overlays/openshift")
        let container = try #require(deployment.collector)
        let argument = try #require((container["args"] as? [String])?.first { $0.hasPrefix("--listen=") })
        let address = try #require(ListenAddress(String(argument.dropFirst("--listen=".count))))
        #expect((container["ports"] as? [[String: Any]])?.first?["containerPort"] as? Int == address.port)
        let policy = try Manifest.one("NetworkPolicy", of: "overlays/openshift")
        let ingress = try #require(policy.at("spec", "ingress") as? [[String: Any]])
        #expect(ingress.contains { ($0["ports"] as? [[String: Any]])?.contains { $0["port"] as? Int == address.port } == true })
        let pages = StatusPages(board: MetricsRegistry([], time: SystemTime()), version: "") { nil }
        for (probe, path) in [("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")] {
            let request = try #require((container[probe] as? [String: Any])?["httpGet"] as? [String: Any])
            #expect(request["path"] as? String == path && request["port"] as? String == "metrics")
            #expect(pages.answer(to: path, isTrusted: true)?.status == 200)
        }
        let grace = try #require(deployment.podSpec?["terminationGracePeriodSeconds"] as? Int)
        #expect(CollectorService.finishing + CollectorService.abandoning < .seconds(grace))
    }
}
