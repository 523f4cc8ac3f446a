internal import Glibc
internal import Inventory

/// The parts of a folder that `oc adm must-gather` or `oc adm inspect` wrote: `namespaces/NS/GROUP/…`, at any depth.
///
/// https://github.com/openshift/must-gather
struct MustGather {
    /// The API groups whose folders hold what the record is made of.
    private static let groups: Set<String> = ["apps", "apps.openshift.io", "batch", "image.openshift.io"]

    /// Paths of the files to read, as lists of names below the folder.
    let files: [[String]]
    /// When the tool says it began.
    let startedAt: Instant?

    /// Nil where the folder holds no such tree.
    init?(_ tree: FileTree, root: String) {
        let above = root.split(separator: "/").map(String.init).filter { $0 != "." }
        files = tree.files.filter { Self.isPart(above.suffix(1) + $0) }
        guard !files.isEmpty else { return nil }
        let stamps = tree.files.filter { $0.last == "timestamp" }.sorted { $0.count < $1.count }
        startedAt = stamps.lazy.compactMap { Self.instant(inFile: ([root] + $0).joined(separator: "/")) }.first
    }

    private static func isPart(_ names: [String]) -> Bool {
        names.indices.contains { place in
            names[place] == "namespaces" && place + 3 < names.count && groups.contains(names[place + 2])
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
