public import Model

/// A folder of dated dumps: each entry whose name is an instant is one snapshot, a file or a folder.
public struct DumpFolder: Sendable {
    /// One dated dump.
    public struct Entry: Sendable, Hashable {
        /// When its name says it was taken.
        public let instant: Instant
        /// The entry's own name.
        public let name: String
        /// The path to read it from.
        public let path: String
    }

    /// The dated dumps, oldest first.
    public let entries: [Entry]
    /// The names of the other entries, sorted.
    public let others: [String]

    /// Lists a folder, or throws a ``SourceError`` where it cannot be listed or two entries mean the same instant.
    public init(path: String) throws {
        var entries: [Instant: Entry] = [:]
        var others: [String] = []
        for name in try FileTree.names(in: path) {
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            let stem = FileTree.isFolder(file) ? name : name.withoutDumpSuffix
            guard let instant = Instant(stem) else {
                others.append(name)
                continue
            }
            if let other = entries[instant] {
                throw SourceError(
                    file: path, reason: "\(other.name.printable) and \(name.printable) are the same instant",
                    advice: "keep one of them, or put both in one folder of that name")
            }
            entries[instant] = Entry(instant: instant, name: name, path: file)
        }
        self.entries = entries.values.sorted { $0.instant < $1.instant }
        self.others = others
    }
}
