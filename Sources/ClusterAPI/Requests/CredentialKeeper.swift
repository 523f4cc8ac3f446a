internal import Logging
internal import Texts

/// What goes into a request to say who asks.
struct PresentedCredentials: Sendable {
    /// The value of the `Authorization` header.
    var authorization: Secret?
    var certificate: ClientCertificate?
    /// Rises with each renewal, so that of several requests that fail with the same old credential only one renews it.
    var generation = 0
}

/// Keeps what a credential plugin gave until it expires or is refused; belongs to the process, so that plugins do not run for
/// every snapshot.
public actor CredentialKeeper {
    private var kept: [String: Kept] = [:]
    /// What is being asked for; everybody who needs it waits for the same answer.
    private var pending: [String: Task<Kept, any Error>] = [:]
    private let run: @Sendable (ExecPlugin) async throws -> ExecCredential
    private let now: @Sendable () -> Int

    private struct Kept: Sendable {
        var presented: PresentedCredentials
        /// In seconds since 1970; nil is until refused.
        var expiresAt: Int?
        var plugin: ExecPlugin?
    }

    /// An empty one.
    public init() {
        run = { try await $0.run() }
        now = { secondsSince1970() }
    }

    /// One whose plugins and clock are a test's.
    init(run: @escaping @Sendable (ExecPlugin) async throws -> ExecCredential, now: @escaping @Sendable () -> Int) {
        self.run = run
        self.now = now
    }

    /// Forgets everything: what comes next is read or asked for anew.
    public func forget() { kept = [:] }

    /// What to present now.
    func presented(_ connection: ClusterEndpoint, _ logger: Logger) async throws -> PresentedCredentials {
        let key = "\(connection.server) \(connection.origin)"
        if let known = kept[key], known.plugin == connection.credentials.plugin, known.expiresAt.map({ now() < $0 }) ?? true {
            return known.presented
        }
        if let pending = pending[key] { return try await pending.value.presented }
        let generation = (kept[key]?.presented.generation ?? 0) + 1
        let asking = Task { try await obtain(connection.credentials, generation, logger) }
        pending[key] = asking
        defer { pending[key] = nil }
        let fresh = try await asking.value
        kept[key] = fresh
        return fresh.presented
    }

    /// Forgets what was refused, unless it was renewed since. Says whether asking again may help.
    func refused(_ presented: PresentedCredentials, _ connection: ClusterEndpoint) -> Bool {
        let key = "\(connection.server) \(connection.origin)"
        if let known = kept[key], known.presented.generation == presented.generation { kept[key]?.expiresAt = Int.min }
        return connection.credentials.isRenewable
    }

    private func obtain(_ credentials: Credentials, _ generation: Int, _ logger: Logger) async throws -> Kept {
        var fresh = try await obtain(credentials, logger)
        fresh.presented.generation = generation
        return fresh
    }

    private func obtain(_ credentials: Credentials, _ logger: Logger) async throws -> Kept {
        switch credentials {
        case .none: Kept(presented: PresentedCredentials())
        case .token(let token, let certificate):
            Kept(presented: try bearer(token, certificate, nil))
        case .certificate(let certificate): Kept(presented: PresentedCredentials(certificate: certificate))
        case .basic(let name, let password):
            Kept(
                presented: PresentedCredentials(
                    authorization: Secret("Basic \(base64Encoded("\(name):\(password.revealed)".utf8))")))
        case .tokenFile(let path, let certificate):
            // The kubelet rotates it at four fifths of its life; client-go too reads it again each minute.
            Kept(presented: try bearer(try token(in: path), certificate, path), expiresAt: now() + 60)
        case .exec(let plugin, let certificate):
            try await obtain(plugin, certificate, logger)
        }
    }

    private func obtain(_ plugin: ExecPlugin, _ certificate: ClientCertificate?, _ logger: Logger) async throws -> Kept {
        let credential = try await run(plugin)
        // What it answered is nobody's business; what it said is meant for people.
        if let said = credential.said { logger.notice("\(plugin.command): \(said.printable)") }
        var presented = PresentedCredentials(certificate: try credential.certificate(plugin) ?? certificate)
        if let token = credential.token { presented.authorization = try bearer(token, nil, plugin.command).authorization }
        let expiry = [credential.expiresAt, presented.certificate?.expiresAt].compactMap { $0 }.min()
        return Kept(presented: presented, expiresAt: expiry, plugin: plugin)
    }

    private func bearer(
        _ token: Secret, _ certificate: ClientCertificate?, _ source: String?
    ) throws -> PresentedCredentials {
        guard token.fitsHeader else {
            throw ConnectionError.noToken(source: source)
        }
        return PresentedCredentials(authorization: Secret("Bearer \(token.revealed)"), certificate: certificate)
    }

    private func token(in path: String) throws -> Secret {
        let bytes = try contents(ofFile: path, as: .token)
        return Secret(String(decoding: bytes, as: UTF8.self)).trimmed
    }
}

extension Credentials {
    fileprivate var isRenewable: Bool {
        switch self {
        case .tokenFile, .exec: true
        case .none, .token, .basic, .certificate: false
        }
    }

    fileprivate var plugin: ExecPlugin? { if case .exec(let plugin, _) = self { plugin } else { nil } }
}
