/// Why no copy was made or put back; what was there before is untouched.
public enum BackupError: Error, Sendable, CustomStringConvertible {
    /// Something stands at the destination.
    case exists(path: String)
    /// The destination is the record itself.
    case itself(path: String)
    /// What has the name is no regular file, which alone can be replaced.
    case notReplaceable(path: String, kind: String)
    /// Another backup writes the same copy.
    case running(path: String)
    /// The system refused something.
    case failed(path: String, reason: String)
    /// What was copied does not verify.
    case doesNotVerify(path: String, findings: [Finding])

    /// What happened, and what to do.
    public var description: String {
        switch self {
        case .exists(let path): "\(path): is there already, and was left as it is. Pass --confirm to replace it."
        case .itself(let path): "\(path): is the record itself, not a copy of it. Nothing was changed. Name another file."
        case .notReplaceable(let path, let kind):
            "\(path): is \(kind), and only a regular file is replaced. Nothing was changed. Name another file."
        case .running(let path): "\(path): another backup is writing this copy. Nothing was changed; try again when it is done."
        case .failed(let path, let reason): "\(path): \(reason). No copy took its name, and what was there is untouched."
        case .doesNotVerify(let path, let findings):
            "\(path): does not verify, so it was not used: \(findings.first?.description ?? "")"
                + (findings.count > 1 ? " (and \(findings.count - 1) more)" : "")
                + ". Nothing was changed; `isinventory verify` says all of it."
        }
    }
}
