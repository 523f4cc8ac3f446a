/// Where an object is kept: the order of these is the order of every list.
package struct ObjectKey: Hashable, Comparable, Sendable {
    /// Its namespace; empty for objects of the cluster itself.
    package let namespace: String
    /// Its name.
    package let name: String

    /// Names an object.
    package init(namespace: String, name: String) {
        self.namespace = namespace
        self.name = name
    }

    /// `NAMESPACE/NAME`, as etcd keeps it: the namespace `a-b` comes before `a`, because a hyphen comes before a slash.
    var path: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }

    package static func < (one: ObjectKey, other: ObjectKey) -> Bool {
        one.path.utf8.lexicographicallyPrecedes(other.path.utf8)
    }
}

/// What a cluster holds at one instant. A state never changes; the server is shown the next one.
package protocol ClusterContents: Sendable {
    /// The number of this state; it rises.
    var resourceVersion: Int { get }

    /// The namespaces there are.
    var namespaces: [String] { get }

    /// How many objects a list has.
    func count(_ resource: Resource, namespace: String?) -> Int

    /// The place of an object in its list.
    func key(_ resource: Resource, namespace: String?, at index: Int) -> ObjectKey

    /// The place of the first object behind a key, whether there is one of that key or not.
    func index(_ resource: Resource, namespace: String?, after key: ObjectKey) -> Int

    /// Appends objects as they stand in a list: JSON, commas between them.
    func write(_ resource: Resource, namespace: String?, _ range: Range<Int>, to bytes: inout [UInt8])

    /// One object as a GET gives it, or nil where there is none.
    func object(_ resource: Resource, _ key: ObjectKey) -> [UInt8]?
}

extension ClusterContents {
    /// By halving; right wherever `key(_:namespace:at:)` is in order.
    package func index(_ resource: Resource, namespace: String?, after key: ObjectKey) -> Int {
        var low = 0
        var high = count(resource, namespace: namespace)
        while low < high {
            let middle = (low + high) / 2
            if self.key(resource, namespace: namespace, at: middle) <= key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
