internal import Model
internal import Texts

/// The YAML that grants all that a snapshot asks for, ready for `oc apply -f -` by somebody who may grant it.
///
/// It is the whole role each time, whatever of it is granted already: to apply it takes no right away. Its name is the subject's, so
/// that what is granted to one stays as it is when another is granted something. Where nobody knows whom to grant it to, its name is
/// empty, which the server refuses.
///
/// https://kubernetes.io/docs/reference/access-authn-authz/rbac/
public struct RightsManifest: Sendable {
    private let kinds: [ObjectKind]
    private let places: [String?]
    private let user: String?
    private let isFollowed: Bool

    /// A name that is left empty, for whoever applies the YAML to fill in.
    public enum Gap: Sendable {
        /// What the role and its binding are called.
        case roleName
        /// Whom it is granted.
        case subject
    }

    /// - Parameters:
    ///   - kinds: What is listed.
    ///   - isFollowed: Whether it is watched, too.
    ///   - places: The namespaces it is granted in, nil being all at once.
    ///   - user: Whom to grant it, as the server calls it: `system:serviceaccount:NS:NAME` or a user's name.
    init(_ kinds: [ObjectKind], in places: [String?], user: String?, isFollowed: Bool = false) {
        self.kinds = kinds
        self.isFollowed = isFollowed
        self.places = places
        // To grant anything to whoever does not say who they are would open it to everybody.
        self.user = user == "system:anonymous" || user?.isEmpty == true ? nil : user
    }

    /// The YAML.
    ///
    /// - Parameter comment: What stands behind a name that is left empty, as a comment: one line.
    public func yaml(_ comment: (Gap) -> String) -> String {
        let (name, subject) = (name ?? "\"\"  # \(comment(.roleName))", subject ?? user(named: "\"\"  # \(comment(.subject))"))
        return places.flatMap { documents(rights(in: $0), in: $0, name, subject) }.joined(separator: "---\n")
    }

    private func rights(in namespace: String?) -> [AccessRight] {
        let rights = AccessRight.all(kinds, in: namespace)
        guard isFollowed else { return rights }
        return rights
            + rights.filter { $0.verb == "list" && kinds.map(\.resource).contains($0.resource) }.map { right in
                var right = right
                right.verb = "watch"
                return right
            }
    }

    /// `isinventory:lab:reader` of a service account, `isinventory-user:alice` of anybody else, nil where it is not known of whom.
    private var name: String? {
        guard let user else { return nil }
        let account = Self.serviceAccount(user)
        let plain = account.map { "isinventory:\($0.namespace):\($0.name)" } ?? "isinventory-user:\(user)"
        // A role's name is part of a path.
        let isSafe = plain.unicodeScalars.allSatisfy { $0.isASCII && $0.value > 0x20 && !"/%\"\\".unicodeScalars.contains($0) }
        return quoted(isSafe ? plain : "isinventory-user:" + user.utf8.map { String($0, radix: 16) }.joined())
    }

    private static func serviceAccount(_ user: String) -> (namespace: String, name: String)? {
        let parts = user.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" else { return nil }
        return (parts[2], parts[3])
    }

    private func documents(
        _ rights: [AccessRight], in namespace: String?, _ name: String, _ subject: String
    ) -> [String] {
        let kind = namespace == nil ? "ClusterRole" : "Role"
        let place = namespace.map { "\n  namespace: \(quoted($0))" } ?? ""
        let role = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: \(kind)
            metadata:
              name: \(name)\(place)
            rules:
            \(rules(rights))

            """
        let binding = """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: \(kind)Binding
            metadata:
              name: \(name)\(place)
            roleRef:
              apiGroup: rbac.authorization.k8s.io
              kind: \(kind)
              name: \(name)
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

    private var subject: String? {
        guard let user else { return nil }
        if let account = Self.serviceAccount(user) {
            return """
                  - kind: ServiceAccount
                    name: \(quoted(account.name))
                    namespace: \(quoted(account.namespace))
                """
        }
        return self.user(named: quoted(user))
    }

    private func user(named name: String) -> String {
        """
          - apiGroup: rbac.authorization.k8s.io
            kind: User
            name: \(name)
        """
    }

    /// Names come from a server and are not trusted: JSON's strings are YAML's too.
    private func quoted(_ name: String) -> String { JSONString.plain(String(name.printable)) }
}
