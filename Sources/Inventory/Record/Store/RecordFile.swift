internal import Glibc

/// What stands at a path, before anything is done to it.
enum RecordFile {
    /// Refuses what can hold no record: opening a FIFO would wait for ever, and a device is not ours to write to.
    static func check(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, let kind = kind(status.st_mode) else { return }
        throw StoreError.notAFile(path: path, kind: kind)
    }

    /// What a file is in words, nil where it is a regular one.
    static func kind(_ mode: mode_t) -> String? {
        switch mode & S_IFMT {
        case S_IFREG: nil
        case S_IFDIR: "a folder"
        case S_IFIFO: "a FIFO"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        case S_IFLNK: "a symbolic link to nothing"
        default: "no regular file"
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
