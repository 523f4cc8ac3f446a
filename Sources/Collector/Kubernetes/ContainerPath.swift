internal import Inventory

/// The container that a trigger's `fieldPath` means.
///
/// The forms are those of openshift/library-go, `pkg/image/trigger`: by name (`[?(@.name=="web")]`) or by index (`[0]`).
struct ContainerPath: Equatable {
    enum Selector: Equatable {
        case name(String)
        case index(Int)
    }

    var isInit: Bool
    var selector: Selector

    /// Reads `spec.template.spec.containers[?(@.name=="web")].image` and its kin; nil for anything else.
    init?(_ path: String) {
        var rest = path[...]
        guard rest.drop(prefix: "spec.jobTemplate.spec.template.spec.") || rest.drop(prefix: "spec.template.spec.")
        else { return nil }
        isInit = rest.drop(prefix: "initContainers[")
        guard isInit || rest.drop(prefix: "containers["), rest.drop(suffix: "].image") else { return nil }
        if rest.drop(prefix: "?(@.name=="), rest.drop(suffix: ")") {
            guard rest.count > 2, let quote = rest.first, quote == "\"" || quote == "'", rest.last == quote
            else { return nil }
            selector = .name(String(rest.dropFirst().dropLast()))
        } else if let index = Int(rest), index >= 0 {
            selector = .index(index)
        } else {
            return nil
        }
    }

    /// Where that container stands among a workload's; nil where it has none such.
    func place(in containers: [Container]) -> Int? {
        let group = containers.indices.filter { containers[$0].isInit == isInit }
        return switch selector {
        case .name(let name): group.first { containers[$0].name == name }
        case .index(let index): group.dropFirst(index).first
        }
    }
}

extension Substring {
    fileprivate mutating func drop(prefix: String) -> Bool {
        guard hasPrefix(prefix) else { return false }
        self = dropFirst(prefix.count)
        return true
    }

    fileprivate mutating func drop(suffix: String) -> Bool {
        guard hasSuffix(suffix) else { return false }
        self = dropLast(suffix.count)
        return true
    }
}
