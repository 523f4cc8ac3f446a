import Report

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that is replaced whole or not at all: readers see the old one or the new one.
struct OutputFile {
    let path: String

    func write(_ text: String) throws {
        var template = Array("\(path).XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        guard descriptor >= 0 else { throw failure() }
        do {
            defer { close(descriptor) }
            try Descriptor.write(text, to: descriptor)
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
