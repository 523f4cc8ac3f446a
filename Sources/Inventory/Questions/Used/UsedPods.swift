internal import Model
internal import Record
internal import SQLite

/// What a question about use is narrowed to: the states of templates, and the images that Pods ran.
struct UseConditions {
    /// Over `container_history_`.
    var templates: Filter.Condition
    /// Over `running_history_`.
    var pods: Filter.Condition
    var notes: [Note] = []

    /// Lets through what Pods ran under some names; the containers that did lead there by an index.
    mutating func addRan(_ names: [Int64], by containers: [Int64]) {
        pods.add("container_id", oneOf: containers)
        pods.add("name_id", oneOf: names)
    }
}

extension RecordReader {
    /// Digests and local IDs that name the same image as one of these: an index and its manifests, a manifest and its local ID.
    func namesOfOneImage(_ digests: [Int64]) throws -> [Int64] {
        guard !digests.isEmpty else { return [] }
        let others = try rows("SELECT DISTINCT other_id FROM one_image_ WHERE digest_id IN (\(digests.list))")
        return Array(Set(digests + others.compactMap { $0[0].integer })).sorted()
    }

    /// The containers whose Pods ever ran one of these images.
    func containerNumbers(running names: [Int64]) throws -> [Int64] {
        try rows("SELECT DISTINCT container_id FROM running_version WHERE digest_id IN (\(names.list))")
            .compactMap { $0[0].integer }
    }
}

extension QuestionEngine {
    /// The images that Pods ran, as rows of a view's columns, what the view's row has beside left empty.
    func podUses(_ condition: Filter.Condition, columns: [String]) throws -> [[Answer.Cell]] {
        let end = instant.map { "\(condition.terms.isEmpty ? " WHERE" : " AND") seen_from <= '\($0)'" } ?? ""
        let known: Set<String> = [
            "cluster", "namespace", "kind", "name", "container", "init", "image", "digest", "seen_from", "seen_until",
        ]
        let list = columns.map { known.contains($0) ? $0 : "NULL" }.joined(separator: ", ")
        return try cells(
            """
            SELECT \(list) FROM running_history_\(condition.clause)\(end)
            ORDER BY seen_from, cluster, namespace, kind, name, init DESC, container, image, digest NULLS FIRST,
                image_id NULLS FIRST, seen_until NULLS FIRST
            """, condition.values)
    }

    /// What is not known of what Pods ran, since they were not looked at.
    ///
    /// - Parameter always: Whether clusters are told of in which nobody ever looked for Pods.
    func podNotes(_ filter: Filter, always: Bool = true) throws -> [Note] {
        try clusters().filter { ($0.snapshot != nil) && filter.asks($0.cluster) }
            .filter { try always || !podKinds(of: $0.cluster).isEmpty }
            .flatMap { try coverageNotes(of: $0, kinds: [.pod], filter) }
    }
}
