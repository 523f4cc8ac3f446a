internal import Glibc

/// Where bytes come from, block by block.
protocol ByteSource: AnyObject {
    /// Fills the front of `buffer` and says how many bytes it wrote; 0 is the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Why the system gave no bytes.
package struct SystemProblem: Error, Sendable, Hashable {
    var code: Int32

    /// The system's words: `Permission denied`.
    package var reason: String { String(cString: strerror(code)) }
}

/// A file, pipe or device that is open for reading.
final class FileBytes: ByteSource {
    private let descriptor: Int32
    private let closes: Bool

    /// Opens a file.
    init(path: String) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        closes = true
        if descriptor < 0 { throw SystemProblem(code: errno) }
    }

    /// Reads what standard input holds; it stays open.
    init(standardInput: Void) {
        descriptor = STDIN_FILENO
        closes = false
    }

    deinit {
        if closes { close(descriptor) }
    }

    /// Its descriptor where it is a regular file of at least so many bytes, from which reading never waits for anybody.
    func descriptor(ofFileFrom least: Int) -> Int32? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size >= least else { return nil }
        return descriptor
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw SystemProblem(code: errno) }
        }
    }
}

/// Gives back the bytes that were read to find out what a file is, then the rest.
final class SniffedBytes: ByteSource {
    /// The first bytes, fewer than asked for only where the file has no more.
    let start: [UInt8]
    private let rest: any ByteSource
    private var given = 0

    /// How many bytes tell what a file is.
    static let enough = 4096

    /// The file behind it.
    var file: FileBytes? { rest as? FileBytes ?? (rest as? SniffedBytes)?.file }

    /// Reads up to `count` bytes ahead.
    init(_ source: any ByteSource, count: Int = SniffedBytes.enough) throws {
        var start = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let more = try start.withUnsafeMutableBytes { bytes in
                try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
            }
            if more == 0 { break }
            filled += more
        }
        self.start = Array(start.prefix(filled))
        rest = source
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard given < start.count else { return try rest.read(into: buffer) }
        let count = min(buffer.count, start.count - given)
        buffer.copyBytes(from: start[given..<given + count])
        given += count
        return count
    }
}

/// The last bytes of a regular file, as text.
enum FileEnd {
    /// Nil where it is no regular file or cannot be read.
    static func read(_ path: String, _ count: Int) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        let length = pread(descriptor, &bytes, count, max(0, status.st_size - off_t(count)))
        return length < 0 ? nil : String(decoding: bytes.prefix(length), as: UTF8.self)
    }
}
