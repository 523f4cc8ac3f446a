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
        do {
            let file = try FileBytes(path: path)
            let bytes = try SniffedBytes(file, count: mostBytes + 1).start
            guard bytes.count <= mostBytes else { throw SourceError(file: path, .kinds(.tooLarge)) }
            guard let text = String(validating: bytes, as: UTF8.self) else { throw SourceError(file: path, .kinds(.notUTF8)) }
            return text
        } catch let error as SystemProblem {
            throw SourceError(file: path, .unreadable(error))
        }
    }

    private func problem(_ node: YAMLNode?, _ fault: KindsFault) -> SourceError {
        SourceError(file: file, place: node?.line.map { DocumentPlace(document: 0, line: $0) }, .kinds(fault))
    }

    private mutating func read(_ text: String) throws {
        guard !YAMLAliases(text).couldMultiply else { throw problem(nil, .aliases) }
        let root: YAMLNode
        do {
            guard let node = try Yams.compose(yaml: text) else { throw problem(nil, .empty) }
            root = YAMLNode(node: node)
        } catch let error as YamlError {
            let told = error.problem
            throw SourceError(file: file, place: told.place, .kinds(.document(told.fault)))
        }
        try refuseOthers(than: ["kinds"], in: root, .file)
        guard let list = root["kinds"], list.shape == .array else { throw problem(root, .noList) }
        try list.forEachElement { entry in
            guard definitions.count < Self.mostKinds else { throw problem(entry, .tooManyKinds(Self.mostKinds)) }
            definitions.append(try definition(entry))
        }
        guard !definitions.isEmpty else { throw problem(list, .noKinds) }
    }

    private mutating func definition(_ entry: YAMLNode) throws -> KindDefinition {
        try refuseOthers(than: KindsFault.Field.allCases.map(\.rawValue), in: entry, .kind)
        let name = try word(.kind, of: entry) { $0.isKindName }
        let group = try word(.group, of: entry) { $0.isGroup }
        let resource = try word(.resource, of: entry) { $0.isResource }
        let versions = try words(.versions, of: entry) { $0.isVersion }
        guard !versions.isEmpty else { throw problem(entry, .noVersions(kind: name)) }
        guard let template = try path(.template, of: entry) else { throw problem(entry, .noTemplate(kind: name)) }
        let kind = ObjectKind(group: group, name: name, resource: resource)
        guard Kinds.builtIn[kind] == nil else { throw problem(entry["kind"], .builtIn(kind)) }
        guard !definitions.contains(where: { $0.kind == kind }) else {
            throw problem(entry["kind"], .repeated(kind))
        }
        let short = try words(.shortNames, of: entry) { $0.isResource }
        for name in short {
            if let taken = shortNames.updateValue(kind, forKey: name) {
                throw problem(entry["shortNames"], .taken(shortName: name, by: taken))
            }
        }
        var unowned = false
        if let node = entry.present("unowned") {
            guard let truth = node.boolean else { throw problem(node, .notTruth(.unowned)) }
            unowned = truth
        }
        return KindDefinition(
            kind, versions: versions, resource: resource, shortNames: short,
            workload: .init(
                template: template, replicas: try path(.replicas, of: entry),
                templateElsewhere: try path(.templateElsewhere, of: entry), isOnlyUnowned: unowned, triggers: .ignored,
                resolvesNames: false))
    }

    private func refuseOthers(than keys: [String], in node: YAMLNode, _ level: KindsFault.Level) throws {
        guard node.shape == .object else { throw problem(node, .notMapping(level)) }
        try node.forEachMember { key, value in
            guard keys.contains(key) else {
                throw problem(value, .unknownName(level, key, known: keys))
            }
        }
    }

    private func word(_ field: KindsFault.Field, of entry: YAMLNode, _ isGood: (String) -> Bool) throws -> String {
        guard let node = entry.present(field.rawValue) else { throw problem(entry, .lacks(field)) }
        guard let text = node.text, isGood(text) else { throw problem(node, .wrong(field)) }
        return text
    }

    private func words(_ field: KindsFault.Field, of entry: YAMLNode, _ isGood: (String) -> Bool) throws -> [String] {
        guard let node = entry.present(field.rawValue) else { return [] }
        guard node.shape == .array else { throw problem(node, .notList(field)) }
        var words: [String] = []
        try node.forEachElement { element in
            guard let text = element.text, isGood(text), !words.contains(text), words.count < 16 else {
                throw problem(element, .wrongElement(field))
            }
            words.append(text)
        }
        return words
    }

    /// `spec.template`, also as kubectl writes it, `.spec.template`.
    private func path(_ field: KindsFault.Field, of entry: YAMLNode) throws -> [String]? {
        guard let node = entry.present(field.rawValue) else { return nil }
        guard var text = node.text else { throw problem(node, .notPath(field, isText: false)) }
        if text.hasPrefix(".") { text.removeFirst() }
        let members = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard members.count <= 16, members.allSatisfy(\.isMember) else {
            throw problem(node, .notPath(field, isText: true))
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
