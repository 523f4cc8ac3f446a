/// How patiently and how gently a server is asked.
public struct RequestLimits: Sendable {
    /// How long an answer may take to begin, and then to go on (see ``slowestBody``).
    public var requestTimeout: Duration = .seconds(60)
    /// When everything must be done; nil is never.
    public var deadline: ContinuousClock.Instant?
    /// Requests at once.
    public var concurrent = 4
    /// How often a request is tried in all.
    public var attempts = 5
    /// The wait before the second try; it doubles with each, up to ``longestPause``, and a random half of it is left out.
    public var firstPause: Duration = .milliseconds(500)
    /// The longest wait between two tries, unless the server asks for more.
    public var longestPause: Duration = .seconds(15)
    /// The longest wait a server may ask for.
    public var longestRetryAfter: Duration = .seconds(120)
    /// Bytes a second below which a body is given up once ``requestTimeout`` has passed: a body of n bytes may take
    /// `requestTimeout + n / slowestBody`.
    public var slowestBody = 16 << 10

    /// The usual ones.
    public init() {}
}

/// What waiting and chance are, so that tests need not wait.
struct Patience: Sendable {
    var sleep: @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    /// Between 0 and 1.
    var chance: @Sendable () -> Double = { Double.random(in: 0..<1) }

    /// How long to wait before the try that follows `tries` failed ones: half of the growing pause, and a random part of the rest,
    /// so that many clients do not come back at once.
    func pause(after tries: Int, retryAfter: Int?, _ limits: RequestLimits) -> Duration {
        var pause = limits.firstPause
        for _ in 1..<max(tries, 1) where pause < limits.longestPause { pause = min(pause * 2, limits.longestPause) }
        let jittered = pause * (0.5 + chance() / 2)
        guard let retryAfter else { return jittered }
        return max(jittered, .seconds(retryAfter) + .milliseconds(Int(chance() * 250)))
    }
}
