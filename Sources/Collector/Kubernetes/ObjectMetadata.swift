internal import Model

/// What the record takes from `metadata`.
struct ObjectMetadata {
    var name: String
    var namespace: String
    var uid: String?
    var createdAt: Instant?

    /// - Parameter namespace: The namespace of objects that name none.
    init(of object: some DocumentNode, namespace: String?) throws {
        try object.refuseRepeatedNames()
        guard let metadata = try object.object("metadata"), let name = try metadata.nonEmptyString("name") else {
            throw MalformedObject.noName
        }
        // https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#path-segment-names
        guard !name.utf8.starts(with: "//".utf8) else { throw MalformedObject.slashes }
        guard let namespace = try metadata.nonEmptyString("namespace") ?? namespace else {
            throw MalformedObject.noNamespace(maySay: true)
        }
        self.name = name
        self.namespace = namespace
        uid = try metadata.nonEmptyString("uid")
        createdAt = try metadata.instant("creationTimestamp")
    }
}

extension DocumentNode {
    /// Whether something owns the object: it was made for its owner, and goes with it. Not every owner says that it controls it, as
    /// the ReplicationController of an OpenShift deployer Pod does not.
    ///
    /// https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
    func isOwned() throws -> Bool {
        var isOwned = false
        try object("metadata")?.objects("ownerReferences") { _ in isOwned = true }
        return isOwned
    }

    /// One of the object's annotations.
    func annotation(_ name: String) throws -> String? {
        try object("metadata")?.object("annotations")?.string(name, limit: longestAnnotation)
    }
}
