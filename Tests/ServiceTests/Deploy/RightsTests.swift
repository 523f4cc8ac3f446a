import FakeCluster
import Glibc
import Testing

@Suite("The rights that deploy/ asks for", .enabled(if: Kubectl.isNewEnough, Kubectl.needed))
struct RightsTests {
    /// Takes one snapshot with exactly the rights of a manifest, and tells what of the API was read for it.
    private func collected(with rights: [Right], in namespaces: [String], _ scope: [String]) async throws -> Set<Right> {
        let server = try await FakeServer(GeneratedContents(deployments: 40, streams: 5))
        server.add(.rollouts, .knativeServices)
        let places: [String?] = namespaces.isEmpty ? [nil] : namespaces
        let rules = places.flatMap { place in
            rights.map { right in
                Permissions.Rule([right.verb], [right.group], [right.resource], names: right.name.map { [$0] } ?? [], in: place)
            }
        }
        server.admit(token: "reader", Permissions(rules))
        let program = try RunningProgram(["prod": server], token: "reader")
        try program.start(["collect"] + scope)
        #expect(try await program.end() == 0, "\(program.errors)")
        #expect(try program.rows("SELECT complete FROM snapshots") == [["1"]])
        let answered = server.requests.filter { $0.status == 200 }.compactMap(\.access)
        try await server.stop()
        return Set(
            answered.map {
                Right(verb: $0.verb, group: $0.group, resource: $0.resource, name: $0.resource == "namespaces" ? $0.name : nil)
            })
    }

    @Test("with the ClusterRole a snapshot of all namespaces is complete, and nothing in it was not needed")
    func clusterRole() async throws {
        let rights = try Manifest.one("ClusterRole", of: "overlays/openshift").rights
        #expect(try await collected(with: rights, in: [], ["-A"]) == Set(rights))
        #expect(Set(rights).count == rights.count)
    }

    @Test("with the Role in two namespaces a snapshot of them is complete, and nothing in it was not needed")
    func role() async throws {
        let names = Array(GeneratedContents(deployments: 40, streams: 5).namespaces.prefix(2))
        let rights = try Manifest.one("Role", of: "rights/namespace").rights
        #expect(try await collected(with: rights, in: names, names.flatMap { ["-n", $0] }) == Set(rights))
    }

    @Test(
        "with the rights to follow, every kind that is listed is watched, and nothing in them was not needed",
        arguments: [true, false])
    func following(everywhere: Bool) async throws {
        let folder = everywhere ? "overlays/openshift-follow" : "rights/namespace-follow"
        let rights = try Manifest.of(folder).filter { $0.object["rules"] != nil }.flatMap { try $0.rights }
        let watched = rights.filter { $0.verb == "watch" }
        let names = Array(GeneratedContents(deployments: 40, streams: 5).namespaces.prefix(2))
        let server = try await FakeServer(GeneratedContents(deployments: 40, streams: 5))
        server.add(.rollouts, .knativeServices)
        let rules = (everywhere ? [nil] : names.map(Optional.some)).flatMap { place in
            rights.map { right in
                Permissions.Rule([right.verb], [right.group], [right.resource], names: right.name.map { [$0] } ?? [], in: place)
            }
        }
        server.admit(token: "reader", Permissions(rules))
        let program = try RunningProgram(["prod": server], token: "reader")
        try program.start(["collect", "--every", "1h", "--follow"] + (everywhere ? ["-A"] : names.flatMap { ["-n", $0] }))
        let places = everywhere ? 1 : names.count
        try await eventually("all is watched: \(program.errors.suffix(800))") { server.watched.count == watched.count * places }
        try program.signal(SIGTERM)
        #expect(try await program.end() == 0, "\(program.errors)")
        let asked = server.requests.filter { $0.access?.verb == "watch" }
        #expect(asked.allSatisfy { $0.status == 200 })
        let found = asked.compactMap(\.access).map { Right(verb: "watch", group: $0.group, resource: $0.resource, name: nil) }
        #expect(Set(found) == Set(watched))
        try await server.stop()
    }

    @Test(
        "nothing is allowed that writes, nothing by a wildcard, no secrets, of pods no more than their list",
        arguments: try Manifest.overlays + ["rights/namespace", "rights/namespace-follow"])
    func least(folder: String) throws {
        for manifest in try Manifest.of(folder) where manifest.object["rules"] != nil {
            for right in try manifest.rights {
                let isFollowing = folder.hasSuffix("-follow")
                #expect((["get", "list"] + (isFollowing ? ["watch"] : [])).contains(right.verb), "\(right)")
                #expect(!["*", "secrets", "configmaps"].contains(right.resource) && right.group != "*", "\(right)")
                if right.resource.hasPrefix("pods") { #expect(right.resource == "pods" && right.verb != "get", "\(right)") }
            }
        }
    }
}
