internal import Model
internal import Record
internal import SQLite

/// The streams and tags that stand, as far as ending a long reference needs to know them: each is looked up once, when it is asked
/// for, since a cluster has many more than its long references name.
final class StreamBook {
    private struct Object: Hashable {
        let cluster: String
        let namespace: String
        let name: String
    }

    private let record: RecordReader
    private var lookups: [Object: Bool] = [:]
    private var tags: [Object: Bool] = [:]
    private let resolving: Set<[String]>

    init(_ record: RecordReader) throws {
        self.record = record
        let workloads = try record.rows(
            "SELECT cluster, namespace, kind, name FROM workloads WHERE resolve_names IS NOT NULL")
        resolving = Set(workloads.map { $0.map { Answer.Cell($0).plain } })
    }

    /// Whether short names already mean this stream's tags: by its own policy or by the workload's annotation.
    func isLookedUp(_ stream: ImageStream.ID, cluster: String, by workload: Workload.ID) throws -> Bool {
        if isResolving(workload, cluster: cluster) { return true }
        let object = Object(cluster: cluster, namespace: stream.namespace, name: stream.name)
        if let known = lookups[object] { return known }
        let rows = try record.rows(
            "SELECT lookup_local FROM image_streams WHERE cluster = ?1 AND namespace = ?2 AND name = ?3",
            [.text(cluster), .text(stream.namespace), .text(stream.name)])
        let answer = rows.first?[0].integer == 1
        lookups[object] = answer
        return answer
    }

    func isResolving(_ workload: Workload.ID, cluster: String) -> Bool {
        resolving.contains([cluster, workload.namespace, workload.kind.title, workload.name])
    }

    /// Whether a tag of this name points to an image.
    func has(_ id: ImageStreamTag.ID, cluster: String) throws -> Bool {
        let object = Object(cluster: cluster, namespace: id.stream.namespace, name: id.name)
        if let known = tags[object] { return known }
        let rows = try record.rows(
            """
            SELECT 1 FROM istags
            WHERE cluster = ?1 AND namespace = ?2 AND image_stream = ?3 AND tag = ?4 AND digest IS NOT NULL
            """, [.text(cluster), .text(id.stream.namespace), .text(id.stream.name), .text(id.tag)])
        tags[object] = !rows.isEmpty
        return !rows.isEmpty
    }
}

/// Writes the `oc` commands that end one long reference, as the operations guide does it.
///
/// What each command does to a live object was measured: `oc set image-lookup` on a stream rewrites only images whose string
/// changes afterwards, so `oc set image` follows; on a workload it rewrites every container at once and ignores registry and
/// path, so it is used only where nothing else reaches the stream.
struct RemedyWriter {
    private let streams: StreamBook
    private let cluster: String
    private let workload: Workload.ID

    init(_ streams: StreamBook, cluster: String, workload: Workload.ID) {
        self.streams = streams
        self.cluster = cluster
        self.workload = workload
    }

    /// The commands for one container.
    ///
    /// - Parameter tied: The tag that imports the reference already, where there is one.
    func commands(
        container: String, image: String, form: ImageReference.Form, tied: ImageStreamTag.ID?
    ) throws -> [String] {
        guard let parts = ImageReference(image).parts else { return [] }
        if form == .longInternal { return try internalCommands(parts, container: container) }
        if let tied, tied.stream.namespace == workload.namespace, try streams.has(tied, cluster: cluster) {
            return try lookUpAndSet(tied, container: container)
        }
        return try importCommands(parts, container: container)
    }

    /// The stream exists in some namespace, by the reference's own words.
    private func internalCommands(_ parts: ImageReference.Parts, container: String) throws -> [String] {
        let components = parts.path.split(separator: "/").map(String.init)
        guard components.count == 2 else {
            return ["# \(parts.text) names no image stream; push it to NAMESPACE/NAME first"]
        }
        let tag = ImageStreamTag.ID(namespace: components[0], stream: components[1], tag: parts.tag ?? "latest")
        guard try streams.has(tag, cluster: cluster) else {
            return try ["# image stream tag \(tag) points to no image: push or import it first"]
                + (tag.stream.namespace == workload.namespace
                    ? lookUpAndSet(tag, container: container) : lookUpFromWorkload())
        }
        return try tag.stream.namespace == workload.namespace
            ? lookUpAndSet(tag, container: container) : lookUpFromWorkload()
    }

    /// Import the reference into a stream of the workload's own namespace, then use the short name.
    private func importCommands(_ parts: ImageReference.Parts, container: String) throws -> [String] {
        let components = parts.path.split(separator: "/").map(String.init)
        let name = components.last ?? parts.path
        func tag(_ stream: String) -> ImageStreamTag.ID {
            ImageStreamTag.ID(namespace: workload.namespace, stream: stream, tag: parts.tag ?? "latest")
        }
        // Where the plain name is taken by other content, one that says where this comes from is free to use.
        let isTaken = try streams.has(tag(name), cluster: cluster)
        let longer = components.count > 1 ? components.suffix(2).joined(separator: "-") : "\(name)-import"
        let target = tag(isTaken ? longer : name)
        return try [oc("tag", "--scheduled", parts.canonical, target.description)]
            + lookUpAndSet(target, container: container)
    }

    private func lookUpAndSet(_ tag: ImageStreamTag.ID, container: String) throws -> [String] {
        let lookUp = oc("-n", workload.namespace, "set", "image-lookup", tag.stream.name)
        let set = oc("-n", workload.namespace, "set", "image", target, "\(container)=\(tag.name)")
        return (try streams.isLookedUp(tag.stream, cluster: cluster, by: workload) ? [] : [lookUp]) + [set]
    }

    /// Short names reach the own namespace only; the workload's annotation resolves the internal registry's references too.
    private func lookUpFromWorkload() -> [String] {
        if streams.isResolving(workload, cluster: cluster) {
            return ["# the pod template asks for lookup already: apply the manifest again to have it resolved"]
        }
        return [oc("-n", workload.namespace, "set", "image-lookup", target)]
    }

    private var target: String {
        "\(workload.kind == .cronJob ? "cronjob" : workload.kind.shortName)/\(workload.name)"
    }

    private func oc(_ words: String...) -> String { (["oc"] + words).map(ShellWord.quoted).joined(separator: " ") }
}

/// A word that a POSIX shell takes as it is, whatever a cluster put into it.
public enum ShellWord {
    /// The word, quoted where it needs to be.
    public static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                || "-_./:@=,+".utf8.contains(byte)
        }
        return plain && !word.isEmpty ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
