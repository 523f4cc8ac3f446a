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
        guard let scope else { throw SourceError(file: display, .unknownScope) }
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
        guard !files.isEmpty else { throw SourceError(file: path, .noDump) }
        let gathering = try mustGather.map { mustGathering($0.namespaces) } ?? gathering(path)
        for names in mustGather?.identifying ?? [] {
            let file = DumpFile(names, in: tree, above: above, namespace: nil, kinds: kinds)
            try gathering.identify(try file.identity(), from: file.origin.file)
        }
        for file in files { try file.read(into: gathering) }
        guard gathering.strays.count + gathering.emptyFiles.count < files.count else {
            throw SourceError(file: path, .noObject)
        }
        let time = try mustGather.map { _ in try Self.time(of: tree, given: takenAt, now: now) } ?? (takenAt ?? now, nil)
        let kind = mustGather != nil ? "must-gather" : tree.isArchive ? "archive" : "folder"
        var collected = try gathering.assembled(
            cluster: cluster, takenAt: time.0, source: "\(kind) \(path.lastPathComponent)")
        collected.suggestedInstant = time.1?.instant
        if let remark = time.1?.remark(takenAt: time.0, isGiven: takenAt != nil) { collected.findings.append(remark) }
        collected.findings += tree.remarks(reading: files.count + (mustGather?.identifying.count ?? 0), of: path)
        return collected
    }

    /// When a must-gather is to be recorded as taken at, and what it says itself of that.
    private static func time(
        of tree: FileTree, given: Instant?, now: Instant
    ) throws -> (Instant, GatheringTime?) {
        let path = tree.root
        let own = GatheringTime(tree, now: now)
        if let given { return (given, own) }
        if let own {
            guard own.isPossible(now: now) else { throw SourceError(file: path, .ofFuture(own.instant)) }
            return (own.instant, own)
        }
        let newest = tree.files.compactMap { tree.changed($0) }.max()
        guard let newest, abs(newest.secondsSince1970 - now.secondsSince1970) <= 86_400 else {
            throw SourceError(file: path, .undated)
        }
        return (now, nil)
    }
}

extension GatheringTime {
    /// What to say of the time that was taken for the snapshot's.
    fileprivate func remark(takenAt: Instant, isGiven: Bool) -> FileRemark? {
        if isGiven, instant == takenAt { return nil }
        return .gathered(instant, saysSo: isOwn, recordedAs: isGiven ? takenAt : nil)
    }
}

extension FileTree {
    /// What was not read.
    fileprivate func remarks(reading read: Int, of path: String) -> [FileRemark] {
        var remarks: [FileRemark] = []
        let others = files.count - read + ignored
        if others > 0 { remarks.append(.unread(others, in: path)) }
        if !leadingOut.isEmpty { remarks.append(.leadingOut(leadingOut, of: path)) }
        return remarks
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
