import Model

/// Which objects are not as they were, by their places in the cluster's lists.
struct Changes {
    var workloads: Set<Int> = []
    var streams: Set<Int> = []
}

extension LivingCluster {
    /// Gives the JSON of each object that is new or changed since ``forgetChanges()``, without `managedFields` and
    /// `resourceVersion`, and the path of a file to keep it in.
    public func forEachChangedObject(_ body: (String, [UInt8]) -> Void) {
        func give(_ path: String, _ object: JSONTree) {
            var bytes: [UInt8] = []
            object.withoutMetadata(["managedFields", "resourceVersion"]).write(to: &bytes, indent: 0)
            bytes.append(UInt8(ascii: "\n"))
            body(path, bytes)
        }
        for index in changes.workloads.sorted() {
            let workload = workloads[index]
            give("\(workload.id.namespace)/deployments/\(workload.id.name).json", ObjectText.deployment(workload))
        }
        for index in changes.streams.sorted() {
            let stream = streams[index]
            give("\(stream.id.namespace)/imagestreams/\(stream.id.name).json", ObjectText.imageStream(stream, tags(of: index)))
        }
    }

    /// Takes every object for unchanged.
    public mutating func forgetChanges() { changes = Changes() }
}

extension JSONTree {
    /// An object without some members of its metadata: what changes by itself, what `oc` hides.
    func withoutMetadata(_ hidden: Set<String>) -> JSONTree {
        guard case .object(let members) = self else { return self }
        return .object(
            members.map { name, value in
                guard name == "metadata", case .object(let metadata) = value else { return (name, value) }
                return (name, .object(metadata.filter { !hidden.contains($0.0) }))
            })
    }
}
