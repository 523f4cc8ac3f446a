internal import Texts

/// The container that a trigger's `fieldPath` means, as the controller reads it.
///
/// The rule is openshift/library-go's, `pkg/image/trigger/annotations.go`: by name in double quotes (`[?(@.name=="web")]`), among init
/// containers too, or by index within its group (`[0]`). Whatever JSONPath would allow beyond that, it refuses.
public struct ContainerPath: Sendable, Equatable {
    /// What tells the container from the others.
    public enum Selector: Sendable, Equatable {
        /// Its name.
        case name(String)
        /// Its place in its group.
        case index(Int)
    }

    /// Whether the path names the pod template of an object of a kind; the controller passes over one that does not.
    public static func isWithinTemplate(_ path: String, of kind: ObjectKind) -> Bool {
        path.utf8.starts(with: (kind == .cronJob ? jobTemplate : template).utf8)
    }

    private static let template = "spec.template.spec."
    private static let jobTemplate = "spec.jobTemplate.spec.template.spec."

    /// Whether it is one of `initContainers`.
    public var isInit: Bool
    /// What tells it from the others.
    public var selector: Selector

    /// Reads `spec.template.spec.containers[?(@.name=="web")].image` and its kin; nil for anything else.
    public init?(_ path: String) {
        var rest = path.utf8[...]
        guard rest.drop(prefix: Self.jobTemplate) || rest.drop(prefix: Self.template) else { return nil }
        isInit = rest.drop(prefix: "initContainers[")
        guard isInit || rest.drop(prefix: "containers["), rest.drop(suffix: "].image"), !rest.contains(UInt8(ascii: "]")) else {
            return nil
        }
        if rest.drop(prefix: "?(@.name==\""), rest.drop(suffix: "\")"), !rest.isEmpty {
            selector = .name(String(Substring(rest)))
        } else if let index = Int(Substring(rest)), index >= 0 {
            selector = .index(index)
        } else {
            return nil
        }
    }

    /// Where that container stands among a workload's; nil where it has none such.
    public func place(in containers: [Container]) -> Int? {
        switch selector {
        case .name(let name):
            return containers.firstIndex { $0.name.hasSameBytes(as: name) && Container.volumeName(of: $0.name) == nil }
        case .index(let index):
            let group = containers.indices.filter {
                containers[$0].isInit == isInit && Container.volumeName(of: containers[$0].name) == nil
            }
            return group.dropFirst(index).first
        }
    }
}

// Byte by byte: a path holds only ASCII around the name, and Unicode's rules took an eighth of all decoding.
extension Substring.UTF8View {
    fileprivate mutating func drop(prefix: String) -> Bool {
        guard starts(with: prefix.utf8) else { return false }
        self = dropFirst(prefix.utf8.count)
        return true
    }

    fileprivate mutating func drop(suffix end: String) -> Bool {
        guard suffix(end.utf8.count).elementsEqual(end.utf8) else { return false }
        self = dropLast(end.utf8.count)
        return true
    }
}
