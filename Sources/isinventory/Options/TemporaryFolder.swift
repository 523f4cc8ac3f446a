import Glibc
import Model
import Record

/// A folder that only its owner may enter, for copies of what a fleet has of a cluster.
///
/// What a program that was killed left behind is removed by the next that makes one: whoever is alive holds a lock on its own.
struct TemporaryFolder {
    let path: String
    private let lock: Int32

    private static let prefix = "isinventory-copies-"
    /// Younger ones may not have been locked yet, in seconds.
    private static let youngest = 60

    init() throws {
        Self.removeAbandoned()
        var template = Array("\(TemporaryFiles.folder)/\(Self.prefix)XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw StoreError.cannotOpen(path: "the folder for temporary files", reason: String(cString: strerror(errno)))
        }
        self.init(at: String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
        _ = flock(lock, LOCK_SH | LOCK_NB)
    }

    private init(at path: String) {
        self.path = path
        lock = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }

    private static func removeAbandoned() {
        let folder = TemporaryFiles.folder
        for name in names(in: folder) where name.hasPrefix(prefix) {
            var status = stat()
            guard lstat("\(folder)/\(name)", &status) == 0, status.st_uid == getuid(),
                time(nil) - status.st_mtim.tv_sec > youngest
            else { continue }
            let abandoned = TemporaryFolder(at: "\(folder)/\(name)")
            if abandoned.lock >= 0, flock(abandoned.lock, LOCK_EX | LOCK_NB) == 0 {
                abandoned.remove()
            } else {
                close(abandoned.lock)
            }
        }
    }

    /// Removes it with all that is in it, which are files.
    func remove() {
        empty()
        rmdir(path)
        close(lock)
    }

    /// Removes the files that are in it.
    ///
    /// - Parameter beginning: Those alone whose name begins so.
    func empty(beginning: String = "") {
        for name in Self.names(in: path) where name.hasPrefix(beginning) { unlink("\(path)/\(name)") }
    }

    private static func names(in folder: String) -> [String] {
        guard let entries = opendir(folder) else { return [] }
        defer { closedir(entries) }
        var names: [String] = []
        while let entry = readdir(entries) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}
