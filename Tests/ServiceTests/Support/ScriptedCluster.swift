import Logging
import Model
import Record
import Synchronization
import Testing

@testable import Service

/// A cluster whose answers a test writes.
final class ScriptedCluster: ClusterObserver {
    typealias Act = @Sendable (_ look: Int, _ takenAt: Instant) async throws -> [Coverage]

    private struct State {
        var begun: [Instant] = []
        var connections = 0
        var closed = 0
        var atOnce = 0
        var mostAtOnce = 0
    }

    /// Who listens from each look on.
    let follower: ScriptedFollower?
    private let act: Act
    private let state = Mutex(State())

    /// Answers look by look; the first is 1.
    init(follower: ScriptedFollower? = nil, _ act: @escaping Act) {
        self.follower = follower
        self.act = act
    }

    /// Sees every kind whole, with nothing in it.
    convenience init(follower: ScriptedFollower? = nil) { self.init(follower: follower) { _, _ in .whole } }

    func observe(cluster: String, takenAt: Instant, log: Logger) async throws -> Observation {
        let look = state.withLock { state in
            state.begun.append(takenAt)
            state.atOnce += 1
            state.mostAtOnce = max(state.mostAtOnce, state.atOnce)
            return state.begun.count
        }
        defer { state.withLock { $0.atOnce -= 1 } }
        let coverage = try await act(look, takenAt)
        var observation = Observation(
            Snapshot(cluster: cluster, takenAt: takenAt, source: "script", coverage: coverage), receivedBytes: 1000, requests: 7)
        observation.follower = follower
        return observation
    }

    func close() async { state.withLock { $0.closed += 1 } }

    /// When each look began.
    var looks: [String] { state.withLock { $0.begun.map(\.description) } }
    var connections: Int { state.withLock { $0.connections } }
    var closed: Int { state.withLock { $0.closed } }
    var mostAtOnce: Int { state.withLock { $0.mostAtOnce } }

    func target(_ name: String = "prod", every period: Int64 = 900, limit: Duration = .seconds(600)) throws -> ClusterTarget {
        var target = ClusterTarget(name: name, schedule: try #require(Schedule(period: period)), limit: limit) { [self] in
            state.withLock { $0.connections += 1 }
            return self
        }
        target.isFollowed = follower != nil
        return target
    }
}

extension [Coverage] {
    /// Every kind looked for everywhere and seen whole, with so many objects.
    static var whole: [Coverage] { whole(objects: 0) }

    static func whole(objects: Int64) -> [Coverage] {
        Kinds.builtIn.all.map(\.kind).map { Coverage(kind: $0, outcome: .complete, objects: objects) }
    }

    /// The same, but for one kind.
    func but(_ kind: ObjectKind, _ outcome: Coverage.Outcome, _ message: String) -> [Coverage] {
        map { $0.kind == kind ? Coverage(kind: kind, outcome: outcome, objects: 0, message: message) : $0 }
    }
}

/// A gate that a look waits at until the test opens it, or it is cancelled.
final class Gate: Sendable {
    private let isOpen = Mutex(false)

    func open() { isOpen.withLock { $0 = true } }

    func wait() async throws {
        while !isOpen.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(1)) }
    }
}
