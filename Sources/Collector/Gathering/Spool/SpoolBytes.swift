internal import Glibc
internal import Model

/// Bytes that are appended and read again: in memory while they are few, then in a file that has no name, which goes with the
/// process however it ends.
final class SpoolBytes {
    /// As many bytes are held before a file takes them.
    static let mostInMemory = 4 << 20
    /// As many bytes are written to the file at once.
    private static let block = 1 << 18

    /// What is not in the file.
    private var tail: [UInt8] = []
    /// How many bytes are in the file.
    private var written = 0
    private var file: NamelessFile?

    /// How many bytes there are.
    var count: Int { written + tail.count }

    /// Hands over the end to be appended to, then makes room where there is much.
    func append(_ write: (inout [UInt8]) -> Void) throws {
        write(&tail)
        if tail.count >= (file == nil ? Self.mostInMemory : Self.block) { try flush() }
    }

    /// Takes away what was appended behind a place.
    func truncate(to place: Int) {
        if place >= written {
            tail.removeLast(count - place)
        } else {
            tail.removeAll()
            written = place
        }
    }

    /// Reads a stretch.
    func bytes(_ range: Range<Int>) throws -> [UInt8] { try contents().bytes(range) }

    /// What there is by now, to be read from anywhere.
    func contents() throws -> SpoolContents {
        guard let file else { return .memory(tail) }
        if !tail.isEmpty { try flush() }
        return .file(file)
    }

    private func flush() throws {
        let file = try file ?? NamelessFile()
        self.file = file
        try tail.withUnsafeBytes { try file.write($0, at: written) }
        written += tail.count
        tail.removeAll(keepingCapacity: tail.capacity < 2 * Self.block)
        if tail.capacity == 0 { tail.reserveCapacity(Self.block + (1 << 14)) }
    }
}

/// Appended bytes, to be read.
enum SpoolContents: Sendable {
    case memory([UInt8])
    case file(NamelessFile)

    func bytes(_ range: Range<Int>) throws -> [UInt8] {
        switch self {
        case .memory(let all): Array(all[range])
        case .file(let file): try file.read(range)
        }
    }
}

/// A temporary file whose name is taken away at once. Reading and writing name their place, so it has no state of its own.
final class NamelessFile: Sendable {
    private let descriptor: Int32

    init() throws {
        let folder = TemporaryFiles.folder
        var template = Array("\(folder)/isinventory-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw SourceError(file: folder, .spool(SystemProblem(code: errno))) }
        // What is started meanwhile, such as a credential plugin, has no business with it.
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        unlink(&template)
    }

    deinit { close(descriptor) }

    func write(_ bytes: UnsafeRawBufferPointer, at place: Int) throws {
        var done = 0
        while done < bytes.count {
            let count = pwrite(
                descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, off_t(place + done))
            if count >= 0 { done += count } else if errno != EINTR { throw Self.problem(errno) }
        }
    }

    func read(_ range: Range<Int>) throws -> [UInt8] {
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, range.count - filled,
                    off_t(range.lowerBound + filled))
                if count > 0 {
                    filled += count
                } else if count == 0 || errno != EINTR {
                    failure = count == 0 ? EIO : errno
                    return
                }
            }
        }
        guard failure == 0 else { throw Self.problem(failure) }
        return bytes
    }

    private static func problem(_ code: Int32) -> SourceError { SourceError(file: "", .spool(SystemProblem(code: code))) }
}
