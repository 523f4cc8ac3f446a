internal import Glibc
internal import Model

/// The regular files below a folder, or in an archive, in sorted order.
///
/// A link to a folder is followed where it leads to another place of the same tree that is not listed anyway, such as a hidden one;
/// one that leads out of the tree is named, and not followed.
struct FileTree {
    /// Paths relative to the folder, as lists of names.
    private(set) var files: [[String]] = []
    /// Things that are neither a regular file nor a folder, and hidden ones.
    private(set) var ignored = 0
    /// Links to folders elsewhere, as paths relative to the folder.
    private(set) var leadingOut: [String] = []

    private static let deepest = 64
    /// Where the folder or archive is.
    let root: String
    private let archive: ArchiveTree?
    var isArchive: Bool { archive != nil }
    private var links: [[String]] = []
    private var visited: Set<Place> = []

    /// Which folder it is, whatever it is called.
    private struct Place: Hashable {
        let device: dev_t
        let inode: ino_t
    }

    /// Lists a folder, or throws a ``SourceError`` that names what could not be listed.
    init(path: String) throws {
        root = path
        archive = nil
        try visit([])
        let whole = Self.resolved(path)
        // What stands in the tree under a name of its own is listed by now. Links found behind links come after them.
        var next = 0
        while next < links.count {
            let names = links[next]
            next += 1
            guard let place = Self.place(of: self.path(names)), !visited.contains(place) else { continue }
            if let whole, let target = Self.resolved(self.path(names)), target.hasPrefix(whole == "/" ? "/" : whole + "/") {
                try visit(names)
            } else {
                leadingOut.append(names.joined(separator: "/"))
            }
        }
        files.sort { $0.lexicographicallyPrecedes($1) }
    }

    /// What an archive holds, as if it were a folder.
    init(_ archive: ArchiveTree, path: String) {
        root = path
        self.archive = archive
        files = archive.files
        ignored = archive.ignored
    }

    /// Opens one of the files.
    func open(_ names: [String]) throws -> any ByteSource {
        guard let archive else { return try FileBytes(path: path(names)) }
        guard let bytes = archive.open(names) else { throw SystemProblem(code: ENOENT) }
        return bytes
    }

    /// The last bytes of one of the files, as text; nil where it cannot be read.
    func end(of names: [String], _ count: Int) -> String? {
        guard let archive else { return FileEnd.read(path(names), count) }
        guard let source = archive.open(names) else { return nil }
        return (try? SniffedBytes(source, count: count)).map { String(decoding: $0.start, as: UTF8.self) }
    }

    /// When one of the files was last written.
    func changed(_ names: [String]) -> Instant? {
        if let archive { return archive.changed(names) }
        var status = stat()
        return stat(path(names), &status) == 0 ? Instant(secondsSince1970: Int64(status.st_mtim.tv_sec)) : nil
    }

    private func path(_ names: [String]) -> String { ([root] + names).joined(separator: "/") }

    private mutating func visit(_ names: [String]) throws {
        guard names.count <= Self.deepest else {
            throw SourceError(file: root, .deepFolders)
        }
        if let place = Self.place(of: path(names)) { visited.insert(place) }
        for name in try Self.names(in: path(names)) {
            let path = path(names + [name])
            switch Self.kind(of: path, followsLinks: false) {
            case S_IFDIR where !name.hasPrefix("."): try visit(names + [name])
            case S_IFREG where !name.hasPrefix("."): files.append(names + [name])
            case S_IFLNK where !name.hasPrefix(".") && Self.kind(of: path, followsLinks: true) == S_IFREG:
                files.append(names + [name])
            case S_IFLNK where !name.hasPrefix(".") && Self.kind(of: path, followsLinks: true) == S_IFDIR:
                links.append(names + [name])
            default: ignored += 1
            }
        }
    }

    /// A folder's entries in sorted order.
    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(folder) else {
            throw SourceError(file: folder, .unreadable(SystemProblem(code: errno)))
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

    /// The path without links, or nil where it leads nowhere.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func place(of path: String) -> Place? {
        var status = stat()
        return stat(path, &status) == 0 ? Place(device: status.st_dev, inode: status.st_ino) : nil
    }
}
