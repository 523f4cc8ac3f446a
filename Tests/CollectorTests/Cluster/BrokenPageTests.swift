import ClusterAPI
import FakeCluster
import Foundation
import Model
import Questions
import Record
import Testing

@testable import Collector

/// A page breaks off wherever a parser, a decompressor or a connection could stop, while the cluster changes. What is recorded as
/// complete must be one of the states the cluster was in, never a mixture.
@Suite("A page that breaks off", .serialized) struct BrokenPageTests {
    private static let limit = 4

    /// Where a page's body is cut: bytes that matter to whoever reads it.
    private static func cuts(of text: String) -> [Int] {
        func end(of needle: String, after start: String.Index? = nil) -> Int? {
            text.range(of: needle, range: (start ?? text.startIndex)..<text.endIndex)
                .map { text.utf8.distance(from: text.startIndex, to: $0.upperBound) }
        }
        func last(of needle: String) -> Int {
            text.range(of: needle, options: .backwards).map { text.utf8.distance(from: text.startIndex, to: $0.lowerBound) } ?? 0
        }
        // Behind the last brace comes a newline, which nobody needs.
        let count = text.utf8.count - 1
        let items = end(of: #""items":["#) ?? 0
        var cuts = [0, 1, end(of: #""metadata":{"#) ?? 0, items - 2, items, items + 1, items + 40]
        if let token = end(of: #""continue":""#) {
            let closing = end(of: "\"", after: text.utf8.index(text.startIndex, offsetBy: token)) ?? token
            // Before the token, in it, behind its last character, behind its quote, and behind the comma.
            cuts += [token - 3, token + 5, closing - 1, closing, closing + 1]
        }
        // In the second item, between two, before and behind the last brace of an item, of the list.
        let second = end(of: #"},{"metadata""#) ?? items
        cuts += [second - 13, second - 12, second - 11, second, (second + count) / 2]
        cuts += [last(of: "]}") - 1, last(of: "]}"), last(of: "]}") + 1, count - 1]
        return Set(cuts.filter { (0..<count).contains($0) }).sorted()
    }

    /// How the body ends there.
    enum Ending: CaseIterable, Sendable { case reset, closed, piecemeal }

    private func fault(_ ending: Ending, at cut: Int, _ resource: Resource, page: Int) -> Fault {
        let effect: Fault.Effect =
            switch ending {
            case .reset: .resetInBody(after: cut)
            case .closed: .bodyCutShort(after: cut)
            case .piecemeal: .piecesCutShort(size: 997, after: cut, resets: false)
            }
        return Fault(effect, on: resource, page: page, times: 1)
    }

    /// Looks while a page breaks once, and the cluster becomes another before it is asked for again.
    private func look(
        _ live: LiveRecord, breaking fault: Fault, of resource: Resource, page: Int, compacts: Bool
    ) async throws -> ClusterLook {
        let server = live.server
        server.clearFaults()
        server.beforeEach(nil)
        server.show(SmallCluster.before)
        server.inject(fault)
        server.forgetRequests()
        server.beforeEach { request in
            // A page is asked for again when the one of the same token was answered already.
            let earlier = server.requests.of(resource).filter { $0.query == request.query }
            guard request.access?.resource == resource.plural, !earlier.isEmpty else { return }
            guard server.contents.resourceVersion == SmallCluster.before.resourceVersion else { return }
            server.show(SmallCluster.after)
            if compacts { server.compact() }
        }
        return try await live.look()
    }

    @Test(
        "leaves nothing of itself in the record: what stands is one whole state of the cluster, wherever it broke",
        arguments: 0...2, [true, false])
    func everyBoundary(_ page: Int, compacts: Bool) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = Self.limit
            let cuts = Self.cuts(of: live.server.pageText(.deployments, limit: Self.limit, page: page))
            #expect(cuts.count > 12)
            for (number, cut) in cuts.enumerated() {
                let ending = Ending.allCases[number % Ending.allCases.count]
                let look = try await look(
                    live, breaking: fault(ending, at: cut, .deployments, page: page), of: .deployments, page: page,
                    compacts: compacts)
                #expect(look.outcome(.deployment) == .complete, "cut at \(cut), \(ending): \(look.message(.deployment))")
                let standing = try live.containers()
                // A later page names its moment, which the server still knows unless it forgot it.
                let truth = page == 0 || compacts ? SmallCluster.containersAfter : SmallCluster.containersBefore
                #expect(standing == truth, "cut at \(cut), \(ending)")
            }
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
        }
    }

    @Test("leaves nothing of itself where it was compressed", arguments: 0...1)
    func gzip(_ page: Int) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = Self.limit
            for cut in [1, 10, 11, 60, 400, 800] {
                let look = try await look(
                    live, breaking: Fault(.gzipCutShort(after: cut), on: .deployments, page: page, times: 1), of: .deployments,
                    page: page, compacts: true)
                #expect(look.outcome(.deployment) == .complete, "cut at \(cut): \(look.message(.deployment))")
                #expect(
                    try [SmallCluster.containersAfter, SmallCluster.containersBefore].contains(live.containers()), "cut at \(cut)"
                )
            }
        }
    }

    @Test("of streams brings one state's tags", arguments: 0...2)
    func streams(_ page: Int) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = Self.limit
            for cut in Self.cuts(of: live.server.pageText(.imageStreams, limit: Self.limit, page: page)) {
                let look = try await look(
                    live, breaking: fault(.closed, at: cut, .imageStreams, page: page), of: .imageStreams, page: page,
                    compacts: true)
                #expect(look.outcome(.imageStream) == .complete, "cut at \(cut): \(look.message(.imageStream))")
                #expect(try live.standing(.imageStream).count == 6, "cut at \(cut)")
                #expect(try live.standing(.imageStreamTag).count == 12, "cut at \(cut)")
            }
        }
    }

    @Test("and whose later pages are all of another time makes no state that never was")
    func disjoint() async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = 5
            let server = live.server
            // Where all of the first page is gone, the second beginning has no object that the first read already.
            var next = StoredContents(resourceVersion: 300)
            for key in ["x-1", "x-2", "x-3"] {
                next.put(
                    DeploymentText(
                        ObjectKey(namespace: "zoo", name: key), uid: key, resourceVersion: 300,
                        containers: [.init("main", "quay.io/acme/zoo:1")], seed: 1))
            }
            let changed = next
            let page = server.pageText(.deployments, limit: 5, page: 0)
            server.inject(Fault(.bodyCutShort(after: page.utf8.count - 2), on: .deployments, page: 0, times: 1))
            server.beforeEach { request in
                let firsts = server.requests.of(.deployments).filter { $0.query["continue"] == nil }
                guard request.access?.resource == "deployments", request.query["continue"] == nil, !firsts.isEmpty else { return }
                server.show(changed)
            }
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete, "\(look.message(.deployment))")
            #expect(try live.standing(.deployment) == ["zoo/x-1", "zoo/x-2", "zoo/x-3"])
        }
    }

    @Test("and then leads elsewhere has the list begin anew", arguments: 0...2)
    func otherTokens(_ page: Int) async throws {
        try await LiveRecord.with { live in
            live.source.pageSize = Self.limit
            live.server.varyTokens()
            let text = live.server.pageText(.deployments, limit: Self.limit, page: page)
            live.server.inject(Fault(.bodyCutShort(after: text.utf8.count - 3), on: .deployments, page: page, times: 1))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete, "\(look.message(.deployment))")
            #expect(try live.containers() == SmallCluster.containersBefore)
            #expect(live.server.requests.of(.deployments).count { $0.query["continue"] == nil } == 2, "the list began twice")
        }
    }

    @Test("each time is a failure once patience ends, and leaves what stood")
    func always() async throws {
        try await LiveRecord.with { live in
            try await live.look()
            live.server.show(SmallCluster.after)
            live.source.pageSize = Self.limit
            live.source.limits.attempts = 3
            let text = live.server.pageText(.deployments, limit: Self.limit, page: 0)
            live.server.inject(Fault(.bodyCutShort(after: text.utf8.count - 2), on: .deployments, page: 0))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .failed)
            #expect(look.message(.deployment).contains("not whole"))
            #expect(try live.containers().isSuperset(of: SmallCluster.containersBefore.filter { $0.contains("app-2") }))
        }
    }

    @Test("of a kind that then is not there is a failure, not a kind that the cluster lacks", arguments: [Fault.Effect.absent])
    func notThereMidway(_ effect: Fault.Effect) async throws {
        try await LiveRecord.with { live in
            try await live.look()
            live.source.pageSize = Self.limit
            live.server.inject(Fault(effect, on: .deployments, page: 1))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .failed)
            #expect(try live.containers() == SmallCluster.containersBefore)
        }
    }
}
