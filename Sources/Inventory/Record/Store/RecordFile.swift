internal import Glibc

/// What stands at a path that is no regular file, or one that is not ours alone.
public enum FileKind: Sendable, Hashable {
    /// A folder.
    case folder
    /// A FIFO.
    case fifo
    /// A socket.
    case socket
    /// A device of characters or of blocks.
    case device
    /// A symbolic link to nothing.
    case brokenLink
    /// A regular file that has other names, too.
    case shared
    /// Something else.
    case other
}

/// What stands at a path, before anything is done to it.
enum RecordFile {
    /// Refuses what can hold no record: opening a FIFO would wait for ever, and a device is not ours to write to.
    static func check(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, let kind = kind(status.st_mode) else { return }
        throw StoreError.notAFile(path: path, kind: kind)
    }

    /// What a file is, nil where it is a regular one.
    static func kind(_ mode: mode_t) -> FileKind? {
        switch mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: .folder
        case S_IFIFO: .fifo
        case S_IFSOCK: .socket
        case S_IFCHR, S_IFBLK: .device
        case S_IFLNK: .brokenLink
        default: .other
        }
    }

    /// Bytes a record takes, its log included.
    static func size(_ path: String) -> Int64 {
        ["", "-wal"].reduce(0) { sum, suffix in
            var status = stat()
            return stat(path + suffix, &status) == 0 ? sum + Int64(status.st_size) : sum
        }
    }
}
