internal import ServiceLifecycle

/// Services that are asked to end all at once. A group of services asks one only after the next has ended, so the cluster that is
/// slowest to finish would let the others begin new looks meanwhile.
struct ParallelServices: Service {
    let services: [CollectingLoop]

    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.run() } }
            try await group.waitForAll()
        }
    }
}
