internal import Glibc
internal import SQLite

/// A file in the making: it lies beside its destination under another name, and takes the name whole or never.
///
/// Whoever makes it holds a lock on it, so what a killed process left behind is told from what a living one is writing.
final class PartialFile {
    let destination: String
    let path: String
    private let descriptor: Int32
    private var isPlaced = false

    init(for destination: String) throws {
        self.destination = destination
        path = "\(destination).partial"
        descriptor = try PartialFile.locked(path, for: destination)
        removeCompanions()
        // From here on it is ours: what throws lets `deinit` remove it.
        guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, 0o600) == 0 else { throw PartialFile.failure(path) }
    }

    deinit {
        if !isPlaced, PartialFile.isAt(path, descriptor) {
            removeCompanions()
            unlink(path)
        }
        close(descriptor)
    }

    /// Opens the file and locks it.
    ///
    /// Between the two, who held the lock may have given the file its final name, or removed it: then what was locked is a finished copy,
    /// or nothing, and it is tried again with what has the name now.
    private static func locked(_ path: String, for destination: String) throws -> Int32 {
        while true {
            // Not to wait where somebody put a FIFO there.
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
            guard descriptor >= 0 else { throw failure(path) }
            var status = stat()
            var refusal: BackupError?
            if fstat(descriptor, &status) != 0 {
                refusal = failure(path)
            } else if let kind = RecordFile.kind(status.st_mode) {
                refusal = .notReplaceable(path: path, kind: kind)
            } else if status.st_nlink > 1 {
                refusal = .notReplaceable(path: path, kind: .shared)
            } else if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
                refusal = errno == EWOULDBLOCK ? .running(path: destination) : failure(path)
            }
            if refusal == nil, isAt(path, descriptor) { return descriptor }
            close(descriptor)
            if let refusal { throw refusal }
        }
    }

    /// Whether an open file is what has a name now.
    private static func isAt(_ path: String, _ descriptor: Int32) -> Bool {
        var open = stat()
        var named = stat()
        return fstat(descriptor, &open) == 0 && lstat(path, &named) == 0 && open.st_dev == named.st_dev
            && open.st_ino == named.st_ino
    }

    /// Brings it to the disk and then, in one step, under its name.
    ///
    /// - Parameter isReplacing: Whether what has the name may be replaced; otherwise what came to have it meanwhile is left alone.
    func place(replacing isReplacing: Bool) throws {
        guard fsync(descriptor) == 0 else { throw PartialFile.failure(path) }
        removeCompanions()
        guard isReplacing || !FileFolder.holds(destination) else { throw BackupError.exists(path: destination) }
        try FileFolder.refuseIrregular(destination)
        let refused = isReplacing ? EINVAL : FileSystem.rename(path, toNew: destination)
        switch refused {
        case 0: break
        case EEXIST: throw BackupError.exists(path: destination)
        case EINVAL, ENOSYS: guard rename(path, destination) == 0 else { throw PartialFile.failure(destination) }
        default: throw PartialFile.failure(destination, refused)
        }
        isPlaced = true
        try FileFolder.sync(of: destination)
    }

    /// A journal that a killed process left would be played back into the next file of its name.
    private func removeCompanions() {
        for suffix in ["-journal", "-wal", "-shm"] where FileFolder.isRegular(path + suffix) { unlink(path + suffix) }
    }

    static func failure(_ path: String, _ code: Int32 = errno) -> BackupError {
        BackupError.failed(path: path, reason: String(cString: strerror(code)))
    }
}

/// The folder a file lies in.
enum FileFolder {
    /// Brings a file's new name to the disk, fsync(2): the name is the folder's content, not the file's.
    static func sync(of path: String) throws {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PartialFile.failure(folder) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw PartialFile.failure(folder) }
    }

    /// Whether two paths lead to one file.
    static func areSame(_ left: String, _ right: String) -> Bool {
        var first = stat()
        var second = stat()
        guard stat(left, &first) == 0, stat(right, &second) == 0 else { return false }
        return first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }

    /// Whether anything stands at a path.
    static func holds(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether a regular file stands at a path, and no link to one.
    static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && RecordFile.kind(status.st_mode) == nil
    }

    /// Where a path leads, symbolic links followed: what is replaced is the file, not the link to it.
    static func target(of path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return isRegular(path) ? path : String(cString: resolved)
    }

    /// Only regular files are replaced: a device or a FIFO has its name for others' sake.
    static func refuseIrregular(_ path: String) throws {
        var status = stat()
        guard lstat(path, &status) == 0, let kind = RecordFile.kind(status.st_mode) else { return }
        throw BackupError.notReplaceable(path: path, kind: kind)
    }

    /// Gives a file another name in its folder, where it is there.
    static func move(_ path: String, to name: String) throws {
        guard rename(path, name) == 0 || errno == ENOENT else { throw PartialFile.failure(path) }
    }
}
