/// Waits for something that other tasks bring about. It throws only where it never comes: no test depends on how soon.
///
/// - Throws: ``NeverCame``, or what the condition throws.
public func eventually(
    _ what: String, file: String = #fileID, line: Int = #line, isolation: isolated (any Actor)? = #isolation,
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    var looks = 0
    while try await !condition() {
        looks += 1
        // Tests that compute for long hold up all tasks, those that are waited for too: then there were few looks.
        guard ContinuousClock.now < deadline || looks < 2_000 else { throw NeverCame(what: what, place: "\(file):\(line)") }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// What was waited for did not come.
public struct NeverCame: Error, CustomStringConvertible {
    let what: String
    let place: String

    /// `never: all came, waited for at CollectorTests/FollowTests.swift:12`.
    public var description: String { "never: \(what), waited for at \(place)" }
}
