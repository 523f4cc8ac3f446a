import Glibc

extension LivingCluster {
    /// Which objects a dump holds.
    public enum Part: Sendable {
        /// Everything in one list, as `oc get deploy,is -A -o json` prints it.
        case everything
        /// The Deployments.
        case deployments
        /// The streams with their tags.
        case imageStreams
    }

    /// Writes the list that `oc get … -A -o json` would print; `oc` hides `managedFields` unless asked to show them.
    public func dump(_ part: Part = .everything, showsManagedFields: Bool = true, to path: String) throws {
        guard let file = fopen(path, "w") else { throw Unwritable(path: path) }
        defer { fclose(file) }
        var bytes = Array("{\n    \"apiVersion\": \"v1\",\n    \"items\": [".utf8)
        var isFirst = true
        func write(_ object: JSONTree) {
            bytes += (isFirst ? "\n        " : ",\n        ").utf8
            isFirst = false
            let shown = showsManagedFields ? object : object.withoutMetadata(["managedFields"])
            shown.write(to: &bytes, indent: 2)
            guard bytes.count > 1 << 20 else { return }
            fwrite(bytes, 1, bytes.count, file)
            bytes.removeAll(keepingCapacity: true)
        }
        if part != .imageStreams { for workload in workloads { write(ObjectText.deployment(workload)) } }
        if part != .deployments {
            for (index, stream) in streams.enumerated() {
                write(ObjectText.imageStream(stream, tags(of: index)))
            }
        }
        bytes += "\n    ],\n    \"kind\": \"List\",\n    \"metadata\": {\n        \"resourceVersion\": \"\"\n    }\n}\n".utf8
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Unwritable(path: path) }
    }
}

/// A file that could not be written.
public struct Unwritable: Error {
    /// Its path.
    public let path: String
}
