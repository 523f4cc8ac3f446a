internal import Model
internal import Record
internal import SQLite
internal import Texts

/// The streams and tags that stand or are proposed, as far as ending a long reference needs to know them: each is looked up once, when
/// it is asked for, since a cluster has many more than its long references name.
final class ImageStreamIndex {
    private struct Object: Hashable {
        @Exact var cluster: String
        @Exact var namespace: String
        @Exact var name: String
    }

    /// A tag, as far as it matters whether another import may take its name.
    private struct IndexedTag {
        let hasImage: Bool
        /// The canonical text of the image it imports; nil where it was pushed, copied, or is a name only.
        let source: String?
    }

    /// What containers would take the names of a namespace's streams for.
    private struct Namespace {
        /// Tags that triggers wait for or that references of the internal registry name, `NAME:TAG`, from whatever namespace.
        var awaited: Set<ExactText> = []
        /// Short names that stand, by the stream's name they would mean.
        var shortNames: [ExactText: [ImageReference.Parts]] = [:]
        /// References of workloads whose names all mean the own namespace's streams, by their last component.
        var resolving: [ExactText: [ImageReference.Parts]] = [:]
    }

    private let record: any QuestionEngine
    private var lookups: [Object: Bool] = [:]
    private var tags: [Object: IndexedTag?] = [:]
    /// By cluster and namespace.
    private var namespaces: [ExactText: [ExactText: Namespace]] = [:]
    /// What each proposed tag would import.
    private var proposed: [Object: String] = [:]
    /// The tag proposed for each source.
    private var targets: [Object: ImageStreamTag.ID] = [:]
    private let resolving: Set<[Value]>

    /// - Parameter resolvesNames: Whether the names of any workload ever meant its own namespace's streams, where that is known.
    init(_ record: any QuestionEngine, resolvesNames: Bool = true) throws {
        self.record = record
        resolving =
            resolvesNames
            ? Set(try record.rows("SELECT cluster, namespace, kind, name FROM workloads WHERE resolve_names = '*'")) : []
    }

    /// Whether short names already mean this stream's tags: by its own policy or by the workload's annotation.
    func isLookedUp(_ stream: ImageStream.ID, cluster: String, by workload: Workload.ID) throws -> Bool {
        if isResolving(
            .text(workload.kind.title), .text(workload.name), Object(cluster: cluster, namespace: workload.namespace, name: ""))
        {
            return true
        }
        return try isLookedUp(Object(cluster: cluster, namespace: stream.namespace, name: stream.name))
    }

    private func isLookedUp(_ stream: Object) throws -> Bool {
        if let known = lookups[stream] { return known }
        let rows = try record.rows(
            "SELECT lookup_local FROM image_streams WHERE cluster = ?1 AND namespace = ?2 AND name = ?3",
            [.text(stream.cluster), .text(stream.namespace), .text(stream.name)])
        let answer = rows.first?[0].integer == 1
        lookups[stream] = answer
        return answer
    }

    private func isResolving(_ kind: Value, _ name: Value, _ place: Object) -> Bool {
        resolving.contains([.text(place.cluster), .text(place.namespace), kind, name])
    }

    /// Whether a tag of this name points to an image.
    func has(_ id: ImageStreamTag.ID, cluster: String) throws -> Bool { try standing(id, cluster)?.hasImage ?? false }

    /// The tag of a namespace that should import a source: one name a source, one source a name, and none that stands for anything else.
    ///
    /// - Parameter names: Names for the stream, the best first; made where the source has no tag yet.
    func target(
        for source: String, tag: String, names: @autoclosure () -> [String], in namespace: String, cluster: String
    ) throws -> ImageStreamTag.ID {
        let key = Object(cluster: cluster, namespace: namespace, name: source)
        if let known = targets[key] { return known }
        let names = names()
        let plain = names.first ?? "image"
        func isFree(_ name: String) throws -> Bool {
            try self.isFree(ImageStreamTag.ID(namespace: namespace, stream: name, tag: tag), for: source, cluster)
        }
        var name = try names.first(where: isFree)
        var number = 2
        while name == nil {
            // There is an end to it: no namespace has that many streams.
            if try isFree("\(plain)-\(number)") { name = "\(plain)-\(number)" }
            number += 1
        }
        let chosen = ImageStreamTag.ID(namespace: namespace, stream: name ?? plain, tag: tag)
        proposed[Object(cluster: cluster, namespace: namespace, name: chosen.name)] = source
        targets[key] = chosen
        return chosen
    }

