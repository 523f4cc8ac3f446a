/// Why the fleet's server could not be reached, or did not do as it was told; never with a password in it.
///
/// What people are told of it is written in `Sources/Words/Fleet`.
public struct PostgreSQLError: Error, Sendable {
    /// The server as people know it: `host:port/database`.
    public let server: String
    /// The five characters that tell one error from another, https://www.postgresql.org/docs/15/errcodes-appendix.html; nil where the
    /// server said nothing.
    public let state: String?
    /// What the server or libpq said; empty where a connection was lost without a word.
    public let message: String
    /// Whether it is a connection that stood and was lost.
    public var isLoss = false

    /// Whether trying again may help: the connection was lost, the server is ending or starting, or two transactions were in each
    /// other's way.
    public var isPassing: Bool {
        guard let state else { return true }
        return state.hasPrefix("08") || state.hasPrefix("57P") || state.hasPrefix("40") || state.hasPrefix("53")
            || state == "25P03"
            || state == "55P03"
    }

    /// Whether all the connections that the server takes, or takes of this user, are taken.
    public var isFull: Bool { state == "53300" }

    /// The state that libpq writes into verbose words, `53300:`.
    static func state(in word: Substring) -> String? {
        let bytes = word.utf8
        func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
        guard bytes.count == 6, bytes.last == UInt8(ascii: ":"), bytes.contains(where: isDigit),
            bytes.dropLast().allSatisfy({ isDigit($0) || (0x41...0x5A).contains($0) })
        else { return nil }
        return String(word.dropLast())
    }
}
