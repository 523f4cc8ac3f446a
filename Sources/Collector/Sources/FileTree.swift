internal import Glibc

/// The regular files below a folder, in sorted order; links to folders are not followed, since they may lead in circles.
struct FileTree {
    /// Paths relative to the folder, as lists of names.
    private(set) var files: [[String]] = []
    /// Things that are neither a regular file nor a folder, and hidden ones.
    private(set) var ignored = 0

    private static let deepest = 64

    /// Lists a folder, or throws a ``SourceError`` that names what could not be listed.
    init(path: String) throws {
        try visit([], of: path)
    }

    private mutating func visit(_ names: [String], of root: String) throws {
        guard names.count <= Self.deepest else {
            throw SourceError(
                file: root, reason: "its folders are nested too deeply", advice: "name the folder of the dump")
        }
        for name in try Self.names(in: ([root] + names).joined(separator: "/")) {
            let path = ([root] + names + [name]).joined(separator: "/")
            switch Self.kind(of: path, followsLinks: false) {
            case S_IFDIR where !name.hasPrefix("."): try visit(names + [name], of: root)
            case S_IFREG where !name.hasPrefix("."): files.append(names + [name])
            case S_IFLNK where !name.hasPrefix(".") && Self.kind(of: path, followsLinks: true) == S_IFREG:
                files.append(names + [name])
            default: ignored += 1
            }
        }
    }

    /// A folder's entries in sorted order.
    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else {
            throw SourceError(
                file: folder, reason: SystemProblem(code: errno).reason, advice: "check the path and its permissions")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// The file type bits of `stat(2)`; nil where there is nothing.
    static func kind(of path: String, followsLinks: Bool) -> mode_t? {
        var status = stat()
        let result = followsLinks ? stat(path, &status) : lstat(path, &status)
        return result == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Whether the path is a folder, or a link to one.
    static func isFolder(_ path: String) -> Bool { kind(of: path, followsLinks: true) == S_IFDIR }
}
