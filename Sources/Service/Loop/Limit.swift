internal import ServiceWords

/// Runs something, and cancels it where it takes longer than it may.
///
/// - Throws: ``LimitReached``, whatever the body throws, or `CancellationError` where the task around it is cancelled.
func within<Result: Sendable>(
    _ limit: Duration, _ time: any Timekeeper, _ body: @escaping @Sendable () async throws -> Result
) async throws -> Result {
    try await withThrowingTaskGroup(of: Result?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await time.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else { throw LimitReached(limit: limit) }
        return result
    }
}
