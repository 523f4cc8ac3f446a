extension Fault {
    /// Something of all that a client must get over in no time: nothing that only patience tells, and nothing huge.
    package static func random(using chance: inout some RandomNumberGenerator) -> Fault {
        let effects: [Effect] = [
            .forbidden, .absent, .gone(resumable: true), .gone(resumable: false), .tooManyRequests(retryAfter: 0),
            .unavailable(retryAfter: nil), .internalError, .resetAtOnce,
            .resetInBody(after: Int.random(in: 1...4_000, using: &chance)),
            .bodyCutShort(after: Int.random(in: 1...4_000, using: &chance)), .truncatedGzip, .brokenGzip, .html, .otherJSON,
            .brokenJSON, .emptyBody, .unauthorized,
        ]
        let resources: [Resource] = [.deployments, .imageStreams, .statefulSets, .cronJobs]
        return Fault(
            effects.randomElement(using: &chance) ?? .internalError, on: resources.randomElement(using: &chance),
            page: [nil, 0, 1, 2].randomElement(using: &chance) ?? nil,
            times: [1, 1, 2, 5, .max].randomElement(using: &chance) ?? 1)
    }
}
