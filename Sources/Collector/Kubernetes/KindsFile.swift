internal import Glibc
public import Model
internal import Record
internal import Texts
internal import Yams

/// Kinds of workloads that somebody wrote down: `--kinds FILE`, described in docs/kinds.md.
public struct KindsFile {
    /// A file of more bytes is none that a person wrote.
    static let mostBytes = 256 << 10
    /// So many kinds at most, since each is a list to ask for at every look.
    static let mostKinds = 100

    private let file: String
    private var definitions: [KindDefinition] = []
    /// Short names that are taken, and whose they are.
    private var shortNames: [String: ObjectKind] = [:]

    /// The kinds that are built in, and those of a file.
    ///
    /// - Throws: ``SourceError``, which names the file and the line.
    public static func kinds(in path: String) throws -> Kinds {
        try kinds(text: text(of: path), file: path)
    }

    static func kinds(text: String, file: String) throws -> Kinds {
        var reading = KindsFile(file: file)
        for definition in Kinds.builtIn.all {
            for name in definition.shortNames { reading.shortNames[name] = definition.kind }
        }
        try reading.read(text)
        return Kinds(Kinds.builtIn.all + reading.definitions)
    }

    private init(file: String) { self.file = file }

    private static func text(of path: String) throws -> String {
        let problem: String
        do {
            let file = try FileBytes(path: path)
            let bytes = try SniffedBytes(file, count: mostBytes + 1).start
            guard bytes.count <= mostBytes else {
                throw SourceError(file: path, reason: "it is larger than 256 KiB, which no list of kinds is", advice: advice)
            }
            if let text = String(validating: bytes, as: UTF8.self) { return text }
            problem = "it is not UTF-8 text"
        } catch let error as SystemProblem {
            throw SourceError(file: path, reason: error.reason, advice: "check the path and its permissions")
        }
        throw SourceError(file: path, reason: problem, advice: advice)
    }

    private static let advice = "docs/kinds.md shows how it is written"

    private func problem(_ node: YAMLNode?, _ reason: String) -> SourceError {
        let line = node?.line.map { "line \($0): " } ?? ""
        return SourceError(file: file, reason: line + reason, advice: Self.advice)
    }

    private mutating func read(_ text: String) throws {
        guard !YAMLAliases(text).couldMultiply else { throw problem(nil, "it repeats itself by aliases") }
        let root: YAMLNode
        do {
            guard let node = try Yams.compose(yaml: text) else { throw problem(nil, "it is empty") }
            root = YAMLNode(node: node)
        } catch let error as YamlError {
            let told = error.problem
            throw SourceError(
                file: file, reason: [told.place.map { "\($0)" }, told.reason].compactMap { $0 }.joined(separator: ": "),
                advice: Self.advice)
        }
        try refuseOthers(than: ["kinds"], in: root, "the file")
        guard let list = root["kinds"], list.shape == .array else { throw problem(root, "it has no list called kinds") }
        try list.forEachElement { entry in
            guard definitions.count < Self.mostKinds else { throw problem(entry, "more than \(Self.mostKinds) kinds") }
            definitions.append(try definition(entry))
        }
        guard !definitions.isEmpty else { throw problem(list, "its list of kinds is empty") }
    }

    private mutating func definition(_ entry: YAMLNode) throws -> KindDefinition {
        let keys = [
            "group", "versions", "kind", "resource", "shortNames", "template", "templateElsewhere", "replicas", "unowned",
        ]
        try refuseOthers(than: keys, in: entry, "a kind")
        let name = try word("kind", of: entry, as: "a name such as Widget") { $0.isKindName }
        let group = try word("group", of: entry, as: "an API group such as shop.example.com") { $0.isGroup }
        let resource = try word("resource", of: entry, as: "a plural such as widgets") { $0.isResource }
        let versions = try words("versions", of: entry, as: "a version such as v1 or v1beta1") { $0.isVersion }
        guard !versions.isEmpty else { throw problem(entry, "\(name) has no versions; write versions: [v1]") }
        guard let template = try path("template", of: entry) else {
            throw problem(entry, "\(name) has no template; write where its pod template is, as template: spec.template")
        }
        let kind = ObjectKind(group: group, name: name, resource: resource)
        guard Kinds.builtIn[kind] == nil else { throw problem(entry["kind"], "\(kind.qualified) is built in") }
        guard !definitions.contains(where: { $0.kind == kind }) else {
            throw problem(entry["kind"], "\(kind.qualified) stands twice")
        }
        let short = try words("shortNames", of: entry, as: "a short name such as wd") { $0.isResource }
        for name in short {
            if let taken = shortNames.updateValue(kind, forKey: name) {
                throw problem(entry["shortNames"], "the short name \(name) is \(taken.title)'s")
            }
        }
        var unowned = false
        if let node = entry.present("unowned") {
            guard let truth = node.boolean else { throw problem(node, "unowned is true or false") }
            unowned = truth
        }
        return KindDefinition(
            kind, versions: versions, resource: resource, shortNames: short,
            workload: .init(
                template: template, replicas: try path("replicas", of: entry),
                templateElsewhere: try path("templateElsewhere", of: entry), isOnlyUnowned: unowned, triggers: .ignored,
                resolvesNames: false))
    }

