internal import Glibc
public import Model
internal import Texts

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
        try read(cluster: cluster, takenAt: takenAt, now: .now)
    }

    /// Reads everything as of when a must-gather says itself that it was made, and anything else as of now.
    ///
    /// - Parameter now: What the clock says.
    /// - Throws: ``SourceError`` before anything is recorded, also where a must-gather does not say.
    public func read(cluster: String, now: Instant) throws -> Collected {
        try read(cluster: cluster, takenAt: nil, now: now)
    }

    private func read(cluster: String, takenAt: Instant?, now: Instant) throws -> Collected {
        switch location {
        case .standardInput:
            let bytes: any ByteSource
            switch try Opened(FileBytes(standardInput: ()), name: "standard input") {
            case .tree(let tree): return try readTree(tree, above: [], cluster: cluster, takenAt: takenAt, now: now)
            case .file(let opened): bytes = opened
            }
            let gathering = try gathering("standard input")
            try DumpFile(standardInput: bytes).read(into: gathering)
            return try gathering.assembled(cluster: cluster, takenAt: takenAt ?? now, source: "standard input")
        case .path(let path) where FileTree.isFolder(path):
            let tree = try FileTree(path: path.withoutTrailingSlashes)
            let above = FileTree.resolved(path)?.pathNames ?? []
            return try readTree(tree, above: above, cluster: cluster, takenAt: takenAt, now: now)
        case .path(let path):
            let bytes: any ByteSource
            switch try Opened(path) {
            case .tree(let tree): return try readTree(tree, above: [], cluster: cluster, takenAt: takenAt, now: now)
            case .file(let opened): bytes = opened
            }
            // A file of a must-gather that is named by itself is still one of its namespace's folder.
            let namespace = FileTree.resolved(path).flatMap { MustGather.namespace(of: $0.pathNames, kinds) }
            let gathering = try namespace.map { mustGathering([ExactText($0)]) } ?? gathering(path)
            try DumpFile(path: path, bytes, namespace: namespace, kinds: kinds).read(into: gathering)
            return try gathering.assembled(
                cluster: cluster, takenAt: takenAt ?? now, source: "file \(path.lastPathComponent)")
        }
    }

    private func gathering(_ display: String) throws -> SnapshotBuilder {
        guard let scope else {
            throw SourceError(
                file: display, reason: "which namespaces it covers is not known",
                advice: "pass -A if it is a dump of all of them, or -n NAMESPACE for each that it covers")
        }
        return SnapshotBuilder(scope: scope, covers: covers, leavesOut: false, kinds: kinds)
    }

    private func mustGathering(_ namespaces: Set<ExactText>) -> SnapshotBuilder {
        SnapshotBuilder(
            scope: scope ?? .all, covers: covers, leavesOut: true, folders: namespaces, claimsAll: scope == .all, kinds: kinds)
    }

    private func readTree(
        _ tree: FileTree, above: [String], cluster: String, takenAt: Instant?, now: Instant
    ) throws -> Collected {
        let path = tree.root
        let mustGather = MustGather(tree, above: above, kinds: kinds)
        let files =
            mustGather?.files.map { DumpFile($0.names, in: tree, above: above, namespace: $0.namespace, kinds: kinds) }
            ?? tree.files.filter { $0.last?.isDumpName ?? false }
            .map { DumpFile($0, in: tree, above: above, namespace: nil, kinds: kinds) }
        guard !files.isEmpty else {
            throw SourceError(
                file: path, reason: "it holds no .json, .yaml or .yml file",
                advice: "name the folder that the dumps are in")
        }
        let gathering = try mustGather.map { mustGathering($0.namespaces) } ?? gathering(path)
        for names in mustGather?.identifying ?? [] {
            let file = DumpFile(names, in: tree, above: above, namespace: nil, kinds: kinds)
            try gathering.identify(try file.identity(), from: file.origin.file)
        }
        for file in files { try file.read(into: gathering) }
        guard gathering.strays.count + gathering.emptyFiles.count < files.count else {
            throw SourceError(
                file: path, reason: "none of its files holds a Kubernetes object",
                advice: "name the folder that the dumps are in")
        }
        let time = try mustGather.map { _ in try Self.time(of: tree, given: takenAt, now: now) } ?? (takenAt ?? now, nil)
        let kind = mustGather != nil ? "must-gather" : tree.isArchive ? "archive" : "folder"
        var collected = try gathering.assembled(
            cluster: cluster, takenAt: time.0, source: "\(kind) \(path.lastPathComponent)")
        collected.suggestedInstant = time.1?.instant
        if let remark = time.1?.remark(takenAt: time.0, isGiven: takenAt != nil) { collected.remarks.append(remark) }
        collected.remarks += tree.remarks(reading: files.count + (mustGather?.identifying.count ?? 0), of: path)
        return collected
    }

    /// When a must-gather is to be recorded as taken at, and what it says itself of that.
    private static func time(
        of tree: FileTree, given: Instant?, now: Instant
    ) throws -> (Instant, GatheringTime?) {
        let path = tree.root
        let own = GatheringTime(tree, now: now)
        if let given { return (given, own) }
        let advice = "pass --taken-at with the time it was made at"
        if let own {
            guard own.isPossible(now: now) else {
                throw SourceError(
                    file: path, reason: "it says that it was made at \(own.instant), which is more than a day ahead of now",
                    advice: advice)
            }
            return (own.instant, own)
        }
        let newest = tree.files.compactMap { tree.changed($0) }.max()
        guard let newest, abs(newest.secondsSince1970 - now.secondsSince1970) <= 86_400 else {
            throw SourceError(
                file: path, reason: "it holds no `timestamp` and no other time that says when it was made", advice: advice)
        }
        return (now, nil)
    }
}

extension GatheringTime {
    /// What to say of the time that was taken for the snapshot's.
    fileprivate func remark(takenAt: Instant, isGiven: Bool) -> String? {
        if isGiven {
            guard instant != takenAt else { return nil }
            return isOwn
                ? "the must-gather was begun at \(instant), and is recorded as taken at \(takenAt)"
                : "the newest event or log in the must-gather is of \(instant); it is recorded as taken at \(takenAt)"
        }
        return isOwn
            ? "the must-gather was begun at \(instant), and is recorded as of then"
            : "the must-gather does not say when it was made; it is recorded as of its newest event or log, \(instant)"
    }
}

extension FileTree {
    /// What was not read, a sentence each.
    fileprivate func remarks(reading read: Int, of path: String) -> [String] {
        var remarks: [String] = []
        let others = files.count - read + ignored
        if others > 0 {
            remarks.append("\(others.counted("other file")) in \(path.printable) \(others == 1 ? "was" : "were") not read")
        }
        if !leadingOut.isEmpty {
            remarks.append("links to folders outside of \(path.printable) were not followed: \(leadingOut.examples)")
        }
        return remarks
    }
}

extension Sequence<String> {
    /// The first few, and how many more.
    var examples: String {
        let all = Array(self)
        let few = all.prefix(3).map(\.printable).joined(separator: ", ")
        return all.count > 3 ? "\(few) and \(all.count - 3) more" : few
    }
}

extension String {
    /// Whether the name is one that dumps have in a folder.
    var isDumpName: Bool { withoutDumpSuffix != self }

    /// A path's names.
    var pathNames: [String] { split(separator: "/").map(String.init) }

    fileprivate var withoutTrailingSlashes: String {
        var path = self
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return path
    }
}
