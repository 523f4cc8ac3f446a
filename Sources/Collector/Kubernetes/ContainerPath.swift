internal import Model

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
        var rest = path.utf8[...]
        guard rest.drop(prefix: "spec.jobTemplate.spec.template.spec.") || rest.drop(prefix: "spec.template.spec.")
        else { return nil }
        isInit = rest.drop(prefix: "initContainers[")
        guard isInit || rest.drop(prefix: "containers["), rest.drop(suffix: "].image") else { return nil }
        if rest.drop(prefix: "?(@.name=="), rest.drop(suffix: ")") {
            guard rest.count > 2, let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
                rest.last == quote
            else { return nil }
            selector = .name(String(Substring(rest.dropFirst().dropLast())))
        } else if let index = Int(Substring(rest)), index >= 0 {
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

// Byte by byte: a path holds only ASCII around the name, and Unicode's rules took an eighth of all decoding.
extension Substring.UTF8View {
    fileprivate mutating func drop(prefix: StaticString) -> Bool {
        prefix.withUTF8Buffer { prefix in
            guard starts(with: prefix) else { return false }
            self = dropFirst(prefix.count)
            return true
        }
    }

    fileprivate mutating func drop(suffix: StaticString) -> Bool {
        suffix.withUTF8Buffer { end in
            guard self.suffix(end.count).elementsEqual(end) else { return false }
            self = dropLast(end.count)
            return true
        }
    }
}