    private func refuseOthers(than keys: [String], in node: YAMLNode, _ what: String) throws {
        guard node.shape == .object else { throw problem(node, "\(what) is not written as names and values") }
        try node.forEachMember { key, value in
            guard keys.contains(key) else {
                throw problem(value, "\(what) has no \(key.printable); there are \(keys.joined(separator: ", "))")
            }
        }
    }

    private func word(_ key: String, of entry: YAMLNode, as what: String, _ isGood: (String) -> Bool) throws -> String {
        guard let node = entry.present(key) else { throw problem(entry, "a kind lacks \(key), which is \(what)") }
        guard let text = node.text, isGood(text) else { throw problem(node, "\(key) is not \(what)") }
        return text
    }

    private func words(_ key: String, of entry: YAMLNode, as what: String, _ isGood: (String) -> Bool) throws -> [String] {
        guard let node = entry.present(key) else { return [] }
        guard node.shape == .array else { throw problem(node, "\(key) is not a list") }
        var words: [String] = []
        try node.forEachElement { element in
            guard let text = element.text, isGood(text), !words.contains(text), words.count < 16 else {
                throw problem(element, "\(key) has what is not \(what), the same one twice, or too many")
            }
            words.append(text)
        }
        return words
    }

    /// `spec.template`, also as kubectl writes it, `.spec.template`.
    private func path(_ key: String, of entry: YAMLNode) throws -> [String]? {
        guard let node = entry.present(key) else { return nil }
        guard var text = node.text else { throw problem(node, "\(key) is not a path such as spec.template") }
        if text.hasPrefix(".") { text.removeFirst() }
        let members = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard members.count <= 16, members.allSatisfy(\.isMember) else {
            throw problem(node, "\(key) is not a path such as spec.template: names of members with dots between")
        }
        return members
    }
}

extension String {
    private func consists(of set: (UInt8) -> Bool, atMost most: Int) -> Bool {
        !isEmpty && utf8.count <= most && utf8.allSatisfy(set)
    }

    fileprivate var isKindName: Bool { consists(of: \.isLetterOrDigit, atMost: 63) && utf8.first.map(\.isUpper) == true }

    fileprivate var isResource: Bool {
        consists(of: { $0.isLowerOrDigit || $0 == UInt8(ascii: "-") }, atMost: 63) && first != "-" && last != "-"
    }

    /// A group of its own has a domain's name; those without a dot are Kubernetes'.
    fileprivate var isGroup: Bool {
        let labels = split(separator: ".", omittingEmptySubsequences: false)
        return utf8.count <= 253 && labels.count > 1 && labels.allSatisfy { String($0).isResource }
    }

    /// https://kubernetes.io/docs/reference/using-api/#api-versioning
    fileprivate var isVersion: Bool { wholeMatch(of: /v[1-9][0-9]{0,3}((alpha|beta)[1-9][0-9]{0,3})?/) != nil }

    fileprivate var isMember: Bool {
        consists(of: { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }, atMost: 100)
    }
}

extension UInt8 {
    fileprivate var isUpper: Bool { (0x41...0x5A).contains(self) }
    fileprivate var isLowerOrDigit: Bool { (0x61...0x7A).contains(self) || (0x30...0x39).contains(self) }
    fileprivate var isLetterOrDigit: Bool { isUpper || isLowerOrDigit }
}
