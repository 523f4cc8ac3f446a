import ClusterAPI
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Collector

@Suite("What goes wrong on the way to a cluster", .serialized) struct FaultTests {
    /// What goes wrong with one list: what it is told of, and whether trying again may help.
    struct Case: Sendable, CustomTestStringConvertible {
        let effect: Fault.Effect
        let outcome: Coverage.Outcome
        /// What the message must tell.
        let words: [String]
        let isPassing: Bool

        var testDescription: String { "\(effect)" }
    }

    static let cases: [Case] = [
        Case(effect: .forbidden, outcome: .forbidden, words: ["system:serviceaccount", "deployments"], isPassing: false),
        Case(effect: .tooManyRequests(retryAfter: nil), outcome: .failed, words: ["429", "try again"], isPassing: true),
        Case(
            effect: .unavailable(retryAfter: nil), outcome: .failed, words: ["503", "connection refused", "apiservices"],
            isPassing: true),
        Case(effect: .internalError, outcome: .failed, words: ["500", "etcdserver"], isPassing: true),
        Case(effect: .resetAtOnce, outcome: .failed, words: ["; "], isPassing: true),
        Case(effect: .resetInBody(after: 700), outcome: .failed, words: ["not whole"], isPassing: true),
        Case(effect: .bodyCutShort(after: 700), outcome: .failed, words: ["not whole"], isPassing: true),
        Case(effect: .truncatedGzip, outcome: .failed, words: ["not whole"], isPassing: true),
        Case(effect: .brokenGzip, outcome: .failed, words: ["not whole"], isPassing: true),
        Case(effect: .brokenJSON, outcome: .failed, words: ["not whole"], isPassing: true),
        Case(effect: .emptyBody, outcome: .failed, words: ["; "], isPassing: true),
        Case(effect: .otherJSON, outcome: .failed, words: ["kind"], isPassing: false),
        Case(effect: .html, outcome: .failed, words: ["HTML", "login page"], isPassing: false),
        Case(
            effect: .redirect(to: "https://elsewhere.example/"), outcome: .failed, words: ["elsewhere.example"], isPassing: false),
    ]

    @Test("is recorded of the kind it befell, closes nothing of it, and hinders no other", arguments: cases)
    func always(_ wrong: Case) async throws {
        try await LiveRecord.with { live in
            live.source.limits.attempts = 3
            live.source.scope = .all
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.inject(Fault(wrong.effect, on: .deployments))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == wrong.outcome)
            let message = look.message(.deployment)
            for word in wrong.words { #expect(message.contains(word), "\(message)") }
            #expect(!message.contains("Bearer") && !message.contains("right"), "\(message)")
            // Nothing of the kind is closed or changed, everything else is as it is now.
            #expect(try live.containers() == SmallCluster.containersBefore)
            #expect(look.outcome(.imageStream) == .complete && look.outcome(.imageStreamTag) == .complete)
            #expect(try live.standing(.imageStream).count == 6)
            #expect(
                try live.rows("SELECT outcome FROM coverage WHERE kind = 'Deployment' ORDER BY taken_at DESC LIMIT 1") == [
                    wrong.outcome.rawValue
                ])
            // And once it is over, nothing was lost.
            live.server.clearFaults()
            try await live.look()
            #expect(try live.containers() == SmallCluster.containersAfter)
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
        }
    }

    @Test("is forgotten where it passes", arguments: cases.filter(\.isPassing))
    func once(_ wrong: Case) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = 4
            for page in 0..<4 { live.server.inject(Fault(wrong.effect, on: .deployments, page: page, times: 1)) }
            live.server.inject(Fault(wrong.effect, on: .imageStreams, times: 2))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete, "\(look.message(.deployment))")
            #expect(look.outcome(.imageStream) == .complete, "\(look.message(.imageStream))")
            // Where the first page had told of the second, both begin anew together.
            #expect((4...6).contains(look.traffic.retries))
            #expect(try live.containers() == SmallCluster.containersBefore)
            #expect(try live.standing(.imageStreamTag).count == 18)
        }
    }

    @Test(
        "in discovery is told with the cluster's name, and nothing is recorded",
        arguments: [
            Fault.Effect.html, .redirect(to: "https://elsewhere.example/"), .unauthorized,
        ])
    func everywhere(_ effect: Fault.Effect) async throws {
        try await LiveRecord.with { live in
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.inject(Fault(effect))
            let error = await #expect(throws: ClusterUnreachable.self) { try await live.look() }
            let text = "\(error.map { "\($0)" } ?? "")"
            #expect(text.hasPrefix("cluster lab (\(live.server.url)): GET /"), "\(text)")
            #expect(text.contains("; "), "it says what to do: \(text)")
            #expect(try live.rows("SELECT count(*) FROM snapshots") == ["1"])
            #expect(try live.containers() == SmallCluster.containersBefore)
        }
    }

    @Test("a busy server is left alone for as long as it asks")
    func retryAfter() async throws {
        try await LiveRecord.with { live in
            live.server.inject(Fault(.tooManyRequests(retryAfter: 1), on: .deployments, times: 1))
            let begin = ContinuousClock.now
            let look = try await live.look()
            #expect(ContinuousClock.now - begin >= .seconds(1))
            #expect(look.outcome(.deployment) == .complete)
            #expect(live.server.requests.of(.deployments).map(\.status) == [429, 200])
        }
    }

    @Test("a server that asks to be left alone for an hour is not waited for")
    func retryAfterAnHour() async throws {
        try await LiveRecord.with { live in
            live.server.inject(Fault(.tooManyRequests(retryAfter: 3600), on: .deployments))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .failed)
            #expect(live.server.requests.of(.deployments).count == 1)
        }
    }

    @Test("a body that trickles is given up, and hinders no other list")
    func slowLoris() async throws {
        try await LiveRecord.with { live in
            live.source.limits.requestTimeout = .seconds(5)
            live.source.limits.attempts = 1
            live.server.inject(Fault(.slowBody(bytesPerSecond: 100), on: .deployments))
            let begin = ContinuousClock.now
            let look = try await live.look()
            #expect(ContinuousClock.now - begin < .seconds(40))
            #expect(look.outcome(.deployment) == .failed)
            #expect(look.message(.deployment).contains("trickles") && look.message(.deployment).contains("--request-timeout"))
            #expect(look.outcome(.imageStream) == .complete)
        }
    }

    @Test("a server that never answers is given up at the deadline")
    func hanging() async throws {
        try await LiveRecord.with { live in
            live.source.deadline = .seconds(10)
            live.server.inject(Fault(.hanging, on: .cronJobs))
            let look = try await live.look()
            #expect(look.outcome(.cronJob) == .failed)
            #expect(look.message(.cronJob).contains("--deadline"))
            #expect(look.outcome(.deployment) == .complete)
        }
    }

    @Test("a page of 24 MB is taken in as it comes")
    func largePage() async throws {
        try await LiveRecord.with { live in
            live.server.inject(Fault(.hugePage(bytes: 24 << 20), on: .deployments))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete)
            #expect(try live.standing(.deployment).count > 1_000)
        }
    }
}
