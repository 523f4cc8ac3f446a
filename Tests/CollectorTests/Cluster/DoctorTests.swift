import ClusterAPI
import CollectorWords
import FakeCluster
import Foundation
import Model
import Testing

@testable import Collector

@Suite("What doctor finds", .serialized) struct DoctorTests {
    private func diagnosis(_ live: LiveRecord) async -> Diagnosis { await live.source.examine { _ in } }

    private static let roleKinds = ["", "apps", "batch", "apps.openshift.io", "image.openshift.io", "build.openshift.io"]

    @Test("with the documented role of a namespace nothing is missing")
    func namespaceRole() async throws {
        try await LiveRecord.with { live in
            live.source.scope = .namespaces(["shop", "billing"])
            live.server.admit(
                token: "right",
                Permissions(
                    ["shop", "billing"].flatMap { place in
                        [
                            Permissions.Rule(["list"], Set(Self.roleKinds), ["*"], in: place),
                            Permissions.Rule(["get"], ["image.openshift.io"], ["imagestreamtags"], in: place),
                        ]
                    }))
            let diagnosis = await diagnosis(live)
            #expect(diagnosis.isUsable && diagnosis.manifest == nil)
            #expect(diagnosis.findings.filter { $0.isLack }.isEmpty, "\(diagnosis.findings)")
        }
    }

    @Test("what it prints grants all that a snapshot needs, to who asked, whatever was granted before", arguments: [0, 1, 2])
    func wholeRole(_ granted: Int) async throws {
        try await LiveRecord.with { live in
            live.source.scope = .all
            let kinds = [[], ["apps"], ["apps", "batch"]][granted]
            live.server.admit(token: "right", Permissions(kinds.isEmpty ? [] : [.init(["list"], Set(kinds), ["*"])]))
            let yaml = await diagnosis(live).manifest?.yaml
            #expect(
                yaml == RightsManifest(Kinds.builtIn.listed, in: [nil], user: "system:serviceaccount:image-inventory:reader").yaml
            )
        }
    }

    @Test("namespaces that are read one by one are tried one by one, not somewhere else")
    func oneByOne() async throws {
        try await LiveRecord.with { live in
            live.server.admit(token: "right", .reading(in: "billing", "shop"))
            live.server.forgetRequests()
            let diagnosis = await diagnosis(live)
            #expect(diagnosis.isUsable)
            let tried = live.server.requests.accesses.filter { $0.resource == "imagestreamtags" }.map(\.namespace)
            #expect(Set(tried) == ["billing", "shop"])
            #expect(diagnosis.findings.contains { $0.subject == "list deployments" && $0.detail.contains("each of the 2") })
        }
    }

    @Test("a cluster without an API group that is needed is not well", arguments: ["image.openshift.io", "apps"])
    func lacking(_ group: String) async throws {
        try await LiveRecord.with { live in
            live.server.lack([group])
            let findings = await diagnosis(live).findings
            #expect(findings.contains { $0.subject == "API group \(group)" && $0.verdict == .absent && $0.isLack })
            #expect(!findings.contains { $0.subject.hasPrefix("API group") && $0.verdict == .ok })
        }
    }

    @Test("it asks for the versions that a snapshot would ask for")
    func versions() async throws {
        try await LiveRecord.with { live in
            try await live.look()
            let asked = Set(live.server.requests.filter { $0.access?.verb == "list" }.map(\.path))
            live.server.forgetRequests()
            _ = await diagnosis(live)
            #expect(
                Set(live.server.requests.filter { $0.access?.verb == "list" && $0.access?.resource != "projects" }.map(\.path))
                    == asked)
        }
    }
}
