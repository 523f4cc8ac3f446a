/// Why no copy was made or put back; what was there before is untouched.
public enum BackupError: Error, Sendable {
    /// Something stands at the destination.
    case exists(path: String)
    /// The destination is the record itself.
    case itself(path: String)
    /// What has the name is no regular file, which alone can be replaced.
    case notReplaceable(path: String, kind: FileKind)
    /// Another backup writes the same copy.
    case running(path: String)
    /// The system refused something.
    case failed(path: String, reason: String)
    /// What was copied does not verify.
    case doesNotVerify(path: String, findings: [Finding])
}
