/// One thing that was done, in the words of RBAC: what a role must allow for it.
package struct Access: Sendable, Hashable, CustomStringConvertible {
    /// `get`, `list`, `create`, …
    package let verb: String
    /// The API group; empty is the core group.
    package let group: String
    /// The plural.
    package let resource: String
    /// The namespace; nil for a list of all of them, and for objects of the cluster.
    package let namespace: String?
    /// The object's name; nil for a list.
    package let name: String?

    /// Describes a deed.
    package init(_ verb: String, _ group: String, _ resource: String, namespace: String? = nil, name: String? = nil) {
        self.verb = verb
        self.group = group
        self.resource = resource
        self.namespace = namespace
        self.name = name
    }

    /// `list imagestreams.image.openshift.io in the namespace shop`.
    package var description: String {
        let place = namespace.map { " in the namespace \($0)" } ?? ""
        return "\(verb) \(group.isEmpty ? resource : "\(resource).\(group)")\(name.map { "/\($0)" } ?? "")\(place)"
    }

    /// Everything but the name and the namespace, which a role seldom tells apart.
    package var kindOnly: Access { Access(verb, group, resource) }
}

extension Call {
    /// What RBAC is asked about this call; nil for paths that name no object, which everybody may read.
    var access: Access? {
        guard case .objects(let group, _, let plural, let namespace, let name) = target else { return nil }
        // A namespace's own name is also its namespace, as far as RBAC is concerned.
        let place = plural == "namespaces" && group.isEmpty ? name : namespace
        return Access(verb, group, plural, namespace: place, name: name)
    }
}
