internal import Glibc

/// Why a key could not be used or written.
public enum KeyError: Error, Sendable {
    /// The file could not be opened, read or made.
    case cannotOpen(path: String, reason: String)
    /// Somebody beside its owner may read the private key.
    case exposed(path: String, mode: UInt32)
    /// The file holds no such key in PEM.
    case malformed(path: String, wanted: Half)
    /// libcrypto would not do it; a system that allows certified algorithms only may refuse Ed25519.
    case refused

    /// A half of a pair of keys.
    public enum Half: Sendable {
        /// The half that signs.
        case privateKey
        /// The half that verifies.
        case publicKey
    }
}

/// Key files on the disk.
enum KeyFile {
    /// Reads a small file whole.
    static func read(_ path: String, isSecret: Bool) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path) }
        // A secret mounted into a pod belongs to root and is read through the pod's group; what is ours is ours alone.
        let forbidden: UInt32 = status.st_uid == geteuid() ? 0o077 : 0o037
        let mode = UInt32(status.st_mode) & 0o777
        if isSecret, mode & forbidden != 0 { throw KeyError.exposed(path: path, mode: mode) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = bytes.withUnsafeMutableBytes { systemRead(descriptor, $0) }
        guard count >= 0 else { throw failure(path) }
        return Array(bytes.prefix(count))
    }

    /// Makes a file that was not there.
    static func write(_ text: String, to path: String, mode: mode_t) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard bytes.withUnsafeBytes({ systemWrite(descriptor, $0) }) == bytes.count, fsync(descriptor) == 0 else {
            throw failure(path)
        }
    }

    private static func failure(_ path: String) -> KeyError {
        KeyError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
    }
}

/// read(2) and write(2), whose names the functions above hide.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, bytes.baseAddress, bytes.count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}
