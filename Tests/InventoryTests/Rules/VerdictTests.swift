import Inventory
import SQLite
import Testing

@testable import Inventory

/// Ties and verdicts where the oracle's histories seldom lead.
@Suite struct VerdictTests {
    let recording: Recording

    init() throws { recording = try Recording() }

    @Test(
        "a path of the internal registry that is no stream's is tied to nothing and names nothing",
        arguments: ["web:1", "shop/web/deep:1"])
    func oddPath(path: String) throws {
        let image = "image-registry.openshift-image-registry.svc:5000/\(path)"
        try recording.record(1, workloads: [.deployment(image)])
        let row = try recording.rows("SELECT form, tie, istag_namespace, istag, verdict FROM containers")
        #expect(row == [[.text("long-internal"), .null, .null, .null, .text("floating")]])
    }


    @Test("a snapshot without a seal has none, rather than an empty one")
    func noSeal() throws {
        try recording.record(1)
        #expect(try recording.rows("SELECT seal FROM snapshots") == [[.null]])
    }
}
