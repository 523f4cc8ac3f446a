package import Collector
internal import Texts

extension DocumentProblem: CustomStringConvertible {
    /// What is wrong with the text, without where.
    package var reason: String { fault.words }

    /// What is wrong with the text, without where.
    package var description: String { reason }
}

extension DocumentPlace: CustomStringConvertible {
    /// `document 2, items[3], line 4, byte 5`.
    package var description: String {
        var parts: [String] = []
        if document > 0 { parts.append("document \(document + 1)") }
        if let item { parts.append("items[\(item)]") }
        if let line { parts.append("line \(line)") }
        if let offset { parts.append("byte \(offset)") }
        return parts.joined(separator: ", ")
    }
}

extension DocumentFault {
    /// What is wrong with the text, and what to do where that differs from dumping again.
    var words: String {
        switch self {
        case .empty: "it is empty"
        case .blank: "it begins with nothing but white space"
        case .noMemory: "there is not enough memory to read it"
        case .tooLarge: "it is larger than any cluster's dump"
        case .tooManyObjects: "it holds more objects than any cluster"
        case .parser(let words): words
        case .largeObject: "one object is larger than isinventory reads"
        case .cutOff: "it ends in the middle of an object"
        case .noJSONObject: "a JSON object was expected here"
        case .noItem: "an object was expected in items here"
        case .itemsTwice: "items stands twice in one object"
        case .readOn: "reading went on after an error"
        case .itemsEscaped: "its items are not written as items"
        case .unreadableJSON: "it cannot be read"
        case .unreadableYAML: "it cannot be read as YAML"
        case .tooMuchYAML: "it is more YAML than isinventory reads; dump it with -o json"
        case .aliases: "it repeats itself by aliases, which no dump does; dump it with -o json"
        case .unfolding: "its aliases unfold to more than the file holds"
        case .tooDeep: "it is nested deeper than any Kubernetes object"
        case .repeatedName: "a name stands twice in one mapping"
        case .mergeKey: "a merge key (<<) needs a mapping, or a list of mappings"
        case .notKubernetes: "it is not a Kubernetes object"
        case .noObject: "an object was expected here"
        case .notUTF8: "it is not UTF-8 text"
        case .utf16: "it is UTF-16 text, as PowerShell's > writes; save it as UTF-8"
        case .binary: "it is binary, not text"
        case .array: "it is an array, not a Kubernetes object or List"
        case .markup: "it is HTML or XML, perhaps a login page, not a dump"
        case .other(let format, let beginning):
            format.words + (beginning.map { "; it begins with “\($0.printable)”" } ?? "")
        case .archiveWithin: "it is an archive within a folder or archive; unpack it, or name it by itself"
        case .archive(let fault): fault.words
        }
    }
}

extension DocumentFault.Format {
    fileprivate var words: String {
        switch self {
        case .json: "it is not JSON"
        case .object: "it is not a Kubernetes object"
        case .any: "it is neither JSON nor YAML"
        }
    }
}

extension ArchiveFault {
    fileprivate var words: String {
        switch self {
        case .noLibrary:
            "it is packed, and libarchive, which unpacks it, is not installed (Debian: libarchive13); unpack it first, or install that"
        case .cutOff: "it ends before the archive does"
        case .noIndex: "it ends before the archive does: the index at the end of a ZIP archive is missing"
        case .damaged(let words): "it cannot be unpacked: \((words ?? "it is damaged").printable)"
        case .tooLarge: "it unpacks to more than any cluster's dump"
        case .tooDense(let times): "it unpacks to more than \(times) times its size, which no dump does"
        case .tooManyFiles: "it holds more files than any cluster's dump"
        case .unreadableName: "one of its entries has a name that is no text"
        case .longPath(let path): "the path \(path.printable) in it is longer than any system's"
        case .leadsOut(let path): "its entry \(path.printable) leads out of it"
        case .tooDeep: "its folders are nested too deeply"
        }
    }
}
