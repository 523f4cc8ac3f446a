import CollectorWords
import FakeCluster
import Model
import Testing

@testable import Collector

@Suite("A list in pages", .serialized) struct PagingTests {
    @Test("shows the same whatever the size of its pages", arguments: [1, 2, 7, 500])
    func sizes(_ size: Int) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = size
            let look = try await live.look()
            #expect(look.collected.header.coverage.allSatisfy { $0.outcome == .complete || $0.outcome == .absent })
            #expect(try live.containers() == SmallCluster.containersBefore)
            #expect(try live.standing(.imageStreamTag).count == 18)
            let pages = live.server.requests.of(.deployments)
            #expect(pages.count == (15 + size - 1) / size)
            #expect(pages.allSatisfy { $0.query["limit"] == "\(size)" })
        }
    }

    @Test("is read to its end also where the server gives less than was asked for")
    func shorterPages() async throws {
        try await LiveRecord.with { live in
            live.server.limitPages(to: 4)
            try await live.look()
            #expect(try live.containers() == SmallCluster.containersBefore)
        }
    }

    @Test("begins anew where its token has expired, at whichever page", arguments: 1...7, [true, false])
    func expired(at page: Int, resumable: Bool) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = 2
            live.server.inject(Fault(.gone(resumable: resumable), on: .deployments, page: page, times: 1))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete)
            #expect(try live.containers() == SmallCluster.containersBefore)
            let pages = live.server.requests.of(.deployments)
            #expect(pages.count { $0.status == 410 } == 1)
            #expect(pages.count { $0.query["continue"] == nil } == 2, "the list began twice")
        }
    }

    @Test("shows one moment and never two, however the cluster changes meanwhile", arguments: 1...7)
    func neverTorn(at page: Int) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = 2
            let server = live.server
            server.beforeEach { request in
                guard request.access?.resource == "deployments", request.query["continue"] != nil else { return }
                guard server.requests.of(.deployments).count == page else { return }
                server.show(SmallCluster.after)
                server.compact()
            }
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete)
            #expect(try live.containers() == SmallCluster.containersAfter)
        }
    }

    @Test("is asked for in one piece where its tokens expire again and again")
    func alwaysExpired() async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = 2
            live.server.inject(Fault(.gone(resumable: true), on: .deployments, page: 1))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete)
            #expect(try live.containers() == SmallCluster.containersBefore)
            #expect(live.server.requests.of(.deployments).last?.query["limit"] == nil)
        }
    }

    @Test("that cannot be begun at all is a failure, and closes nothing")
    func neverBegun() async throws {
        try await LiveRecord.with { live in
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.inject(Fault(.gone(resumable: false), on: .deployments))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .failed)
            #expect(look.message(.deployment).contains("410"))
            #expect(try live.containers() == SmallCluster.containersBefore)
            #expect(look.outcome(.imageStream) == .complete)
        }
    }
}
