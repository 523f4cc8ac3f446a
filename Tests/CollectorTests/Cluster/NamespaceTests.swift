import ClusterAPI
import CollectorWords
import FakeCluster
import Model
import Questions
import Record
import Testing
import Words

@testable import Collector

@Suite("A namespace that is no longer shown", .serialized) struct NamespaceTests {
    /// Reads everything in the namespaces, and asks for any namespace by its name.
    private static func reading(in namespaces: [String], mayAskForAny: Bool) -> Permissions {
        var permissions = Permissions(namespaces.map { Permissions.Rule(["get", "list", "watch"], ["*"], ["*"], in: $0) })
        if mayAskForAny { permissions.rules.append(.init(["get"], [""], ["namespaces"])) }
        return permissions
    }

    private static let without = SmallCluster.contents(resourceVersion: 300, version: "1.0", without: [])
        .without(namespace: "shop")

    private func shop(_ containers: Set<String>) -> Set<String> { containers.filter { $0.hasPrefix("shop/") } }

    @Test("and that exists for nobody closes what stood in it: its coverage is absent")
    func deleted() async throws {
        try await LiveRecord.with { live in
            live.server.admit(token: "right", Self.reading(in: ["billing", "shop"], mayAskForAny: true))
            try await live.look()
            #expect(try shop(live.containers()).count == 5)
            live.server.show(Self.without)
            live.server.admit(token: "right", Self.reading(in: ["billing"], mayAskForAny: true))
            let look = try await live.look()
            for kind in [ObjectKind.deployment, .imageStream, .imageStreamTag] {
                #expect(look.outcome(kind, in: "shop") == .absent)
            }
            #expect(look.collected.remarks.contains { $0.contains("shop") && $0.contains("does not exist") })
            #expect(try shop(live.containers()).isEmpty)
            #expect(try live.standing(.imageStreamTag).allSatisfy { !$0.hasPrefix("shop/") })
            #expect(try live.containers().count == 5)
            #expect(try RecordReader(path: live.store.path).verify().findings == [])
            // From then on nobody asks for it.
            live.server.forgetRequests()
            let next = try await live.look()
            #expect(next.outcome(.deployment, in: "shop") == nil)
            #expect(!live.server.requests.contains { ($0.path + "/").contains("/namespaces/shop/") })
        }
    }

    @Test("and of which nobody says whether it exists stands as it was, and every answer says so", arguments: [true, false])
    func lost(isDeleted: Bool) async throws {
        try await LiveRecord.with { live in
            live.server.admit(token: "right", .reading(in: "billing", "shop"))
            try await live.look()
            if isDeleted { live.server.show(Self.without) }
            live.server.admit(token: "right", .reading(in: "billing"))
            let look = try await live.look()
            #expect(look.outcome(.deployment, in: "shop") == .forbidden)
            #expect(look.message(.deployment, in: "shop").contains("no longer among those that may be seen"))
            #expect(look.outcome(.deployment, in: "billing") == .complete)
            #expect(try shop(live.containers()).count == 5)
            let record = try RecordReader(path: live.store.path)
            #expect(try record.standing(.workloads).notes.contains { $0.sentence.contains("deployments in shop forbidden") })
            #expect(try live.rows("SELECT complete FROM snapshots ORDER BY snapshot") == ["1", "0"])
        }
    }

    @Test("but may still be listed is read: a list of projects can be behind")
    func listIsBehind() async throws {
        try await LiveRecord.with { live in
            live.server.admit(token: "right", .reading(in: "billing", "shop"))
            try await live.look()
            live.server.show(SmallCluster.after)
            let namespaced = Permissions(
                ["billing", "shop"].map {
                    Permissions.Rule(["list"], ["", "apps", "batch", "apps.openshift.io", "image.openshift.io"], ["*"], in: $0)
                })
            live.server.admit(token: "right", namespaced)
            live.server.inject(Fault(.otherJSON, pathPrefix: "/apis/project.openshift.io/v1/projects", times: 1))
            let look = try await live.look()
            #expect(look.outcome(.deployment, in: "shop") == .complete)
            #expect(try shop(live.containers()) == shop(SmallCluster.containersAfter))
        }
    }

    @Test("since the list of projects did not answer is read by its name; of all of them it is failed, not forbidden")
    func listRefused() async throws {
        try await LiveRecord.with { live in
            live.source.limits.attempts = 2
            live.server.admit(token: "right", .reading(in: "billing", "shop"))
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.inject(Fault(.unavailable(retryAfter: nil), pathPrefix: "/apis/project.openshift.io/v1/projects"))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .failed)
            #expect(look.message(.deployment).contains("503"))
            for namespace in ["billing", "shop"] { #expect(look.outcome(.deployment, in: namespace) == .complete) }
            #expect(try live.containers() == SmallCluster.containersAfter.filter { !$0.hasPrefix("shop-test/") })
        }
    }

    @Test("after it was given by name closes what stood in it where it does not exist")
    func namedAndDeleted() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .namespaces(["shop", "billing"])
            try await live.look()
            live.server.show(Self.without)
            let look = try await live.look()
            #expect(look.outcome(.deployment, in: "shop") == .absent)
            let standing = try live.containers()
            #expect(shop(standing).isEmpty && standing.count == 5)
        }
    }

    @Test("because it never existed, or holds nothing and never did, is said")
    func mistyped() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .namespaces(["shpo", "billing"])
            let look = try await live.look()
            #expect(look.outcome(.deployment, in: "shpo") == .absent)
            #expect(
                look.collected.remarks.contains { $0.contains("namespace shpo does not exist") && $0.contains("check its name") })
            live.server.admit(
                token: "right",
                Permissions([.init(["list"], ["", "apps", "batch", "apps.openshift.io", "image.openshift.io"], ["*"])]))
            let next = try await live.look()
            #expect(next.outcome(.deployment, in: "shpo") == .complete)
            #expect(next.collected.remarks.contains { $0.contains("nothing was found in namespace shpo") })
        }
    }

    @Test("of an API that the cluster lacks is not a namespace that is gone: it closes nothing")
    func absentAPI() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .namespaces(["shop", "billing"])
            try await live.look()
            live.server.lack(["image.openshift.io"])
            let look = try await live.look()
            #expect(look.outcome(.imageStream) == .absent && look.outcome(.imageStream, in: "shop") == nil)
            #expect(try live.standing(.imageStream).count == 6)
        }
    }

    @Test("to anybody, with nothing else, is nothing to record", arguments: [nil, Scope.all, .namespaces(["shop"])])
    func nobody(_ scope: Scope?) async throws {
        try await LiveRecord.with { live in
            live.source.scope = scope
            live.server.admit(token: "right", .nothing)
            let error = await #expect(throws: ClusterUnreachable.self) { try await live.look() }
            #expect(error?.isForbidden == true)
            let text = "\(error.map { "\($0)" } ?? "")"
            #expect(text.contains("isinventory doctor"))
            let snapshots = try live.rows("SELECT count(*) FROM snapshots")
            #expect(snapshots == ["0"])
        }
    }

    @Test("by a snapshot of other namespaces is said beside what stands in it")
    func passedOver() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .namespaces(["shop", "billing"])
            try await live.look()
            live.source.scope = .namespaces(["billing"])
            try await live.look()
            let record = try RecordReader(path: live.store.path)
            let notes = try record.standing(.workloads).notes
            #expect(notes.contains { $0.sentence.contains("did not look at deployments in shop") }, "\(notes)")
            #expect(try record.standing(.workloads, Filter(namespaces: ["billing"])).notes == [])
        }
    }
}
