import Foundation
import Testing
import Web

@Suite("The pages behind OpenShift's oauth-proxy", .enabled(if: Kubectl.isNewEnough, Kubectl.needed))
struct OAuthTests {
    private func one(_ kind: String) throws -> Manifest { try Manifest.one(kind, of: "overlays/openshift-serve-oauth") }

    private func argument(_ name: String, of container: [String: Any]) throws -> String {
        let arguments = try #require(container["args"] as? [String])
        return try #require(arguments.first { $0.hasPrefix("\(name)=") }.map { String($0.dropFirst(name.count + 1)) }, "\(name)")
    }

    @Test("only the proxy reaches the pages, and nobody is answered without its word")
    func within() throws {
        let deployment = try one("Deployment")
        let (collector, proxy) = (try #require(deployment.collector), try #require(deployment.containers.last))
        let address = try #require(ListenAddress(argument("--serve", of: collector)))
        #expect(address.isLoopback)
        #expect(try argument("--upstream", of: proxy) == "http://\(address)")
        #expect(try argument("--serve-access", of: collector) == "proxy:127.0.0.1")
        // The name that the proxy asks by is one that is always answered.
        #expect(try argument("--pass-host-header", of: proxy) == "false")
        #expect(try argument("--pass-user-headers", of: proxy) == "true")
        #expect(try argument("--http-address", of: proxy).isEmpty)
    }

    @Test("from the route to the proxy all names fit, by TLS; no secret is part of the manifests")
    func names() throws {
        let (deployment, service, route) = (try one("Deployment"), try one("Service"), try one("Route"))
        let proxy = try #require(deployment.containers.last)
        let port = try #require((proxy["ports"] as? [[String: Any]])?.first)
        let served = try #require((service.at("spec", "ports") as? [[String: Any]])?.first)
        #expect(served["targetPort"] as? String == port["name"] as? String)
        #expect(route.at("spec", "port", "targetPort") as? String == served["name"] as? String)
        #expect(route.at("spec", "to", "name") as? String == service.name)
        #expect(route.at("spec", "tls", "termination") as? String == "reencrypt")
        #expect(try argument("--https-address", of: proxy) == ":\(try #require(port["containerPort"] as? Int))")
        let selector = try #require(service.at("spec", "selector") as? [String: String])
        let labels = try #require(deployment.at("spec", "template", "metadata", "labels") as? [String: String])
        #expect(selector.allSatisfy { labels[$0] == $1 })
        let account = try one("ServiceAccount")
        #expect(try argument("--openshift-service-account", of: proxy) == account.name)
        let annotations = try #require(account.at("metadata", "annotations") as? [String: String])
        let reference = try #require(
            annotations.first { $0.key.hasPrefix("serviceaccounts.openshift.io/oauth-redirectreference.") }?.value)
        let leads = try #require(try JSONSerialization.jsonObject(with: Data(reference.utf8)) as? [String: Any])
        #expect(leads["reference"] as? [String: String] == ["kind": "Route", "name": try #require(route.name)])
        let review = try #require(
            try JSONSerialization.jsonObject(with: Data(argument("--openshift-sar", of: proxy).utf8)) as? [String: String])
        #expect(review["resourceName"] == service.name && review["namespace"] == service.namespace && review["verb"] == "get")
        let volumes = try #require(deployment.podSpec?["volumes"] as? [[String: Any]])
        let secrets = volumes.compactMap { ($0["secret"] as? [String: String])?["secretName"] }
        let certificate = (service.at("metadata", "annotations") as? [String: String])?[
            "service.beta.openshift.io/serving-cert-secret-name"]
        #expect(Set(secrets) == ["isinventory-oauth", certificate])
        #expect(!(try Manifest.of("overlays/openshift-serve-oauth").contains { $0.kind == "Secret" }))
        let policy = try #require(try one("NetworkPolicy").at("spec", "ingress") as? [[String: Any]])
        #expect(
            policy.contains {
                ($0["ports"] as? [[String: Any]])?.contains { $0["port"] as? Int == port["containerPort"] as? Int } == true
            })
    }
}
