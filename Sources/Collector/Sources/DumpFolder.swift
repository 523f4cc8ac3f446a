public import Model

/// A folder of dated dumps: each entry whose name tells an instant is one snapshot, a file, an archive or a folder. A must-gather
/// whose name tells none is of its own time.
public struct DumpFolder: Sendable {
    /// One dated dump.
    public struct Entry: Sendable, Hashable {
        /// When its name, or a must-gather itself, says it was taken.
        public let instant: Instant
        /// The entry's own name.
        public let name: String
        /// The path to read it from.
        public let path: String
    }

    /// The dated dumps, oldest first.
    public let entries: [Entry]
    /// The names of the other entries, sorted; hidden ones are no dumps.
    public let others: [String]

    /// Lists a folder, or throws a ``SourceError`` where it cannot be listed or two entries mean the same instant.
    public init(path: String) throws {
        var entries: [Instant: Entry] = [:]
        var others: [String] = []
        for name in try FileTree.names(in: path) where !name.hasPrefix(".") {
            let file = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            guard let instant = try Self.instant(of: name, at: file) else {
                others.append(name)
                continue
            }
            if let other = entries[instant] {
                throw SourceError(file: path, .sameInstant(other.name, name, instant))
            }
            entries[instant] = Entry(instant: instant, name: name, path: file)
        }
        self.entries = entries.values.sorted { $0.instant < $1.instant }
        self.others = others
    }

    /// When a must-gather says itself that it was made, a folder or an archive of one.
    private static func ownTime(of path: String) throws -> Instant? {
        let tree: FileTree
        if FileTree.isFolder(path) {
            tree = try FileTree(path: path)
        } else if case .tree(let archive) = try Opened(path) {
            tree = archive
        } else {
            return nil
        }
        let now = Instant.now
        return GatheringTime(tree, now: now).flatMap { $0.isPossible(now: now) ? $0.instant : nil }
    }

    private static func instant(of name: String, at path: String) throws -> Instant? {
        let isFolder = FileTree.isFolder(path)
        let isMustGather = name.hasPrefix("must-gather.local.") || name.hasPrefix("inspect.local.")
        if isMustGather, let own = try ownTime(of: path) { return own }
        guard !isFolder else { return DatedName(isMustGather ? name.withoutNumberOfMustGather : name).instant }
        // What has another suffix than dumps have is something else: `2026-01-05.log`.
        let stem = name.withoutArchiveSuffix ?? (name.isDumpName ? name.withoutDumpSuffix : name)
        guard stem != name || Instant(name) != nil || !name.contains(".") else { return nil }
        return DatedName(isMustGather ? stem.withoutNumberOfMustGather : stem).instant
    }
}

extension String {
    /// What stands behind `must-gather.local.1234`, whose number is by chance.
    fileprivate var withoutNumberOfMustGather: String {
        let parts = split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        return parts.count == 3 ? String(parts[2].drop { $0.isNumber }) : self
    }
}
