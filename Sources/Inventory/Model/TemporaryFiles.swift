internal import Glibc

/// Where files go that nobody keeps.
package enum TemporaryFiles {
    /// `$TMPDIR`, or `/tmp` where it is not set or empty.
    package static var folder: String {
        guard let folder = getenv("TMPDIR").map({ String(cString: $0) }), !folder.isEmpty else { return "/tmp" }
        return folder
    }
}
