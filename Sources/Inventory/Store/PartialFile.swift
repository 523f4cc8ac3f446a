#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// A file in the making: it lies beside its destination under another name, and takes the name whole or never.
///
/// Whoever makes it holds a lock on it, so what a killed process left behind is told from what a living one is writing.
final class PartialFile {
    let destination: String
    var path: String { "\(destination).partial" }
    private let descriptor: Int32
    private var isPlaced = false

    init(for destination: String) throws {
        self.destination = destination
        let path = "\(destination).partial"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw PartialFile.failure(path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            // It is not ours to remove.
            isPlaced = true
            throw errno == EWOULDBLOCK ? BackupError.running(path: destination) : PartialFile.failure(path)
        }
        removeCompanions()
        guard ftruncate(descriptor, 0) == 0, fchmod(descriptor, 0o600) == 0 else { throw PartialFile.failure(path) }
    }

    deinit {
        if !isPlaced {
            unlink(path)
            removeCompanions()
        }
        close(descriptor)
    }

    /// Brings it to the disk and then, in one step, under its name.
    func place() throws {
        guard fsync(descriptor) == 0 else { throw PartialFile.failure(path) }
        removeCompanions()
        guard rename(path, destination) == 0 else { throw PartialFile.failure(destination) }
        isPlaced = true
        try FileFolder.sync(of: destination)
    }

    /// A journal that a killed process left would be played back into the next file of its name.
    private func removeCompanions() {
        for suffix in ["-journal", "-wal", "-shm"] { unlink(path + suffix) }
    }

    static func failure(_ path: String) -> BackupError {
        BackupError.failed(path: path, reason: String(cString: strerror(errno)))
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
    static func holds(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Gives a file another name in its folder, where it is there.
    static func move(_ path: String, to name: String) throws {
        guard rename(path, name) == 0 || errno == ENOENT else { throw PartialFile.failure(path) }
    }
}
