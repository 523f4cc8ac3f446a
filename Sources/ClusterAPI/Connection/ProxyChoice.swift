/// Which proxy leads to a server: the kubeconfig's `proxy-url`, else the environment's, as Go's `http.ProxyFromEnvironment` reads it.
///
/// https://pkg.go.dev/golang.org/x/net/http/httpproxy
enum ProxyChoice {
    /// The proxy to use; nil is none.
    static func proxy(
        for server: ServerAddress, configured: String?, _ environment: [String: String]
    ) throws -> ServerAddress? {
        if let configured { return try address(configured, from: "proxy-url") }
        let name = server.scheme == "https" ? "HTTPS_PROXY" : "HTTP_PROXY"
        guard let (source, text) = variable(name, environment), !isExcepted(server, environment) else { return nil }
        return try address(text.contains("://") ? text : "http://\(text)", from: source)
    }

    private static func variable(_ name: String, _ environment: [String: String]) -> (String, String)? {
        for spelling in [name, name.lowercased()] {
            if let text = environment[spelling], !text.isEmpty { return (spelling, text) }
        }
        return nil
    }

    private static func address(_ text: String, from source: String) throws -> ServerAddress {
        guard let address = ServerAddress(text) else {
            throw ConnectionError.noProxy(source: source)
        }
        guard address.scheme != "https" else {
            throw ConnectionError.proxyByTLS(address, source: source)
        }
        return address
    }

    /// Go never asks a proxy for the machine itself.
    private static func isExcepted(_ server: ServerAddress, _ environment: [String: String]) -> Bool {
        let host = server.host.lowercased()
        if host == "localhost" || host.hasPrefix("127.") || host == "::1" { return true }
        let exceptions = (variable("NO_PROXY", environment)?.1 ?? "").lowercased().split { $0 == "," || $0 == " " }
        return exceptions.contains { covers(String($0), host, port: server.port) }
    }

    private static func covers(_ exception: String, _ host: String, port: Int) -> Bool {
        if exception == "*" { return true }
        if let block = AddressBlock(exception) { return block.contains(host) }
        var name = exception
        if let colon = name.lastIndex(of: ":"), let only = Int(name[name.index(after: colon)...]) {
            guard only == port else { return false }
            name = String(name[..<colon])
        }
        if name.hasPrefix("*.") { name.removeFirst() }
        if name.hasPrefix(".") { return host.hasSuffix(name) }
        return host == name || host.hasSuffix(".\(name)")
    }
}

/// A block of IPv4 addresses, `10.0.0.0/8`.
private struct AddressBlock {
    private let base: UInt32
    private let mask: UInt32

    init?(_ text: String) {
        let parts = text.split(separator: "/")
        guard parts.count == 2, let base = Self.number(parts[0]), let bits = UInt32(parts[1]), bits <= 32 else { return nil }
        mask = bits == 0 ? 0 : UInt32.max << (32 - bits)
        self.base = base & mask
    }

    func contains(_ host: String) -> Bool { Self.number(host).map { $0 & mask == base } ?? false }

    private static func number(_ text: some StringProtocol) -> UInt32? {
        let parts = text.split(separator: ".").compactMap { UInt8($0) }
        guard parts.count == 4, text.split(separator: ".").count == 4 else { return nil }
        return parts.reduce(0) { $0 << 8 | UInt32($1) }
    }
}
