import CollectorWords
import Model
import Testing

@testable import Collector

@Suite("The rights a snapshot needs are printed as YAML that grants them and nothing else, and takes none away")
struct ManifestTests {
    private let kinds: [ObjectKind] = [.deployment, .statefulSet, .daemonSet, .deploymentConfig, .cronJob, .imageStream]

    @Test("Over the cluster, for a service account: the whole role, under its own name")
    func cluster() {
        #expect(
            RightsManifest(kinds, in: [nil], user: "system:serviceaccount:lab:reader").yaml == """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata:
                  name: "isinventory:lab:reader"
                rules:
                  - apiGroups: [""]
                    resources: [namespaces]
                    resourceNames: [kube-system]
                    verbs: [get]
                  - apiGroups: [apps]
                    resources: [daemonsets, deployments, statefulsets]
                    verbs: [list]
                  - apiGroups: [apps.openshift.io]
                    resources: [deploymentconfigs]
                    verbs: [list]
                  - apiGroups: [batch]
                    resources: [cronjobs]
                    verbs: [list]
                  - apiGroups: [image.openshift.io]
                    resources: [imagestreamtags]
                    verbs: [get]
                  - apiGroups: [image.openshift.io]
                    resources: [imagestreams]
                    verbs: [list]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata:
                  name: "isinventory:lab:reader"
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: ClusterRole
                  name: "isinventory:lab:reader"
                subjects:
                  - kind: ServiceAccount
                    name: "reader"
                    namespace: "lab"

                """)
    }

    @Test("In namespaces, for a person whose name could break out of the YAML")
    func namespace() {
        let yaml = RightsManifest(kinds, in: ["shop", "blog"], user: "x\"\n- evil").yaml
        #expect(yaml.contains("  namespace: \"shop\"") && yaml.contains("  namespace: \"blog\""))
        #expect(yaml.contains(#"name: "x\"\\u{a}- evil""#))
        #expect(!yaml.contains("ClusterRole") && !yaml.contains("kube-system"))
    }

    @Test("Two subjects have two names, however alike they are called")
    func names() {
        let users = [
            "system:serviceaccount:lab:reader", "lab:reader", "system:serviceaccount:user:alice", "alice", "user:alice", "a/b",
            "a%b",
            "a b", "IAM#alice@example.org", "é",
        ]
        let names = users.map { user in
            RightsManifest(kinds, in: [nil], user: user).yaml.split(separator: "\n").first { $0.hasPrefix("  name: ") } ?? ""
        }
        #expect(Set(names).count == users.count)
        #expect(names.allSatisfy { !$0.contains("/") && !$0.contains("%") })
    }

    @Test(
        "Nobody known is nobody granted anything: the names are left empty, which a server refuses",
        arguments: [nil, "", "system:anonymous"])
    func hole(_ user: String?) {
        let yaml = RightsManifest(kinds, in: [nil], user: user).yaml
        #expect(yaml.contains("metadata:\n  name: \"\""))
        #expect(yaml.contains("kind: User\n    name: \"\""))
        #expect(yaml.contains("name: \"\"  # fill in, as isinventory:reader\n"))
        #expect(yaml.contains("name: \"\"  # fill in who collects\n"))
        #expect(!yaml.contains("anonymous"))
    }
}
