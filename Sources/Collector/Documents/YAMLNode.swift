internal import Model
internal import Texts
internal import Yams

/// A value of a YAML document, read by the core schema: only plain scalars are null, numbers or truths.
///
/// https://yaml.org/spec/1.2.2/#103-core-schema
struct YAMLNode: DocumentNode {
    let node: Node

    var shape: DocumentShape {
        switch node {
        case .mapping: .object
        case .sequence: .array
        case .alias: .null
        case .scalar(let scalar): scalar.isNull ? .null : .scalar
        }
    }

    subscript(key: String) -> YAMLNode? {
        guard case .mapping(let mapping) = node else { return nil }
        for (name, value) in mapping {
            if case .scalar(let scalar) = name, scalar.string.hasSameBytes(as: key) { return YAMLNode(node: value) }
        }
        return nil
    }

    var text: String? {
        guard case .scalar(let scalar) = node, !scalar.isNull else { return nil }
        return scalar.string
    }

    var integer: Int64? {
        guard case .scalar(let scalar) = node, scalar.isPlain else { return nil }
        return Int64(scalar.string)
    }

    var boolean: Bool? {
        guard case .scalar(let scalar) = node, scalar.isPlain else { return nil }
        switch scalar.string {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default: return nil
        }
    }

    func forEachElement(_ body: (YAMLNode) throws -> Void) rethrows {
        guard case .sequence(let sequence) = node else { return }
        for element in sequence { try body(YAMLNode(node: element)) }
    }

    func forEachMember(_ body: (String, YAMLNode) throws -> Void) rethrows {
        guard case .mapping(let mapping) = node else { return }
        for case (.scalar(let name), let value) in mapping { try body(name.string, YAMLNode(node: value)) }
    }

    /// The parser refuses such.
    var repeatedName: String? { nil }

    /// The line the value begins in, from 1.
    var line: Int? { node.mark?.line }
}

extension Node.Scalar {
    var isPlain: Bool { style == .plain || style == .any }

    fileprivate var isNull: Bool {
        isPlain && (string.isEmpty || string == "~" || string == "null" || string == "Null" || string == "NULL")
    }
}
