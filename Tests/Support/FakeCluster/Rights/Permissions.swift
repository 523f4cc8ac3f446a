/// What a user may do, as RBAC grants it: nothing but what a rule allows.
public struct Permissions: Sendable, Equatable {
    /// One grant.
    public struct Rule: Sendable, Hashable {
        /// Verbs; `*` is any.
        public var verbs: Set<String>
        /// API groups; `*` is any.
        public var groups: Set<String>
        /// Plurals; `*` is any.
        public var resources: Set<String>
        /// Names; empty is any.
        public var names: Set<String>
        /// The namespace it was granted in, or nil for a grant in all of them.
        public var namespace: String?

        /// Grants something.
        public init(
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
    public var rules: [Rule]

    /// Grants these and nothing else.
    public init(_ rules: [Rule]) { self.rules = rules }

    /// May do everything.
    public static let everything = Permissions([Rule(["*"], ["*"], ["*"])])
    /// May do nothing but discover.
    public static let nothing = Permissions([])

    /// Everything but these kinds.
    public static func everything(but resources: Resource...) -> Permissions {
        let left = Set(Resource.all).subtracting(resources)
        return Permissions(left.map { Rule(["*"], [$0.group], [$0.plural]) })
    }

    /// May read every kind in these namespaces, and nothing of the cluster as a whole.
    public static func reading(in namespaces: String...) -> Permissions {
        Permissions(namespaces.map { Rule(["get", "list", "watch"], ["*"], ["*"], in: $0) })
    }

    /// Whether it may.
    public func allows(_ access: Access) -> Bool { rules.contains { $0.allows(access) } }
}

/// Who asks.
public struct User: Sendable {
    /// As error messages name it.
    public var name: String
    /// What it may do.
    public var permissions: Permissions

    /// Describes a user.
    public init(_ name: String = "system:serviceaccount:image-inventory:reader", _ permissions: Permissions = .everything) {
        self.name = name
        self.permissions = permissions
    }

    static let anonymous = User("system:anonymous", .nothing)
}
