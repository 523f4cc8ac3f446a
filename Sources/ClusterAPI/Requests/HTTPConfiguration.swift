internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTPCompression

extension ClusterEndpoint {
    /// How AsyncHTTPClient is to reach the server.
    func httpConfiguration(_ limits: RequestLimits) -> HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: trust.configuration(presenting: nil), redirectConfiguration: .disallow,
            timeout: .init(connect: .milliseconds(Int64(min(limits.requestTimeout, .seconds(10)).milliseconds))),
            decompression: .enabled(limit: .none))
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = limits.concurrent
        // A client that was shut down lives on until the timers of its idle connections would have fired, TLS and all.
        configuration.connectionPool.idleTimeout = .seconds(5)
        configuration.http1_1ConnectionDebugInitializer = { [self] channel in checkName(on: channel) }
        // Whether and when to try again is ours to say.
        configuration.connectionPool.retryConnectionEstablishment = false
        if let proxy { configuration.proxy = proxy.asProxy }
        if let name = trust.serverName, name != server.host { configuration.dnsOverride = [name: server.host] }
        return configuration
    }

    /// A certificate for another name is accepted by asking that name, and letting it lead to the server's address.
    private var urlHost: String {
        if server.scheme == "https", let name = trust.serverName { return name }
        return server.host.contains(":") ? "[\(server.host)]" : server.host
    }

    func url(of request: APIRequest) -> String {
        "\(server.scheme)://\(urlHost):\(server.port)\(server.path)\(request.target)"
    }

    var hostHeader: String {
        let host = server.host.contains(":") ? "[\(server.host)]" : server.host
        return server.port == (server.scheme == "https" ? 443 : 80) ? host : "\(host):\(server.port)"
    }
}

extension ServerAddress {
    fileprivate var asProxy: HTTPClient.Configuration.Proxy {
        guard scheme == "http" else { return .socksServer(host: host, port: port) }
        guard let userInformation else { return .server(host: host, port: port) }
        let parts = userInformation.revealed.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        return .server(
            host: host, port: port,
            authorization: .basic(username: String(parts[0]), password: parts.count > 1 ? String(parts[1]) : ""))
    }
}

extension Duration {
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
