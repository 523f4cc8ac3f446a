import Model
import Testing

@testable import Collector

@Suite("The rights that are missing are printed as YAML that grants them and nothing else")
struct ManifestTests {
    @Test("Rights over the cluster, for a service account")
    func cluster() {
        let manifest = RightsManifest(
            [
                AccessRight(listing: .deployment, in: nil), AccessRight(listing: .daemonSet, in: nil),
                AccessRight(group: "", resource: "namespaces", verb: "get", name: "kube-system"),
            ], user: "system:serviceaccount:lab:reader")
        #expect(
            manifest.yaml == """
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata:
                  name: isinventory-reader
                rules:
                  - apiGroups: [""]
                    resources: [namespaces]
                    resourceNames: [kube-system]
                    verbs: [get]
                  - apiGroups: [apps]
                    resources: [daemonsets, deployments]
                    verbs: [list]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata:
                  name: isinventory-reader
                roleRef:
                  apiGroup: rbac.authorization.k8s.io
                  kind: ClusterRole
                  name: isinventory-reader
                subjects:
                  - kind: ServiceAccount
                    name: "reader"
                    namespace: "lab"

                """)
    }

    @Test("Rights in a namespace, for a person whose name could break out of the YAML")
    func namespace() {
        let yaml = RightsManifest([AccessRight(listing: .imageStream, in: "shop")], user: "x\"\n- evil").yaml
        #expect(yaml.contains("kind: Role\nmetadata:\n  name: isinventory-reader\n  namespace: \"shop\""))
        #expect(yaml.contains(#"name: "x\"\\u{a}- evil""#))
        #expect(!yaml.contains("ClusterRole"))
    }
}
