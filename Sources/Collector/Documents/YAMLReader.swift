internal import Yams

/// Reads the documents of a YAML text.
///
/// A YAML document is held as a tree, so its size is bounded; JSON is what large clusters are dumped as.
struct YAMLReader {
    /// The most bytes a YAML text may have.
    static let largestText = 64 << 20
    /// The most values a YAML text may have: each takes some 150 bytes of the tree.
    static let mostValues = 6_000_000
    /// The deepest nesting; libyaml's own limit is 1,000.
    static let deepestNesting = 512

    /// Reads to the end, or throws a ``DocumentProblem`` or what the receiver throws.
    func read(_ text: String, into receiver: some DocumentReceiver) throws {
        guard Self.values(in: text) <= Self.mostValues else { throw DocumentProblem(.tooMuchYAML) }
        guard !YAMLAliases(text).couldMultiply else { throw DocumentProblem(.aliases) }
        var documents = 0
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            while let root = try parser.nextRoot() {
                let place = DocumentPlace(document: documents, line: root.mark?.line)
                if YAMLNode(node: root).shape == .null { continue }
                try check(root, size: text.utf8.count, at: place)
                let merged = try YAMLMerge(place: place).merged(root)
                try check(merged, size: text.utf8.count, at: place)
                try give(YAMLNode(node: merged), at: place, to: receiver)
                documents += 1
            }
        } catch let error as YamlError {
            throw error.problem
        }
        guard documents > 0 else { throw DocumentProblem(.empty) }
    }

    /// How many values a text has, or more: each stands behind one of these. Told before the tree is made.
    static func values(in text: String) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            var values = 0
            var before = UInt8(ascii: "\n")
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "\n"), UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "{"): values += 1
                case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                    if before == UInt8(ascii: "-") || before == UInt8(ascii: ":") || before == UInt8(ascii: "?") { values += 1 }
                default: break
                }
                before = byte
            }
            return values
        }
    }

    private func give(_ root: YAMLNode, at place: DocumentPlace, to receiver: some DocumentReceiver) throws {
        guard root.shape == .object else {
            throw DocumentProblem(.notKubernetes, place: place, isOtherDocument: true)
        }
        let items = root["items"]
        let isList = items?.shape == .array
        if let items, isList {
            try receiver.listBegan(root)
            var place = place
            var index = 0
            try items.forEachElement { item in
                place.item = index
                place.line = item.line
                guard item.shape == .object else { throw DocumentProblem(.noObject, place: place) }
                try receiver.item(item, at: place)
                index += 1
            }
        }
        try receiver.documentEnded(root, isList: isList, at: place)
    }

    /// Aliases make a tree larger than its text. Without them every value, empty ones too, takes a byte or more.
    private func check(_ root: Node, size: Int, at place: DocumentPlace) throws {
        var budget = size + 16
        func visit(_ node: Node, depth: Int) throws {
            budget -= 1
            guard budget > 0 else { throw DocumentProblem(.unfolding, place: place) }
            guard depth <= Self.deepestNesting else { throw DocumentProblem(.tooDeep, place: place) }
            switch node {
            case .mapping(let mapping): for (_, value) in mapping { try visit(value, depth: depth + 1) }
            case .sequence(let sequence): for value in sequence { try visit(value, depth: depth + 1) }
            case .scalar, .alias: break
            }
        }
        try visit(root, depth: 1)
    }
}

extension YamlError {
    /// What libyaml found wrong, without the text around it, which may hold anything.
    var problem: DocumentProblem {
        switch self {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            DocumentProblem(.parser(problem), place: DocumentPlace(document: 0, line: mark.line))
        case .reader(let problem, let offset, _, _):
            DocumentProblem(.parser(problem), place: DocumentPlace(document: 0, offset: offset.map(UInt64.init)))
        case .duplicatedKeysInMapping(_, let context):
            DocumentProblem(.repeatedName, place: DocumentPlace(document: 0, line: context.mark.line))
        default: DocumentProblem(.unreadableYAML)
        }
    }
}
