internal import Glibc
public import Model

/// A dump in files: what `oc get … -o json` or `-o yaml` printed, a folder of such files, or a must-gather.
public struct FileSource: Sendable {
    /// Where the dump is.
    public enum Location: Sendable, Hashable {
        /// A file or a folder.
        case path(String)
        /// What is piped in.
        case standardInput
    }

    private let location: Location
    private let scope: Scope?
    private let covers: Set<ObjectKind>
    private let kinds: Kinds

    /// Describes a dump.
    ///
    /// - Parameters:
    ///   - scope: Which namespaces it is a dump of. Only a must-gather says so itself.
    ///   - covers: Kinds it covers even if it names none of them, such as those of which the cluster has no object.
    ///   - kinds: What is looked for.
    public init(
        _ location: Location, scope: Scope?, covers: Set<ObjectKind> = [], kinds: Kinds = .builtIn
    ) {
        self.kinds = kinds
        self.location = location
        self.scope = scope
        self.covers = covers
    }

    /// Reads everything, or throws a ``SourceError`` before anything is recorded.
    public func read(cluster: String, takenAt: Instant) throws -> Collected {
        switch location {
        case .standardInput:
            let gathering = try gathering("standard input")
            try DumpFile(display: "standard input", path: nil).read(into: gathering)
            return try gathering.assembled(cluster: cluster, takenAt: takenAt, source: "standard input")
        case .path(let path) where FileTree.isFolder(path):
            return try readFolder(path.withoutTrailingSlashes, cluster: cluster, takenAt: takenAt)
        case .path(let path):
            let gathering = try gathering(path)
            try DumpFile(display: path, path: path).read(into: gathering)
            return try gathering.assembled(cluster: cluster, takenAt: takenAt, source: "file \(path.lastPathComponent)")
        }
    }

    private func gathering(_ display: String) throws -> Gathering {
        guard let scope else {
            throw SourceError(
                file: display, reason: "which namespaces it covers is not known",
                advice: "pass -A if it is a dump of all of them, or -n NAMESPACE for each that it covers")
        }
        return Gathering(scope: scope, covers: covers, leavesOut: false, kinds: kinds)
    }

    private func readFolder(_ path: String, cluster: String, takenAt: Instant) throws -> Collected {
        let tree = try FileTree(path: path)
        let mustGather = MustGather(tree, root: path, kinds: kinds)
        let candidates = mustGather?.files ?? tree.files
        let files = candidates.filter { $0.last?.isDumpName ?? false }
        guard !files.isEmpty else {
            throw SourceError(
                file: path, reason: "it holds no .json, .yaml or .yml file",
                advice: "name the folder that the dumps are in")
        }
        let gathering =
            try mustGather == nil
            ? gathering(path) : Gathering(scope: scope ?? .all, covers: covers, leavesOut: true, kinds: kinds)
        for names in files {
            let file = ([path] + names).joined(separator: "/")
            try DumpFile(display: file, path: file).read(into: gathering)
        }
        let kind = mustGather == nil ? "folder" : "must-gather"
        var collected = try gathering.assembled(
            cluster: cluster, takenAt: takenAt, source: "\(kind) \(path.lastPathComponent)")
        let others = tree.files.count - files.count + tree.ignored
        if others > 0 { collected.remarks.append("\(others) other files in \(path.printable) were not read") }
        collected.suggest(mustGather?.startedAt)
        return collected
    }
}

extension Collected {
    fileprivate mutating func suggest(_ instant: Instant?) {
        suggestedInstant = instant
        guard let instant, instant != header.takenAt else { return }
        remarks.append("the must-gather was begun at \(instant), and is recorded as taken at \(header.takenAt)")
    }
}

extension String {
    /// Whether the name is one that dumps have in a folder.
    var isDumpName: Bool { withoutDumpSuffix != self }

    fileprivate var withoutTrailingSlashes: String {
        var path = self
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
