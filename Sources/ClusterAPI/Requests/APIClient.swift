internal import AsyncHTTPClient
public import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Asks one API server, gently: few requests at once, each tried again where that may help, none beyond its time.
///
/// It speaks HTTP/1.1: every API server does, proxies get it right, and a connection that has died is noticed by what is read
/// from it, while a dead HTTP/2 connection takes all requests with it. Redirects are never followed.
public final class APIClient: Sendable {
    /// The way to the server.
    public let connection: ClusterEndpoint
    let limits: RequestLimits
    let logger: Logger
    let patience: Patience
    private let keeper: CredentialKeeper
    private let userAgent: String
    private let http: HTTPClient
    private let gate: Gate
    let traffic = Traffic()

    /// Prepares to ask; nothing is sent yet. Whoever makes one must ``shutdown()`` it.
    ///
    /// - Parameters:
    ///   - keeper: What credential plugins gave to earlier clients.
    ///   - userAgent: `isinventory/1.2.3`.
    public convenience init(
        _ connection: ClusterEndpoint, keeper: CredentialKeeper, userAgent: String, limits: RequestLimits = RequestLimits(),
        logger: Logger
    ) {
        self.init(connection, keeper: keeper, userAgent: userAgent, limits: limits, logger: logger, patience: Patience())
    }

