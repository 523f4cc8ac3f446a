/// The YAML that grants rights which were found to be missing, ready for `oc apply -f -` by somebody who may grant them.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/
struct RightsManifest {
    private let rights: [AccessRight]
    private let user: String?

    /// - Parameter user: Whom to grant them, as the server calls it: `system:serviceaccount:NS:NAME` or a user's name.
    init(_ rights: [AccessRight], user: String?) {
        self.rights = rights
        self.user = user
    }

    var yaml: String {
        let places = Set(rights.map(\.namespace)).sorted { ($0 ?? "") < ($1 ?? "") }
        return places.flatMap { place in documents(rights.filter { $0.namespace == place }, in: place) }
            .joined(separator: "---\n")
    }

    private func documents(_ rights: [AccessRight], in namespace: String?) -> [String] {
        let kind = namespace == nil ? "ClusterRole" : "Role"
        let place = namespace.map { "\n  namespace: \(quoted($0))" } ?? ""
        let role = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: \(kind)
            metadata:
              name: isinventory-reader\(place)
            rules:
            \(rules(rights))

            """
        let binding = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: \(kind)Binding
            metadata:
              name: isinventory-reader\(place)
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: \(kind)
              name: isinventory-reader
            subjects:
            \(subject)

            """
        return [role, binding]
    }

    private func rules(_ rights: [AccessRight]) -> String {
        struct Rule: Hashable {
            var group, verb: String
            var name: String?
        }
        let rules = Dictionary(grouping: rights) { Rule(group: $0.group, verb: $0.verb, name: $0.name) }
        return rules.sorted { ($0.key.group, $0.key.verb) < ($1.key.group, $1.key.verb) }.map { rule, rights in
            let resources = Set(rights.map(\.resource)).sorted().joined(separator: ", ")
            let names = rule.name.map { "\n    resourceNames: [\($0)]" } ?? ""
            return """
                  - apiGroups: [\(rule.group.isEmpty ? "\"\"" : rule.group)]
                    resources: [\(resources)]\(names)
                    verbs: [\(rule.verb)]
                """
        }.joined(separator: "\n")
    }

    private var subject: String {
        let parts = (user ?? "").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        if parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" {
            return """
                  - kind: ServiceAccount
                    name: \(quoted(parts[3]))
                    namespace: \(quoted(parts[2]))
                """
        }
        return """
              - apiGroup: rbac.authorization.k8s.io
                kind: User
                name: \(quoted(user ?? "WHO"))
            """
    }

    /// Names come from a server and are not trusted: JSON's strings are YAML's too.
    private func quoted(_ name: String) -> String { jsonString(String(name.printable)) }
}
