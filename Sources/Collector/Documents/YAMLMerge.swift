internal import Model
internal import Texts
internal import Yams

/// Puts the members that merge keys (`<<: *x`) bring into the mappings that bring them, as `oc apply` does.
///
/// What a mapping says itself goes before what it merges, and of several merged mappings the first goes first.
/// https://yaml.org/type/merge.html
struct YAMLMerge {
    /// Where the document stands.
    let place: DocumentPlace

    /// The value without merge keys, at every depth; the same one where there are none.
    func merged(_ node: Node) throws -> Node {
        holdsMergeKey(node) ? try rebuilt(node) : node
    }

    private func rebuilt(_ node: Node) throws -> Node {
        switch node {
        case .mapping(let mapping): .mapping(try rebuilt(mapping))
        case .sequence(let sequence):
            .sequence(Node.Sequence(try sequence.map(rebuilt), sequence.tag, sequence.style, sequence.mark))
        case .scalar, .alias: node
        }
    }

    private func holdsMergeKey(_ node: Node) -> Bool {
        switch node {
        case .mapping(let mapping): mapping.contains { $0.key.isMergeKey || holdsMergeKey($0.value) }
        case .sequence(let sequence): sequence.contains(where: holdsMergeKey)
        case .scalar, .alias: false
        }
    }

    private func rebuilt(_ mapping: Node.Mapping) throws -> Node.Mapping {
        var pairs: [(Node, Node)] = []
        var names: Set<ExactText> = []
        func add(_ key: Node, _ value: Node) throws {
            if case .scalar(let scalar) = key, !names.insert(ExactText(scalar.string)).inserted { return }
            pairs.append((key, value))
        }
        for (key, value) in mapping where !key.isMergeKey { try add(key, rebuilt(value)) }
        for (key, value) in mapping where key.isMergeKey {
            for source in try sources(value) { for (key, value) in try rebuilt(source) { try add(key, value) } }
        }
        return Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark)
    }

    /// The mappings that a merge key names: one, or a list of them.
    private func sources(_ value: Node) throws -> [Node.Mapping] {
        switch value {
        case .mapping(let mapping): return [mapping]
        case .sequence(let sequence):
            return try sequence.map { element in
                guard case .mapping(let mapping) = element else { throw problem(value) }
                return mapping
            }
        case .scalar, .alias: throw problem(value)
        }
    }

    private func problem(_ value: Node) -> DocumentProblem {
        var place = place
        place.line = value.mark?.line ?? place.line
        return DocumentProblem(.mergeKey, place: place)
    }
}

extension Node {
    /// Only a plain `<<` merges; in quotes it is a name like any other.
    fileprivate var isMergeKey: Bool {
        guard case .scalar(let scalar) = self else { return false }
        return scalar.string == "<<" && scalar.isPlain
    }
}
