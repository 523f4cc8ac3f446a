internal import Glibc
internal import Hashing

/// Which build of the program answers. Two builds of one version may answer otherwise, so what browsers keep must not be shared between them.
public enum BuildMark {
    /// The running program's, from the bytes of its file: 0.1 s for 100 MB, so that whoever serves asks once.
    ///
    /// Size and time of the file would be cheaper, but images that are built reproducibly give all their files one time, and one constant
    /// changed leaves the size. Where the file cannot be read, it is a mark of this process alone, which nothing else shares.
    public static func ofProgram() -> String { of(file: "/proc/self/exe") ?? alone() }

    /// The beginning of a file's SHA-256; nil where it cannot be read whole.
    static func of(file path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var hash = SHA256()
        var part = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = read(file, &part, part.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { break }
            hash.update(data: count == part.count ? part : Array(part[..<count]))
        }
        return hash.finalize().prefix(16).map { Hex.byte($0) }.joined()
    }

    private static func alone() -> String {
        var random = SystemRandomNumberGenerator()
        return "\(getpid())-\(random.next())"
    }
}
