internal import HTTPTypes
internal import NIOCore
internal import Synchronization

/// Who may ask.
public struct Access: Sendable {
    /// How somebody who asks is known to be somebody who may.
    public enum Proof: Sendable {
        /// By reaching the address.
        case none
        /// By a token, `Authorization: Bearer …` or a browser's password, that a file holds.
        case token(TokenFile)
        /// By a proxy that has let them in and says who they are, `X-Forwarded-User`; these are its addresses.
        case proxy([String])
    }

    private let proof: Proof
    private let names: Set<String>

    /// - Parameters:
    ///   - names: The names it may be asked by, beside IP addresses, `localhost` and the address it listens at. A page of elsewhere
    ///     could make a name of its own point here, and read what it answers, so that other names are refused.
    public init(_ proof: Proof = .none, names: [String] = []) {
        self.proof = proof
        self.names = Set(names.map { $0.lowercased() })
    }

    /// Pages that tell nothing of the record, and that monitors ask without being anybody.
    private static let forMonitors: Set<String> = ["/healthz", "/readyz"]

    func refusal(of head: HTTPRequest, from peer: SocketAddress?, at address: ListenAddress) -> WebAnswer? {
        guard isHost(head.authority ?? "", at: address) else {
            return WebAnswer(status: 403, body: RequestRefusal.host(isLoopback: address.isLoopback).text)
        }
        let path = head.path.map { String($0.prefix { $0 != "?" }) } ?? ""
        guard !isTrusted(head, from: peer), !Self.forMonitors.contains(path) else { return nil }
        switch proof {
        case .none: return nil
        case .token:
            return WebAnswer(status: 401, body: RequestRefusal.noToken.text)
                .with("WWW-Authenticate", "Basic realm=\"isinventory\", charset=\"UTF-8\"")
        case .proxy: return WebAnswer(status: 403, body: RequestRefusal.notByProxy.text)
        }
    }

    func isTrusted(_ head: HTTPRequest, from peer: SocketAddress?) -> Bool {
        switch proof {
        case .none: true
        case .token(let file): file.allows(head.headerFields[.authorization])
        case .proxy(let addresses):
            (peer?.ipAddress).map(addresses.contains) ?? false
                && HTTPField.Name("X-Forwarded-User").map { head.headerFields[values: $0] } ?? [] != []
                && !(HTTPField.Name("X-Forwarded-User").flatMap { head.headerFields[$0] } ?? "").isEmpty
        }
    }

    /// https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Host
    private func isHost(_ value: String, at address: ListenAddress) -> Bool {
        // HTTP/1.0 has none, and no browser speaks it.
        guard !value.isEmpty else { return true }
        let host: String
        if value.hasPrefix("[") {
            guard let end = value.firstIndex(of: "]") else { return false }
            let rest = value[value.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") && rest.dropFirst().allSatisfy(\.isNumber) else { return false }
            host = String(value[value.index(after: value.startIndex)..<end])
            guard (try? SocketAddress(ipAddress: host, port: 0)) != nil else { return false }
        } else {
            let parts = value.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 1 || parts.count == 2 && parts[1].allSatisfy(\.isNumber) else { return false }
            host = parts[0].lowercased()
        }
        if names.contains(host) || host == "localhost" || host == address.host.lowercased() { return true }
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return isAddress && (!address.isLoopback || ListenAddress.isLoopback(host))
    }
}

/// A file with a token, read again as it changes.
public final class TokenFile: Sendable {
    private let read: @Sendable () -> String?
    private let state = Mutex<(token: String?, at: ContinuousClock.Instant)?>(nil)

    /// - Parameter read: Reads what the file holds now.
    public init(_ read: @escaping @Sendable () -> String?) { self.read = read }

    private var token: String? {
        state.withLock { state in
            if let state, state.at.duration(to: .now) < .seconds(5) { return state.token }
            let token = read().map { String($0.filter { !$0.isWhitespace }) }.flatMap { $0.isEmpty ? nil : $0 }
            state = (token, .now)
            return token
        }
    }

    func allows(_ header: String?) -> Bool {
        guard let header, let token else { return false }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2 else { return false }
        switch parts[0].lowercased() {
        case "bearer": return Self.isSame(String(parts[1]), token)
        case "basic":
            guard let bytes = Base64.decoded(String(parts[1])) else { return false }
            let pair = String(decoding: bytes, as: UTF8.self)
            guard let colon = pair.firstIndex(of: ":") else { return false }
            return Self.isSame(String(pair[pair.index(after: colon)...]), token)
        default: return false
        }
    }

    /// Takes as long wherever they first differ.
    private static func isSame(_ given: String, _ wanted: String) -> Bool {
        let (given, wanted) = (Array(given.utf8), Array(wanted.utf8))
        var difference = UInt8(given.count == wanted.count ? 0 : 1)
        for index in wanted.indices { difference |= wanted[index] ^ (index < given.count ? given[index] : 0) }
        return difference == 0
    }
}
