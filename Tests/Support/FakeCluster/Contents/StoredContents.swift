import Foundation

/// Contents kept as JSON texts.
package struct StoredContents: ClusterContents {
    struct Stored {
        let key: ObjectKey
        let json: [UInt8]
    }

    package var resourceVersion: Int
    private var lists: [Resource: [Stored]] = [:]
    private var emptyNamespaces: Set<String> = []

    /// A cluster without objects.
    package init(resourceVersion: Int = 1) { self.resourceVersion = resourceVersion }

    /// Puts an object there, in place of the one of that name.
    ///
    /// - Parameter json: As it stands in a raw list: without `kind` and `apiVersion`.
    package mutating func put(_ resource: Resource, _ key: ObjectKey, _ json: [UInt8]) {
        let place = place(resource, of: key)
        if lists[resource]?.indices.contains(place) == true, lists[resource]?[place].key == key {
            lists[resource]?[place] = Stored(key: key, json: json)
        } else {
            lists[resource, default: []].insert(Stored(key: key, json: json), at: place)
        }
    }

    /// Takes an object away.
    package mutating func remove(_ resource: Resource, _ key: ObjectKey) { lists[resource]?.removeAll { $0.key == key } }

    /// A namespace that exists though nothing is in it.
    package mutating func addNamespace(_ name: String) { emptyNamespaces.insert(name) }

    /// The same without a namespace and all that is in it.
    package func without(namespace: String) -> StoredContents {
        var rest = self
        for resource in lists.keys { rest.lists[resource]?.removeAll { $0.key.namespace == namespace } }
        rest.emptyNamespaces.remove(namespace)
        return rest
    }

    /// Puts a Deployment there.
    package mutating func put(_ deployment: DeploymentText) { put(.deployments, deployment.key, deployment.json) }

    /// Puts a stream there, with those of its tags that point to an image.
    package mutating func put(_ stream: StreamText) {
        removeTags(of: stream.key)
        put(.imageStreams, stream.key, stream.json)
        for tag in stream.tags {
            guard let json = stream.tagJSON(tag) else { continue }
            put(.imageStreamTags, ObjectKey(namespace: stream.key.namespace, name: "\(stream.key.name):\(tag.name)"), json)
        }
    }

    /// Takes a stream away, with its tags.
    package mutating func removeStream(_ key: ObjectKey) {
        removeTags(of: key)
        remove(.imageStreams, key)
    }

    private mutating func removeTags(of stream: ObjectKey) {
        lists[.imageStreamTags]?.removeAll { $0.key.namespace == stream.namespace && $0.key.name.hasPrefix("\(stream.name):") }
    }

    /// Takes in a whole list at once.
    mutating func fill(_ resource: Resource, _ objects: [(key: ObjectKey, json: [UInt8])]) {
        lists[resource] = objects.map { Stored(key: $0.key, json: $0.json) }.sorted { $0.key < $1.key }
    }

    package var namespaces: [String] {
        let used = lists.filter { $0.key.isNamespaced }.values.flatMap { $0.map(\.key.namespace) }
        return Set(used).union(emptyNamespaces).union(["kube-system"]).sorted()
    }

    package func count(_ resource: Resource, namespace: String?) -> Int { slice(resource, namespace).count }

    package func key(_ resource: Resource, namespace: String?, at index: Int) -> ObjectKey {
        let slice = slice(resource, namespace)
        return slice[slice.startIndex + index].key
    }

    package func write(_ resource: Resource, namespace: String?, _ range: Range<Int>, to bytes: inout [UInt8]) {
        let slice = slice(resource, namespace)
        for index in range {
            if index > range.lowerBound { bytes.append(UInt8(ascii: ",")) }
            bytes += slice[slice.startIndex + index].json
        }
    }

    package func object(_ resource: Resource, _ key: ObjectKey) -> [UInt8]? {
        let list = lists[resource] ?? []
        let place = place(resource, of: key)
        guard list.indices.contains(place), list[place].key == key else { return nil }
        return typed(resource, list[place].json)
    }

    /// All objects of a kind, in their order.
    func all(_ resource: Resource) -> [Stored] { lists[resource] ?? [] }

    /// Where an object is, or would be.
    private func place(_ resource: Resource, of key: ObjectKey) -> Int {
        let list = lists[resource] ?? []
        return StoredContents.firstIndex(in: list[...]) { $0.key >= key }
    }

    private func slice(_ resource: Resource, _ namespace: String?) -> ArraySlice<Stored> {
        let list = lists[resource] ?? []
        guard let namespace else { return list[...] }
        // `NS/` and everything that begins with it stand together; `0` is the character behind the slash.
        let start = StoredContents.firstIndex(in: list[...]) { !$0.key.path.utf8.lexicographicallyPrecedes("\(namespace)/".utf8) }
        let end = StoredContents.firstIndex(in: list[...]) { !$0.key.path.utf8.lexicographicallyPrecedes("\(namespace)0".utf8) }
        return list[start..<end]
    }

    private static func firstIndex(in list: ArraySlice<Stored>, where holds: (Stored) -> Bool) -> Int {
        var low = list.startIndex
        var high = list.endIndex
        while low < high {
            let middle = (low + high) / 2
            if holds(list[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
