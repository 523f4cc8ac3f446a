/// Why the fleet's server could not be reached, or did not do as it was told; never with a password in it.
public struct PostgreSQLError: Error, Sendable, CustomStringConvertible {
    /// The server as people know it: `host:port/database`.
    public let server: String
    /// The five characters that tell one error from another, https://www.postgresql.org/docs/15/errcodes-appendix.html; nil where the
    /// server said nothing.
    public let state: String?
    /// What the server or libpq said.
    public let message: String
    /// Whether it is a connection that stood and was lost.
    public var isLoss = false

    /// What happened, where, and what to do where that is known.
    public var description: String { "\(server): \(message)\(advice)" }

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

    private var advice: String {
        switch state {
        case nil: ". Nothing that was not finished stands there; try again once it can be reached."
        case "42501", "28000", "28P01":
            ". docs/fleet.md has the roles that may write and read; `isinventory publish --init` makes them, as the database's owner."
        case "3F000", "42P01": ". `isinventory publish --init`, as the database's owner, makes the schema."
        case "53300":
            ". All the connections it takes are taken (max_connections), or all it takes of this user; nothing was changed. Try again "
                + "later, or let it take more: docs/fleet.md."
        case "57014": ". It was stopped since it took too long; nothing was changed."
        case "55P03": ". Another publisher of this cluster is at work; nothing was changed, try again."
        default: ""
        }
    }
}
