import Glibc
import Report

/// A file that is replaced whole or not at all: readers see the old one or the new one.
///
/// Only a regular file is replaced, also at the end of a symbolic link, which stays. Into a device or a FIFO the text is written.
struct OutputFile {
    let path: String

    func write(_ text: String) throws { try write { try $0(text) } }

    /// Writes a piece after another.
    ///
    /// - Parameter pieces: Told what writes the next piece.
    func write(_ pieces: ((String) throws -> Void) throws -> Void) throws {
        if let descriptor = openedAlready { return try pieces { try writeInto(descriptor, $0) } }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return try replace(target(), pieces) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw FileFailure(path: path, reason: "it is a folder") }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw failure() }
        defer { close(descriptor) }
        try pieces { try writeInto(descriptor, $0) }
    }

    /// A descriptor of this process that the path is another name of: what the shell opened goes on where it stands.
    private var openedAlready: Int32? {
        switch path {
        case "/dev/stdout": STDOUT_FILENO
        case "/dev/stderr": STDERR_FILENO
        default:
            ["/dev/fd/", "/proc/self/fd/"].lazy.compactMap { path.hasPrefix($0) ? Int32(path.dropFirst($0.count)) : nil }.first
        }
    }

    private func writeInto(_ descriptor: Int32, _ text: String) throws {
        do {
            try Descriptor.write(text, to: descriptor)
        } catch let failure as WriteFailure {
            throw FileFailure(path: path, reason: failure.reason)
        }
    }

    /// Where the path leads; a link to what is not there yet leads there.
    private func target() throws -> String {
        var path = path
        for _ in 0..<40 {
            var bytes = [CChar](repeating: 0, count: Int(PATH_MAX))
            let count = readlink(path, &bytes, bytes.count)
            guard count > 0 else { return path }
            let link = String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
            let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
            path = link.hasPrefix("/") ? link : folder + link
        }
        throw FileFailure(path: self.path, reason: String(cString: strerror(ELOOP)))
    }

    private func replace(_ path: String, _ pieces: ((String) throws -> Void) throws -> Void) throws {
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw failure() }
        do {
            defer { close(descriptor) }
            try pieces { try Descriptor.write($0, to: descriptor) }
            // mkstemp makes files for their owner alone; a report is as readable as any file made here.
            let mask = umask(0)
            umask(mask)
            guard fchmod(descriptor, 0o666 & ~mask) == 0, fsync(descriptor) == 0 else { throw failure() }
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let error = failure()
            unlink(temporary)
            throw error
        }
    }

    private func failure() -> FileFailure { FileFailure(path: path, reason: String(cString: strerror(errno))) }
}

/// A file could not be written.
struct FileFailure: Error, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): cannot be written: \(reason). Whatever was there before is untouched." }
}
