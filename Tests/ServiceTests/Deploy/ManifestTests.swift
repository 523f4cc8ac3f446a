import Foundation
import Testing
import Yams

@testable import Service

@Suite("What deploy/ puts into a cluster")
struct ManifestTests {
    @Test("every manifest parses, names itself, and has kind and version")
    func parses() throws {
        let all = try Manifest.all()
        #expect(
            Set(all.map(\.kind)) == [
                "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding", "PersistentVolumeClaim",
                "Deployment",
                "CronJob", "NetworkPolicy",
            ])
        for manifest in all {
            #expect(manifest.object["apiVersion"] is String && manifest.name == "isinventory", "\(manifest.source)")
            let isPlaced = !["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"].contains(manifest.kind)
            #expect((manifest.namespace == "isinventory") == isPlaced, "\(manifest.source)")
        }
    }

    @Test("what is referred to is there: accounts, roles, claims, volumes, ports, labels")
    func references() throws {
        let all = try Manifest.all()
        for binding in all where binding.kind.hasSuffix("RoleBinding") || binding.kind == "RoleBinding" {
            #expect(
                all.contains {
                    $0.kind == binding.at("roleRef", "kind") as? String && $0.name == binding.at("roleRef", "name") as? String
                })
            let subject = try #require((binding.object["subjects"] as? [[String: Any]])?.first)
            #expect(
                all.contains {
                    $0.kind == "ServiceAccount" && $0.name == subject["name"] as? String
                        && $0.namespace == subject["namespace"] as? String
                })
        }
        for maker in all where maker.podSpec != nil {
            let pod = try #require(maker.podSpec)
            #expect(all.contains { $0.kind == "ServiceAccount" && $0.name == pod["serviceAccountName"] as? String })
            let volumes = try #require(pod["volumes"] as? [[String: Any]])
            let mounts = try #require(maker.containers.first?["volumeMounts"] as? [[String: Any]])
            #expect(Set(volumes.compactMap { $0["name"] as? String }) == Set(mounts.compactMap { $0["name"] as? String }))
            let claims = volumes.compactMap { ($0["persistentVolumeClaim"] as? [String: Any])?["claimName"] as? String }
            #expect(
                !claims.isEmpty
                    && claims.allSatisfy { claim in all.contains { $0.kind == "PersistentVolumeClaim" && $0.name == claim } })
        }
    }

    @Test("pods are no root, keep nothing of root's, write to nothing but their volumes, and say what they take")
    func hardened() throws {
        for maker in try Manifest.all() where maker.podSpec != nil {
            let pod = try #require(maker.podSpec?["securityContext"] as? [String: Any])
            #expect(pod["runAsNonRoot"] as? Bool == true)
            #expect((pod["seccompProfile"] as? [String: Any])?["type"] as? String == "RuntimeDefault")
            #expect(maker.containers.count == 1)
            let own = try #require(maker.containers.first?["securityContext"] as? [String: Any])
            #expect(own["readOnlyRootFilesystem"] as? Bool == true && own["allowPrivilegeEscalation"] as? Bool == false)
            #expect((own["capabilities"] as? [String: Any])?["drop"] as? [String] == ["ALL"])
            let resources = try #require(maker.containers.first?["resources"] as? [String: [String: Any]])
            #expect(resources["requests"]?["cpu"] != nil && resources["requests"]?["memory"] != nil)
            #expect(resources["limits"]?["memory"] != nil)
        }
    }

    @Test("there is never more than one writer of the record")
    func oneWriter() throws {
        let deployment = try Manifest.one("Deployment", of: "deployment.yaml")
        #expect(deployment.at("spec", "strategy", "type") as? String == "Recreate")
        #expect(deployment.at("spec", "replicas") as? Int == 1)
        let cronJob = try Manifest.one("CronJob", of: "cronjob.yaml")
        #expect(cronJob.at("spec", "concurrencyPolicy") as? String == "Forbid")
        #expect(cronJob.at("spec", "jobTemplate", "spec", "backoffLimit") as? Int == 0)
        #expect(
            cronJob.containers.first?["args"] as? [String] == [
                "collect", "--all-namespaces", "--cluster=prod", "--db=/data/isinventory.db",
            ])
    }

    @Test("the port that is listened at is the one probed and let through, and the end has time enough")
    func port() throws {
        let deployment = try Manifest.one("Deployment", of: "deployment.yaml")
        let container = try #require(deployment.containers.first)
        let argument = try #require((container["args"] as? [String])?.first { $0.hasPrefix("--listen=") })
        let address = try #require(ListenAddress(String(argument.dropFirst("--listen=".count))))
        #expect((container["ports"] as? [[String: Any]])?.first?["containerPort"] as? Int == address.port)
        let policy = try Yams.dump(object: Manifest.one("NetworkPolicy", of: "deployment.yaml").object)
        #expect(policy.contains("port: \(address.port)"))
        let pages = StatusPages(board: FigureBoard([], time: SystemTime()), version: "") { nil }
        for (probe, path) in [("startupProbe", "/healthz"), ("livenessProbe", "/healthz"), ("readinessProbe", "/readyz")] {
            let request = try #require((container[probe] as? [String: Any])?["httpGet"] as? [String: Any])
            #expect(request["path"] as? String == path && request["port"] as? String == "metrics")
            #expect(pages.answer(path).status == 200)
        }
        let grace = try #require(deployment.podSpec?["terminationGracePeriodSeconds"] as? Int)
        #expect(CollectorService.finishing + CollectorService.abandoning < .seconds(grace))
    }
}
