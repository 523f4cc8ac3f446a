import ClusterAPI
import CollectorWords
import FakeCluster
import Foundation
import Model
import Testing

@testable import Collector

@Suite("What a cluster lets us see", .serialized) struct RightsTests {
    @Test("a kind that may not be listed anywhere is forbidden and stands as it was; the others go on")
    func forbiddenKind() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .all
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.admit(token: "right", .everything(but: .imageStreams))
            let look = try await live.look()
            #expect(look.outcome(.imageStream) == .forbidden && look.outcome(.imageStreamTag) == .forbidden)
            #expect(look.message(.imageStream).contains("cannot list resource \"imagestreams\" in API group"))
            #expect(look.message(.imageStream).contains("doctor"))
            #expect(try live.standing(.imageStream).count == 9 && live.standing(.imageStreamTag).count == 18)
            #expect(try live.containers() == SmallCluster.containersAfter)
        }
    }

    @Test("a namespace that may not be read stands as it was; the message names it")
    func forbiddenNamespace() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .namespaces(SmallCluster.namespaces)
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.admit(token: "right", .reading(in: "billing", "shop-test"))
            let look = try await live.look()
            #expect(look.outcome(.deployment, in: "shop") == .forbidden)
            #expect(look.message(.deployment, in: "shop").contains("in the namespace \"shop\""))
            #expect(look.outcome(.deployment, in: "billing") == .complete)
            let was = SmallCluster.containersBefore.filter { $0.hasPrefix("shop/") }
            let now = SmallCluster.containersAfter.filter { !$0.hasPrefix("shop/") }
            #expect(try live.containers() == was.union(now))
        }
    }

    @Test("without rights for the whole cluster, every namespace that may be seen is read")
    func byNamespace() async throws {
        try await LiveRecord.with { live in
            live.server.admit(token: "right", .reading(in: "billing", "shop"))
            let look = try await live.look()
            #expect(look.outcome(.deployment) == nil)
            for namespace in ["billing", "shop"] {
                #expect(look.outcome(.deployment, in: namespace) == .complete)
                #expect(look.outcome(.imageStreamTag, in: namespace) == .complete)
            }
            #expect(look.outcome(.deployment, in: "shop-test") == nil)
            #expect(try live.containers() == SmallCluster.containersBefore.filter { !$0.hasPrefix("shop-test/") })
            #expect(look.collected.remarks.contains { $0.contains("one by one in the 2") })
        }
    }

    @Test("plain Kubernetes has no image streams: they are absent, not forbidden and not empty")
    func plainKubernetes() async throws {
        try await LiveRecord.with { live in
            live.server.lack(["image.openshift.io", "apps.openshift.io", "project.openshift.io"])
            let look = try await live.look()
            #expect(look.outcome(.imageStream) == .absent && look.outcome(.imageStreamTag) == .absent)
            #expect(look.outcome(.deploymentConfig) == .absent)
            #expect(look.outcome(.deployment) == .complete)
            #expect(try live.containers() == SmallCluster.containersBefore)
        }
    }

    @Test("a group whose API server is down is failed, not absent: what was known of it stands")
    func groupDown() async throws {
        try await LiveRecord.with { live in
            live.source.limits.attempts = 2
            try await live.look()
            live.server.show(SmallCluster.after)
            live.server.takeDown(["image.openshift.io"])
            let look = try await live.look()
            #expect(look.outcome(.imageStream) == .failed)
            #expect(look.message(.imageStream).contains("503"))
            #expect(try live.standing(.imageStream).count == 9)
            #expect(try live.containers() == SmallCluster.containersAfter)
        }
    }

    @Test("a token that was rotated meanwhile is read again")
    func rotatedToken() async throws {
        try await LiveRecord.with { live in
            let path = try live.folder.write("token", "wrong\n")
            live.source.connection.tokenFile = path
            live.server.beforeEach { _ in try? Data("right\n".utf8).write(to: URL(fileURLWithPath: path)) }
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete)
            #expect(live.server.requests.contains { $0.status == 401 })
            #expect(try live.containers() == SmallCluster.containersBefore)
        }
    }

    @Test("a token that dies in the middle of a list costs nothing that was read")
    func tokenDiesMidway() async throws {
        try await LiveRecord.with { live in
            let path = try live.folder.write("token", "right\n")
            live.source.connection.tokenFile = path
            live.source.pageSize = 2
            let server = live.server
            server.beforeEach { request in
                guard request.query["continue"] != nil, !server.requests.contains(where: { $0.status == 401 }) else { return }
                // First the file: a request beside this one must not be refused with nothing newer to read.
                try? Data("newer\n".utf8).write(to: URL(fileURLWithPath: path))
                server.admit(token: "newer")
            }
            let look = try await live.look()
            #expect(look.collected.header.coverage.allSatisfy { [.complete, .absent].contains($0.outcome) })
            #expect(try live.containers() == SmallCluster.containersBefore)
        }
    }

    @Test("nothing is asked that a role would have to allow beyond lists, tags and who the cluster is")
    func accesses() async throws {
        try await LiveRecord.with { live in
            live.source.imageMetadata = 5
            try await live.look()
            let lists = ["deployments", "statefulsets", "daemonsets", "replicasets"].map { Access("list", "apps", $0) }
            let wanted: [Access] =
                lists + [
                    Access("list", "batch", "cronjobs"), Access("list", "batch", "jobs"), Access("list", "", "pods"),
                    Access("list", "", "replicationcontrollers"), Access("list", "apps.openshift.io", "deploymentconfigs"),
                    Access("list", "image.openshift.io", "imagestreams"),
                    Access("list", "build.openshift.io", "builds"), Access("list", "build.openshift.io", "buildconfigs"),
                    Access("get", "image.openshift.io", "imagestreamtags"), Access("get", "", "namespaces"),
                ]
            #expect(Set(live.server.requests.accesses.map(\.kindOnly)) == Set(wanted))
            #expect(live.server.requests.accesses.filter { $0.resource == "namespaces" }.map(\.name) == ["kube-system"])
            #expect(live.server.requests.of(.imageStreamTags).count == 5)
        }
    }
}
