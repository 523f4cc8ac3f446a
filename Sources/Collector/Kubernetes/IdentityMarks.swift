internal import Model

extension ClusterIdentity {
    /// What an object says of which cluster it is of; nothing is known from most.
    ///
    /// https://docs.openshift.com/container-platform/latest/rest_api/config_apis/clusterversion-config-openshift-io-v1.html
    init(markedBy object: some DocumentNode, _ type: ObjectType) {
        self.init()
        let metadata = object.present("metadata")
        switch (type.kind, type.group, metadata?["name"]?.text) {
        case ("Namespace", "", "kube-system"), ("Namespace", nil, "kube-system"): uid = metadata?.mark("uid")
        case ("ClusterVersion", "config.openshift.io", "version"): clusterID = object.present("spec")?.mark("clusterID")
        case ("Infrastructure", "config.openshift.io", "cluster"):
            infrastructure = object.present("status")?.mark("infrastructureName")
        default: break
        }
    }
}

/// Takes from a file only what it says of its cluster.
final class IdentityReceiver: DocumentReceiver {
    private(set) var identity = ClusterIdentity()
    private var element: ObjectType?

    func listBegan(_ header: some DocumentNode) { element = (try? ObjectType(of: header))?.element }

    func item(_ item: some DocumentNode, at place: DocumentPlace) { note(item, element) }

    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) {
        if !isList { note(document, nil) }
    }

    private func note(_ object: some DocumentNode, _ element: ObjectType?) {
        guard let type = (try? ObjectType(of: object)) ?? element else { return }
        identity = identity.merged(with: ClusterIdentity(markedBy: object, type))
    }
}

extension DocumentNode {
    /// A mark as it stands. A long one is no mark, but something that would fill the record.
    fileprivate func mark(_ key: String) -> String? {
        guard let text = present(key)?.text, !text.isEmpty, text.utf8.count <= 253 else { return nil }
        return text
    }
}
