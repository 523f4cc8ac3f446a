/// Why there is no way to a cluster, before anything was asked of it: a kubeconfig, a credential or a certificate is wrong.
public struct ConnectionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What is wrong, and with which file, context or user. It never holds a secret.
    public let what: String
    /// What to do about it.
    public let advice: String

    /// Says what is wrong.
    public init(what: String, advice: String) {
        self.what = what
        self.advice = advice
    }

    /// `/home/me/.kube/config: there is no context “prod”; it has: dev, test`.
    public var description: String { "\(what.printable); \(advice.printable)" }

    static func file(_ path: String, what: String, code: Int32) -> ConnectionError {
        ConnectionError(
            what: "\(path) cannot be read as \(what): \(systemReason(code))", advice: "check the path and its permissions")
    }
}

extension StringProtocol {
    /// The text with everything a terminal might act upon made visible, and cut where it is long.
    var printable: String {
        var result = ""
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < 500 else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
