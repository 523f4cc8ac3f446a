import Model
import Questions
import Record

@testable import Model
@testable import Questions
@testable import Record

/// A small model of the server, after what was seen on real ones: what it makes of an image when an object is written, and what `oc`'s
/// commands do. It shares no code with what proposes the commands.
///
/// Imports are done at once, and no registry moves a tag meanwhile; the record could know of neither.
struct ServerModel {
    static let host = "image-registry.openshift-image-registry.svc:5000"

    struct Name: Hashable {
        var namespace: String
        var name: String
    }

    struct Trigger {
        var container: String
        var tag: Name
        var isPaused: Bool
    }

    struct Object {
        var kind: String
        var isResolving = false
        var containers: [(name: String, image: String)]
        var triggers: [Trigger] = []
    }

    /// By namespace and `STREAM:TAG`.
    var tags: [Name: String] = [:]
    /// Streams that are looked up.
    var lookedUp: Set<Name> = []
    /// By namespace and `kind/name`.
    var objects: [Name: Object] = [:]
    /// What was refused, which nothing should be.
    private(set) var refusals: [String] = []

    /// The digest that a registry outside serves for a reference.
    static func outside(_ canonical: String) -> String {
        var hash: UInt64 = 14_695_981_039_346_656_037
        for byte in canonical.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
        let hex = String(hash, radix: 16)
        return "sha256:" + String(repeating: "0", count: 64 - hex.count) + hex
    }

    /// The digest of what the kubelet would pull for an image.
    func digest(of image: String) -> String? {
        guard let parts = ImageReference(image).parts else { return nil }
        if let digest = parts.digest { return digest }
        guard parts.registry == Self.host else { return Self.outside(parts.canonical) }
        let path = parts.path.split(separator: "/").map(String.init)
        return path.count == 2 ? tags[Name(namespace: path[0], name: "\(path[1]):\(parts.tag ?? "latest")")] : nil
    }

    // MARK: Writing

    /// What the server makes of an image that is written into an object.
    private func resolved(_ image: String, in object: Object, _ namespace: String) -> String {
        // Not for DeploymentConfigs, whose Pods have a controller.
        guard object.kind != "dc", let parts = ImageReference(image).parts, parts.digest == nil else { return image }
        let last = String(parts.path.split(separator: "/").last ?? "")
        let isShort = parts.registry == nil && !parts.path.contains("/")
        let isLookedUp = isShort && lookedUp.contains(Name(namespace: namespace, name: last))
        guard object.isResolving || isLookedUp else { return image }
        // Registry and path are ignored, and so is the namespace that the reference names.
        let tag = "\(last):\(parts.tag ?? "latest")"
        if let digest = tags[Name(namespace: namespace, name: tag)] { return "\(Self.host)/\(namespace)/\(last)@\(digest)" }
        return isLookedUp ? "\(Self.host)/\(namespace)/\(tag)" : image
    }

    private mutating func write(_ image: String, into container: String, of id: Name) {
        guard let object = objects[id], let place = object.containers.firstIndex(where: { $0.name == container }) else {
            refusals.append("no container \(container) in \(id)")
            return
        }
        // Images whose text does not change are left alone.
        guard object.containers[place].image != image else { return }
        let written = resolved(image, in: object, id.namespace)
        objects[id]?.containers[place].image = written
        runTriggers(of: id)
    }

    /// What a live trigger writes, it writes again over whatever was written beside it.
    private mutating func runTriggers(of id: Name) {
        for trigger in objects[id]?.triggers ?? [] where !trigger.isPaused {
            guard let digest = tags[trigger.tag],
                let place = objects[id]?.containers.firstIndex(where: { $0.name == trigger.container })
            else { continue }
            let stream = String(trigger.tag.name.prefix { $0 != ":" })
            objects[id]?.containers[place].image = "\(Self.host)/\(trigger.tag.namespace)/\(stream)@\(digest)"
        }
    }

    // MARK: Commands

    mutating func run(_ command: String) {
        guard !command.hasPrefix("#") else { return }
        var words = Self.words(command)
        guard words.first == "oc" else { return refusals.append(command) }
        words.removeFirst()
        var namespace = ""
        if words.first == "-n" {
            namespace = words[1]
            words.removeFirst(2)
        }
        switch words.prefix(2) {
        case ["tag", "--scheduled"] where words.count == 4: tag(words[2], words[3], command)
        case ["set", "image-lookup"] where words.count == 3: lookUp(words[2], namespace)
        case ["set", "image"] where words.count == 4:
            let change = words[3].split(separator: "=", maxSplits: 1).map(String.init)
            write(change[1], into: change[0], of: Name(namespace: namespace, name: words[2]))
        case ["set", "triggers"] where words.count == 6: setTrigger(words, namespace)
        default: refusals.append(command)
        }
    }

    private mutating func tag(_ source: String, _ target: String, _ command: String) {
        // Without a registry the source is a stream's, and only images of registries take flags for importing.
        guard let parts = ImageReference(source).parts, parts.registry != nil, let slash = target.firstIndex(of: "/") else {
            return refusals.append(command)
        }
        let name = Name(namespace: String(target[..<slash]), name: String(target[target.index(after: slash)...]))
        guard ImageReference(name.name).parts.map({ $0.registry == nil && $0.tag != nil }) == true else {
            return refusals.append(command)
        }
        tags[name] = digest(of: source)
        for (id, object) in objects where object.triggers.contains(where: { $0.tag == name }) { runTriggers(of: id) }
    }

    private mutating func lookUp(_ target: String, _ namespace: String) {
        guard target.contains("/") else {
            lookedUp.insert(Name(namespace: namespace, name: target))
            return
        }
        let id = Name(namespace: namespace, name: target)
        objects[id]?.isResolving = true
        guard let object = objects[id] else { return refusals.append(target) }
        for (place, container) in object.containers.enumerated() {
            let written = resolved(container.image, in: object, namespace)
            objects[id]?.containers[place].image = written
        }
    }

    private mutating func setTrigger(_ words: [String], _ namespace: String) {
        let from = words[3].dropFirst("--from-image=".count).split(separator: "/").map(String.init)
        let id = Name(namespace: namespace, name: words[2])
        guard words[3].hasPrefix("--from-image="), from.count == 2, words[4] == "-c", objects[id] != nil else {
            return refusals.append(words.joined(separator: " "))
        }
        objects[id]?.triggers.append(Trigger(container: words[5], tag: Name(namespace: from[0], name: from[1]), isPaused: false))
        runTriggers(of: id)
    }

    /// A command as a shell splits it: single quotes, and a backslash before one.
    static func words(_ command: String) -> [String] {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        var isEscaped = false
        for character in command {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if character == "'" {
                isQuoted.toggle()
                word = word ?? ""
            } else if character == "\\", !isQuoted {
                isEscaped = true
            } else if character == " ", !isQuoted {
                if let done = word { words.append(done) }
                word = nil
            } else {
                word = (word ?? "") + String(character)
            }
        }
        return words + (word.map { [$0] } ?? [])
    }
}
