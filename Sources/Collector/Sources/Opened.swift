/// A path or stream that was opened, and looked into.
enum Opened {
    /// A single file, from its front; it may be compressed.
    case file(any ByteSource)
    /// An archive.
    case tree(FileTree)

    /// Opens a path that is no folder, or throws a ``SourceError``.
    init(_ path: String) throws {
        do {
            try self.init(FileBytes(path: path), name: path)
        } catch let problem as SystemProblem {
            throw SourceError(file: path, .unreadable(problem))
        }
    }

    /// Looks into what is open.
    init(_ source: FileBytes, name: String) throws {
        do {
            let bytes = try SniffedBytes(source)
            guard Packing(start: bytes.start) != nil else {
                self = .file(bytes)
                return
            }
            let reader = try ArchiveReader(bytes)
            self = reader.isSingleFile ? .file(UnpackedBytes(reader)) : .tree(FileTree(try ArchiveTree(reader), path: name))
        } catch let problem as DocumentProblem {
            throw SourceError(file: name, place: problem.place, .packed(problem.fault))
        }
    }
}
