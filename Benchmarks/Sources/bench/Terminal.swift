import Glibc

/// Says something to whoever waits.
func tell(_ message: String) {
    let line = Array("\(message)\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
}

/// Makes a folder and those above it.
func makeFolder(_ path: String) throws {
    var partial = path.hasPrefix("/") ? "/" : ""
    for component in path.split(separator: "/") {
        partial += (partial.isEmpty || partial == "/" ? "" : "/") + component
        guard mkdir(partial, 0o755) == 0 || errno == EEXIST else { throw Failure("\(partial): cannot be made") }
    }
}

/// Why there is no figure.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
