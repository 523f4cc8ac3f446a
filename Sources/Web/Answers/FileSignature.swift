internal import Glibc

/// What tells at a glance whether a record's file was written to, or replaced: its own and its log's size and time.
struct FileSignature: Sendable, Equatable {
    private struct Part: Sendable, Equatable {
        var device: UInt64 = 0
        var node: UInt64 = 0
        var size: Int64 = 0
        var seconds: Int = 0
        var nanoseconds: Int = 0
    }

    private let file: Part
    private let log: Part

    init(path: String) {
        file = FileSignature.part(path)
        log = FileSignature.part(path + "-wal")
    }

    func isSameFile(as other: FileSignature) -> Bool { file.device == other.file.device && file.node == other.file.node }

    private static func part(_ path: String) -> Part {
        var status = stat()
        guard stat(path, &status) == 0 else { return Part() }
        let time = status.st_mtim
        return Part(
            device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(truncatingIfNeeded: status.st_ino),
            size: Int64(status.st_size), seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }
}
