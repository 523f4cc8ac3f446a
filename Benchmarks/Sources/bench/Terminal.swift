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

/// A file's size in bytes; nil where there is none.
func fileSize(_ path: String) -> Double? {
    var status = stat()
    return stat(path, &status) == 0 ? Double(status.st_size) : nil
}

/// A small file's text.
func text(ofFile path: String) throws -> String {
    guard let file = fopen(path, "r") else { throw Failure("\(path): cannot be read") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 { bytes += block[..<count] }
    return String(decoding: bytes, as: UTF8.self)
}

/// Writes a file whole.
func write(_ text: String, toFile path: String) throws {
    let bytes = Array(text.utf8)
    guard let file = fopen(path, "w") else { throw Failure("\(path): cannot be written") }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw Failure("\(path): cannot be written") }
}

/// A record and what SQLite keeps beside it.
func removeDatabase(_ path: String) {
    for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
}

/// What an environment variable says, unless it is empty.
func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
}

/// Why there is no figure.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
