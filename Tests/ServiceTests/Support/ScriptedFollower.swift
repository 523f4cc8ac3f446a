import Collector
import Model
import Record
import Synchronization

@testable import Service

/// Who listens to a cluster as a test writes it.
final class ScriptedFollower: ClusterFollower {
    private struct State {
        var waiting: [Workload] = []
        var loss: String?
        var corrections: [ObjectKind: Int] = [:]
        var begun = 0
        var ended = 0
        var settled: [Bool] = []
        var listener: CheckedContinuation<Void, Never>?
        var asked = 0
    }

    private let state = Mutex(State())

    let remarks = ["something is not followed"]

    /// A Deployment is shown with an image.
    func show(_ name: String, _ image: String) {
        wake {
            $0.waiting.append(
                Workload(
                    id: Workload.ID(namespace: "shop", kind: .deployment, name: name),
                    containers: [Container(name: "main", image: image)]))
        }
    }

    func lose(_ words: String?) { wake { $0.loss = words } }

    /// What the next look corrects.
    func correct(_ corrections: [ObjectKind: Int]) { state.withLock { $0.corrections = corrections } }

    private func wake(_ change: (inout State) -> Void) {
        let listener = state.withLock { state in
            change(&state)
            defer { state.listener = nil }
            return state.listener
        }
        listener?.resume()
    }

    var begun: Int { state.withLock { $0.begun } }
    var ended: Int { state.withLock { $0.ended } }
    var settled: [Bool] { state.withLock { $0.settled } }

    func begin(after old: (any ClusterFollower)?) async -> [ObjectKind: Int] {
        state.withLock {
            $0.begun += 1
            $0.loss = nil
            return old == nil ? [:] : $0.corrections
        }
    }

    func nextNews() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    if !state.waiting.isEmpty || state.loss != nil || Task.isCancelled { return true }
                    state.listener = continuation
                    return false
                }
                if isNews { continuation.resume() }
            }
        } onCancel: {
            wake { _ in }
        }
    }

    /// How often somebody wanted to know whether there is news.
    var asked: Int { state.withLock { $0.asked } }

    var hasNews: Bool {
        get async {
            state.withLock {
                $0.asked += 1
                return !$0.waiting.isEmpty
            }
        }
    }
    var hasPassed: Bool { get async { false } }
    var loss: String? { get async { state.withLock { $0.loss } } }
    func refusals() async -> [String] { [] }
    var figures: FollowFigures { get async { FollowFigures(watches: 3, events: 5) } }
    func lookBegins() async {}

    func take(_ takenAt: Instant) async -> FollowedObservation? {
        let workloads = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        guard !workloads.isEmpty else { return nil }
        let coverage = Coverage(kind: .deployment, namespace: "shop", outcome: .followed, objects: Int64(workloads.count))
        let header = SnapshotHeader(cluster: "prod", takenAt: takenAt, source: "script", coverage: [coverage])
        return FollowedObservation(header: header) {
            try $0.follow(header, parts: [SnapshotPart(lastNamespace: "shop", workloads: workloads)])
        }
    }

    func settle(isRecorded: Bool) async { state.withLock { $0.settled.append(isRecorded) } }
    func end() async { state.withLock { $0.ended += 1 } }
}
