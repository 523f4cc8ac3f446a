import ClusterAPI
import FakeCluster
import Foundation
import Model
import Testing

@testable import Collector

@Suite("Whom credentials are shown to", .serialized) struct TrustTests {
    @Test(
        "nobody whose certificate is not right",
        arguments: [
            (TestCertificates.Flaw.unknownAuthority, "authority"), (.expired, "expired"), (.wrongHost, "elsewhere.example"),
        ])
    func certificates(_ flaw: TestCertificates.Flaw, _ word: String) async throws {
        var options = FakeServer.Options()
        options.flaw = flaw
        try await LiveRecord.with(SmallCluster.before, options) { live in
            let error = await #expect(throws: ClusterUnreachable.self) { try await live.look() }
            let text = "\(error.map { "\($0)" } ?? "")"
            #expect(text.hasPrefix("cluster lab (\(live.server.url))"), "\(text)")
            #expect(text.contains("certificate") && text.contains(word), "\(text)")
            #expect(live.server.requests.isEmpty)
        }
    }

    @Test("nobody a redirect points to")
    func redirect() async throws {
        let elsewhere = try await FakeServer(SmallCluster.before)
        try await LiveRecord.with { live in
            live.server.inject(Fault(.redirect(to: "\(elsewhere.url)/apis/apps/v1/deployments"), on: .deployments))
            live.source.scope = .all
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .failed)
            #expect(look.message(.deployment).contains(elsewhere.url))
            #expect(elsewhere.requests.isEmpty)
        }
        try await elsewhere.stop()
    }

    @Test("a client certificate is as good as a token")
    func clientCertificate() async throws {
        var options = FakeServer.Options()
        options.asksForCertificate = true
        try await LiveRecord.with(SmallCluster.before, options) { live in
            live.server.admit([:], certificate: User("system:admin"))
            let certificates = live.server.certificates
            let text = live.server.kubeconfig(name: "lab").replacingOccurrences(
                of: "user: {}",
                with: "user: {client-certificate: \"\(certificates.client)\", client-key: \"\(certificates.clientKey)\"}")
            try live.folder.write("kubeconfig", text)
            let look = try await live.look()
            #expect(look.outcome(.deployment) == .complete)
            #expect(live.server.requests.allSatisfy { $0.authorization == nil })
        }
    }
}
