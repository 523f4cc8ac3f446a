/// Why the fleet's server could not be reached, or did not do as it was told; never with a password in it.
public struct PostgreSQLError: Error, Sendable, CustomStringConvertible {
    /// The server as people know it: `host:port/database`.
    public let server: String
    /// The five characters that tell one error from another, https://www.postgresql.org/docs/15/errcodes-appendix.html; nil where the
    /// connection itself failed.
    public let state: String?
    /// What the server or libpq said.
    public let message: String

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

    private var advice: String {
        switch state {
        case nil: ". Nothing that was not finished stands there; try again once it can be reached."
        case "42501", "28000", "28P01":
            ". docs/fleet.md has the roles that may write and read; `isinventory publish --init` makes them, as the database's owner."
        case "3F000", "42P01": ". `isinventory publish --init`, as the database's owner, makes the schema."
        case "57014": ". It was stopped since it took too long; nothing was changed."
        case "55P03": ". Another publisher of this cluster is at work; nothing was changed, try again."
        default: ""
        }
    }
}
