internal import FoundationEssentials
internal import Glibc

/// The whole of a small file, or a ``ConnectionError`` that says what it was read for.
func contents(ofFile path: String, as purpose: FilePurpose) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, purpose) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 14)
    while true {
        let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        if count == 0 { return bytes }
        if count > 0 {
            bytes.append(contentsOf: block[..<count])
        } else if errno != EINTR {
            throw unreadable(path, purpose)
        }
        guard bytes.count <= largestFile else {
            throw ConnectionError.tooLarge(path: path, purpose)
        }
    }
}

private func unreadable(_ path: String, _ purpose: FilePurpose) -> ConnectionError {
    .unreadable(path: path, purpose, reason: systemReason(errno))
}

/// Kubeconfigs of whole fleets are a few hundred kilobytes.
private let largestFile = 16 << 20

/// Whether there is anything at the path.
func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// The system's words for an error number.
func systemReason(_ code: Int32) -> String { String(cString: strerror(code)) }

/// A path that a file names, which is relative to that file's folder.
func resolve(_ path: String, against folder: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
}

/// The folder a file is in.
func folder(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
}

/// What base64 text stands for; nil where it is none.
func base64Decoded(_ text: String) -> [UInt8]? {
    let compact = text.filter { !$0.isWhitespace }
    return Data(base64Encoded: compact).map { Array($0) }
}

/// Bytes as base64 text.
func base64Encoded(_ bytes: some Sequence<UInt8>) -> String { Data(Array(bytes)).base64EncodedString() }
