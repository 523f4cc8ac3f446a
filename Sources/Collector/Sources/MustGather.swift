internal import Glibc
internal import Model

/// The parts of a folder that `oc adm must-gather` or `oc adm inspect` wrote: `namespaces/NS/GROUP/…`, at any depth.
///
/// https://github.com/openshift/must-gather
struct MustGather {
    /// Paths of the files to read, as lists of names below the folder.
    let files: [[String]]
    /// When the tool says it began.
    let startedAt: Instant?

    /// Nil where the folder holds no such tree.
    init?(_ tree: FileTree, root: String, kinds: Kinds = .builtIn) {
        let above = root.split(separator: "/").map(String.init).filter { $0 != "." }
        files = tree.files.filter { Self.isPart(above.suffix(1) + $0, of: kinds) }
        guard !files.isEmpty else { return nil }
        let stamps = tree.files.filter { $0.last == "timestamp" }.sorted { $0.count < $1.count }
        startedAt = stamps.lazy.compactMap { Self.instant(inFile: ([root] + $0).joined(separator: "/")) }.first
    }

    /// Whether a file lies where the record's kinds do: in the folder of their group, or of the core group in a file of theirs alone,
    /// since that folder holds events, secrets and all the rest.
    private static func isPart(_ names: [String], of kinds: Kinds) -> Bool {
        names.indices.contains { place in
            guard names[place] == "namespaces", place + 3 < names.count else { return false }
            let group = names[place + 2]
            if group != "core" { return kinds.all.contains { $0.kind.group == group } }
            return kinds.kind(spelling: names[place + 3].withoutDumpSuffix).map(\.group.isEmpty) ?? false
        }
    }

    /// The first line of a `timestamp` file: Go's `2021-08-03 12:11:56.91501602 +0200 CEST m=+1.651641915`.
    private static func instant(inFile path: String) -> Instant? {
        guard let file = try? FileBytes(path: path), let start = try? SniffedBytes(file, count: 200).start else {
            return nil
        }
        return instant(String(decoding: start, as: UTF8.self))
    }

    static func instant(_ text: String) -> Instant? {
        let words = text.prefix { $0 != "\n" }.split(separator: " ")
        guard words.count >= 3 else { return nil }
        return Instant("\(words[0])T\(words[1])\(words[2])")
    }
}