    /// Whether a tag of this name may be made to import a source without anything else changing its meaning.
    private func isFree(_ id: ImageStreamTag.ID, for source: String, _ cluster: String) throws -> Bool {
        let object = Object(cluster: cluster, namespace: id.stream.namespace, name: id.name)
        if let other = proposed[object], other != source { return false }
        if let standing = try standing(id, cluster) { return standing.source == source }
        let place = try namespaces(of: cluster)[ExactText(id.stream.namespace)] ?? Namespace()
        // A trigger would write the new image at once, and a reference that pulls nothing would pull it.
        if place.awaited.contains(ExactText(id.name)) { return false }
        // Once the stream is looked up, a short name that meant Docker Hub means the stream the next time it is written, and one whose
        // tag the stream lacks is written as a tag of the internal registry that does not exist.
        let shortNames = place.shortNames[ExactText(id.stream.name)] ?? []
        guard shortNames.allSatisfy({ ($0.tag ?? "latest") == id.tag && $0.canonical == source }) else { return false }
        // The annotation looks at a reference's last component alone.
        return (place.resolving[ExactText(id.stream.name)] ?? []).allSatisfy {
            ($0.tag ?? "latest") != id.tag || $0.canonical == source
        }
    }

    private func standing(_ id: ImageStreamTag.ID, _ cluster: String) throws -> IndexedTag? {
        let object = Object(cluster: cluster, namespace: id.stream.namespace, name: id.name)
        if let known = tags[object] { return known }
        let row = try record.rows(
            """
            SELECT digest IS NOT NULL, CASE WHEN from_kind = 'DockerImage' AND reference_only = 0 THEN from_name END
            FROM istag_
            WHERE cluster = ?1 AND namespace = ?2 AND image_stream = ?3 AND tag = ?4
            """, [.text(cluster), .text(id.stream.namespace), .text(id.stream.name), .text(id.tag)]
        ).first
        let tag = row.map {
            IndexedTag(hasImage: $0[0].integer == 1, source: $0[1].text.flatMap { ImageReference($0).parts?.canonical })
        }
        tags[object] = .some(tag)
        return tag
    }

    private func namespaces(of cluster: String) throws -> [ExactText: Namespace] {
        if let known = namespaces[ExactText(cluster)] { return known }
        var found: [ExactText: Namespace] = [:]
        for row in try record.rows(
            """
            SELECT namespace, kind, name, registry, repository, tag, form, trigger_namespace, trigger_istag FROM \(record.links.triggers)
            WHERE cluster = ?1 AND (form <> 'digest' OR trigger_istag IS NOT NULL)
            """, [.text(cluster)])
        {
            if let place = row[7].text, let tag = row[8].text {
                found[ExactText(place), default: Namespace()].awaited.insert(ExactText(tag))
            }
            guard let place = row[0].text, let path = row[4].text, let form = row[6].text, form != "digest" else { continue }
            let parts = ImageReference.Parts(registry: row[3].text, path: path, tag: row[5].text)
            let components = path.split(separator: "/").map(String.init)
            if form == "long-internal", components.count == 2 {
                found[ExactText(components[0]), default: Namespace()].awaited.insert(
                    ExactText("\(components[1]):\(parts.tag ?? "latest")"))
            }
            if form == "short" {
                found[ExactText(place), default: Namespace()].shortNames[ExactText(path), default: []].append(parts)
            }
            if isResolving(row[1], row[2], Object(cluster: cluster, namespace: place, name: "")) {
                found[ExactText(place), default: Namespace()].resolving[ExactText(components.last ?? path), default: []].append(
                    parts)
            }
        }
        namespaces[ExactText(cluster)] = found
        return found
    }
}
