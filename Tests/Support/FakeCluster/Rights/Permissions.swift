/// What a user may do, as RBAC grants it: nothing but what a rule allows.
package struct Permissions: Sendable, Equatable {
    /// One grant.
    package struct Rule: Sendable, Hashable {
        /// Verbs; `*` is any.
        package var verbs: Set<String>
        /// API groups; `*` is any.
        package var groups: Set<String>
        /// Plurals; `*` is any.
        package var resources: Set<String>
        /// Names; empty is any.
        package var names: Set<String>
        /// The namespace it was granted in, or nil for a grant in all of them.
        package var namespace: String?

        /// Grants something.
        package init(
            _ verbs: Set<String>, _ groups: Set<String>, _ resources: Set<String>, names: Set<String> = [],
            in namespace: String? = nil
        ) {
            self.verbs = verbs
            self.groups = groups
            self.resources = resources
            self.names = names
            self.namespace = namespace
        }

        func allows(_ access: Access) -> Bool {
            (verbs.contains("*") || verbs.contains(access.verb)) && (groups.contains("*") || groups.contains(access.group))
                && (resources.contains("*") || resources.contains(access.resource))
                && (names.isEmpty || access.name.map(names.contains) ?? false)
                && (namespace == nil || namespace == access.namespace)
        }
    }

    /// The grants.
    package var rules: [Rule]

    /// Grants these and nothing else.
    package init(_ rules: [Rule]) { self.rules = rules }

    /// May do everything.
    package static let everything = Permissions([Rule(["*"], ["*"], ["*"])])
    /// May do nothing but discover.
    package static let nothing = Permissions([])

    /// Everything but these kinds.
    package static func everything(but resources: Resource...) -> Permissions {
        let left = Set(Resource.all).subtracting(resources)
        return Permissions(left.map { Rule(["*"], [$0.group], [$0.plural]) })
    }

    /// May read every kind in these namespaces, and nothing of the cluster as a whole.
    package static func reading(in namespaces: String...) -> Permissions {
        Permissions(namespaces.map { Rule(["get", "list", "watch"], ["*"], ["*"], in: $0) })
    }

    /// Whether it may.
    package func allows(_ access: Access) -> Bool { rules.contains { $0.allows(access) } }
}

/// Who asks.
package struct User: Sendable {
    /// As error messages name it.
    package var name: String
    /// What it may do.
    package var permissions: Permissions

    /// Describes a user.
    package init(_ name: String = "system:serviceaccount:image-inventory:reader", _ permissions: Permissions = .everything) {
        self.name = name
        self.permissions = permissions
    }

    static let anonymous = User("system:anonymous", .nothing)
}