    init(
        _ connection: ClusterEndpoint, keeper: CredentialKeeper, userAgent: String, limits: RequestLimits, logger: Logger,
        patience: Patience
    ) {
        self.connection = connection
        self.keeper = keeper
        self.userAgent = userAgent
        self.limits = limits
        self.logger = logger
        self.patience = patience
        gate = Gate(limits.concurrent)
        http = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: connection.httpConfiguration(limits))
    }

    /// Closes the connections.
    public func shutdown() async { try? await http.shutdown() }

    /// Asks, and hands an answer of code 200 to `attempt`.
    ///
    /// - Parameters:
    ///   - mayRepeat: Asked before another try; where something already stands on what the last one told, it says no, and what
    ///     went wrong is thrown.
    ///   - attempt: Reads the body. It is called again, from the beginning of a new body, where one broke off; what it did before
    ///     then must not count. What it throws that is no ``APIBody``'s error is thrown on.
    /// - Returns: What `attempt` made of it.
    /// - Throws: ``APIError``, `CancellationError`, or what `attempt` throws.
    public func get<Result: Sendable>(
        _ request: APIRequest, mayRepeat: @Sendable () -> Bool = { true },
        attempt: @escaping @Sendable (APIHead, APIBody) async throws -> Result
    ) async throws -> Result {
        var tries = 0
        var renewed = false
        while true {
            try Task.checkCancellation()
            try checkDeadline(request)
            let presented = try await credentials(for: request)
            do {
                return try await gate.pass { try await self.ask(request, presented, Progress(self.limits), attempt) }
            } catch let error as APIError {
                if error.reason == .unauthorized, !renewed, await keeper.refused(presented, connection) {
                    renewed = true
                    continue
                }
                guard mayRepeat() else { throw error }
                tries += 1
                try await pause(after: error, tries)
            }
        }
    }

    /// Asks for a stream, such as a watch, which goes on until the server ends it, and hands its body to `read`.
    ///
    /// It is asked for once (twice where credentials had to be renewed): where to go on from is the caller's to know. It counts neither
    /// among the requests at once nor against their deadline.
    ///
    /// - Parameter silence: How long it may be silent, once it has begun, before it is given up as dead.
    /// - Throws: ``APIError``, `CancellationError`, or what `read` throws.
    public func stream<Result: Sendable>(
        _ request: APIRequest, silence: Duration, read: @escaping @Sendable (APIBody) async throws -> Result
    ) async throws -> Result {
        var request = request
        request.isStream = true
        var renewed = false
        while true {
            try Task.checkCancellation()
            let presented = try await credentials(for: request)
            do {
                return try await ask(request, presented, Progress(limits, silence: silence)) { _, body in try await read(body) }
            } catch let error as APIError where error.reason == .unauthorized && !renewed {
                guard await keeper.refused(presented, connection) else { throw error }
                renewed = true
            }
        }
    }

    /// How long to wait before a stream that broke so often in turn is asked for again: longer each time, and by chance shorter, so that
    /// many do not come back at once.
    public func pause(beforeStream breaks: Int, retryAfter: Int? = nil) -> Duration {
        patience.pause(after: breaks, retryAfter: retryAfter.map { min($0, 120) }, limits)
    }

    /// Waits before another try, as gently as the server needs it.
    ///
    /// - Parameter tries: How many have failed.
    /// - Throws: The error where another try would not help, or there have been enough; `CancellationError`.
    public func pause(after error: APIError, _ tries: Int) async throws {
        guard error.isPassing, tries < limits.attempts else { throw error }
        if let retryAfter = error.retryAfter, Duration.seconds(retryAfter) > limits.longestRetryAfter { throw error }
        let pause = patience.pause(after: tries, retryAfter: error.retryAfter, limits)
        if let deadline = limits.deadline, ContinuousClock.now + pause >= deadline { throw error }
        logger.info(
            "trying again",
            metadata: [
                "request": "\(error.request)", "tries": "\(tries)",
                "pause": "\(Duration.milliseconds(pause.milliseconds).inSeconds)", "because": "\(error.reason)",
            ])
        traffic.retried()
        try await patience.sleep(pause)
    }

    private func checkDeadline(_ request: APIRequest) throws {
        guard let deadline = limits.deadline, ContinuousClock.now >= deadline else { return }
        throw timeIsOver(request)
    }

    private func timeIsOver(_ request: APIRequest) -> APIError {
        APIError(.deadlinePassed, request, connection.server, .timeIsOver)
    }

    private func credentials(for request: APIRequest) async throws -> PresentedCredentials {
        do {
            return try await keeper.presented(connection, logger)
        } catch let error as ConnectionError {
            throw APIError(.credentials, request, connection.server, .noCredential(error))
        }
    }

    /// Asks once.
    private func ask<Result: Sendable>(
        _ request: APIRequest, _ presented: PresentedCredentials, _ progress: Progress,
        _ attempt: @escaping @Sendable (APIHead, APIBody) async throws -> Result
    ) async throws -> Result {
        defer { traffic.came(progress.bytes) }
        return try await withThrowingTaskGroup(of: Outcome<Result>.self) { group in
            group.addTask {
                try await .answer(self.exchange(request, presented, progress, attempt))
            }
            group.addTask { try await .givenUp(progress.watch()) }
            defer { group.cancelAll() }
            switch try await group.next() {
            case .answer(let result): return result
            case .givenUp(let ending):
                group.cancelAll()
                // It may have come to its end in the same moment. What it did then counts, and is not to be done again.
                if case .answer(let result)? = try? await group.next() { return result }
                switch ending {
                case .tooSlow: throw tooSlow(request, progress)
                case .deadlinePassed: throw timeIsOver(request)
                }
            case nil: throw CancellationError()
            }
        }
    }

    private enum Outcome<Result: Sendable>: Sendable {
        case answer(Result)
        case givenUp(Progress.Ending)
    }

    private func tooSlow(_ request: APIRequest, _ progress: Progress) -> APIError {
        let isSilent = request.isStream && progress.hasBegun
        return APIError(
            .tooSlow, request, connection.server,
            isSilent ? .silent : progress.bytes == 0 ? .noAnswer(within: limits.requestTimeout) : .trickles)
    }

    private func exchange<Result: Sendable>(
        _ request: APIRequest, _ presented: PresentedCredentials, _ progress: Progress,
        _ attempt: @Sendable (APIHead, APIBody) async throws -> Result
    ) async throws -> Result {
        progress.waits()
        let response: HTTPClientResponse
        do {
            response = try await http.execute(message(request, presented), deadline: .distantFuture)
        } catch {
            throw await failure(request, error)
        }
        progress.came(0)
        let head = APIHead(response)
        let body = APIBody(response.body, progress)
        do {
            guard response.status == .ok else { throw try await refusal(request, response, body) }
            try await checkJSON(request, head, body)
            return try await attempt(head, body)
        } catch let error as BrokenBody {
            throw APIError(.brokenBody, request, connection.server, .notWhole(error))
        }
    }

    private func message(_ request: APIRequest, _ presented: PresentedCredentials) -> HTTPClientRequest {
        var message = HTTPClientRequest(url: connection.url(of: request))
        message.headers.add(name: "Host", value: connection.hostHeader)
        message.headers.add(name: "Accept", value: request.accept)
        // What is compressed waits in the server until there is enough of it.
        if !request.isStream { message.headers.add(name: "Accept-Encoding", value: "gzip") }
        message.headers.add(name: "User-Agent", value: userAgent)
        if let authorization = presented.authorization {
            message.headers.add(name: "Authorization", value: authorization.revealed)
        }
        if let certificate = presented.certificate {
            message.tlsConfiguration = connection.trust.configuration(presenting: certificate)
        }
        traffic.asked()
        return message
    }
}

/// What stands before a body.
public struct APIHead: Sendable {
    /// Without parameters, in lower case.
    let contentType: String

    init(_ response: HTTPClientResponse) {
        let type = response.headers.first(name: "Content-Type")?.lowercased() ?? ""
        contentType = type.split(separator: ";").first.map { Secret(String($0)).trimmed.revealed } ?? ""
    }
}

extension Duration {
    /// `60 s`.
    public var inSeconds: String {
        let (seconds, attoseconds) = components
        if attoseconds == 0 { return "\(seconds) s" }
        return "\(Double(seconds * 1000 + attoseconds / 1_000_000_000_000_000) / 1000) s"
    }
}
