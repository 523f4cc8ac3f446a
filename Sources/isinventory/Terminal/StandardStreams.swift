import Glibc
import Report

/// Where answers go. Nothing else is written here.
enum StandardOutput {
    /// Whether people read it rather than another program.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// The terminal's width in columns, nil where it is none or does not say.
    static var width: Int? { Descriptor.size(of: STDOUT_FILENO)?.columns }

    /// The terminal's height in lines, nil where it is none or does not say.
    static var height: Int? { Descriptor.size(of: STDOUT_FILENO)?.lines }

    /// Whether colour is wanted: at a terminal that knows it, unless NO_COLOR says otherwise (https://no-color.org).
    static var isColored: Bool {
        guard isTerminal, getenv("TERM").map({ String(cString: $0) }) != "dumb" else { return false }
        return getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
    }

    /// Whether the locale says that only ASCII is understood.
    static var isASCII: Bool {
        let names = ["LC_ALL", "LC_CTYPE", "LANG"]
        let locale = names.lazy.compactMap { name in getenv(name).map { String(cString: $0) } }.first { !$0.isEmpty }
        guard let locale else { return false }
        return locale == "C" || locale == "POSIX"
    }

    static func write(_ text: String) throws { try Descriptor.write(text, to: STDOUT_FILENO) }
}

/// The answer did not reach its reader.
struct WriteFailure: Error, CustomStringConvertible {
    let reason: String

    var description: String { "the answer could not be written: \(reason)" }
}

/// Where everything beside the answers goes.
enum StandardError {
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// The terminal's width in columns, nil where it is none or does not say.
    static var width: Int? { Descriptor.size(of: STDERR_FILENO)?.columns }

    /// Writes a sentence as a line, at a terminal broken between words.
    static func tell(_ sentence: String, rest: String = "  ") { write(sentence.folded(to: width, rest: rest) + "\n") }

    /// Nobody is left to tell where this fails.
    static func write(_ text: String) { try? Descriptor.write(text, to: STDERR_FILENO) }
}

enum StandardInput {
    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }
}

enum Descriptor {
    /// A terminal's size, nil where it is none or does not say.
    static func size(of descriptor: Int32) -> (columns: Int?, lines: Int?)? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
        return (size.ws_col > 0 ? Int(size.ws_col) : nil, size.ws_row > 0 ? Int(size.ws_row) : nil)
    }

    static func write(_ text: String, to descriptor: Int32) throws {
        var text = text
        try text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while !rest.isEmpty {
                let written = systemWrite(descriptor, rest)
                if written < 0 {
                    guard errno == EINTR || errno == EAGAIN else {
                        throw WriteFailure(reason: String(cString: strerror(errno)))
                    }
                } else {
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                }
            }
        }
    }
}

/// write(2), whose name the functions above hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
