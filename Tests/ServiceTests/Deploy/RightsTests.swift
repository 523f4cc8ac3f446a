import Testing

@Suite("The rights that deploy/ asks for")
struct RightsTests {
    /// What the collector asks of the API beside what every authenticated user may ask (discovery, its own projects).
    private static let asked: Set<Right> = [
        Right(verb: "list", group: "apps", resource: "deployments"), Right(verb: "list", group: "apps", resource: "statefulsets"),
        Right(verb: "list", group: "apps", resource: "daemonsets"), Right(verb: "list", group: "batch", resource: "cronjobs"),
        Right(verb: "list", group: "apps.openshift.io", resource: "deploymentconfigs"),
        Right(verb: "list", group: "image.openshift.io", resource: "imagestreams"),
        Right(verb: "get", group: "image.openshift.io", resource: "imagestreamtags"),
    ]

    @Test("the ClusterRole is exactly what is asked of all namespaces, and of kube-system its identity")
    func clusterRole() throws {
        let rights = try Manifest.one("ClusterRole", of: "rbac-cluster.yaml").rights
        #expect(Set(rights) == Self.asked.union([Right(verb: "get", group: "", resource: "namespaces", name: "kube-system")]))
        #expect(Set(rights).count == rights.count)
    }

    @Test("the Role is exactly what is asked of one namespace")
    func role() throws {
        let rights = try Manifest.one("Role", of: "rbac-namespace.yaml").rights
        #expect(Set(rights) == Self.asked)
    }

    @Test(
        "nothing is allowed that writes, nothing by a wildcard, no secrets, no pods",
        arguments: ["rbac-cluster.yaml", "rbac-namespace.yaml"])
    func least(file: String) throws {
        for manifest in try Manifest.of(file: file) where manifest.object["rules"] != nil {
            for right in try manifest.rights {
                #expect(["get", "list"].contains(right.verb), "\(right)")
                #expect(!["*", "secrets", "configmaps", "pods"].contains(right.resource) && right.group != "*", "\(right)")
            }
        }
    }
}
