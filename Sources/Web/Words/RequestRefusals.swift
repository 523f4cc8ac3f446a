/// Why a request is turned away before anything is asked, told in plain text: there may be no page to show, and no language to show it in.
enum RequestRefusal {
    /// It would do something else than read.
    case notReading
    /// It brings something along.
    case body
    /// Its address can be understood in two ways, or in none.
    case noAddress
    /// Its address is longer than any of a page.
    case longAddress
    /// It asks by a name that is not known to be this server's.
    case host(isLoopback: Bool)
    /// It has no token, or another one.
    case noToken
    /// It did not come by the proxy.
    case notByProxy

    /// A line.
    var text: String {
        switch self {
        case .notReading: "these pages can only be read: GET or HEAD\n"
        case .body: "a question has no body here\n"
        case .noAddress: "this is no address of a page\n"
        case .longAddress: "the address is too long\n"
        case .host(isLoopback: true):
            "ask by the address of this machine itself, such as 127.0.0.1 or localhost, or by a --host that serve was given\n"
        case .host(isLoopback: false): "this name was not given to serve as a --host\n"
        case .noToken: "a token is needed: Authorization: Bearer …, or as the password\n"
        case .notByProxy: "ask by way of the proxy, which says who you are\n"
        }
    }
}

extension ListenError: CustomStringConvertible {
    /// What happened, and what to do.
    public var description: String {
        "--listen \(address): \(reason ?? "it ended at once"). Nothing was begun. Another program may hold the port, or the address is not "
            + "of this machine."
    }
}
