import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

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

    @Test("the server looks up no image volume's name, so its short name is tied to nothing")
    func volume() throws {
        var workload = Workload.deployment("web:1")
        workload.containers.append(.volume("model", reference: "web:1"))
        try recording.record(1, workloads: [workload], tags: [.web(.at(1, "a"))])
        let rows = try recording.rows("SELECT tie, verdict, reason FROM containers ORDER BY container DESC")
        #expect(rows[0] == [.null, .text("unresolved"), .text("volume-not-looked-up")])
        #expect(rows[1][0] == .text("short"))
    }

    private func staleSince() throws -> [String?] {
        try recording.column("SELECT substr(stale_since, 1, 10) FROM containers WHERE verdict = 'stale'")
    }

    private func run(_ letter: Character) -> [Workload] {
        [.deployment("docker.io/abesesr/x@\(Recording.digest(letter))")]
    }

    @Test("stale since the tag last left the digest, not since it first did")
    func staleSinceLast() throws {
        try recording.record(9, workloads: run("a"), tags: [.web(.at(4, "c"), .at(3, "a"), .at(2, "b"), .at(1, "a"))])
        #expect(try staleSince() == ["2026-01-05"])
    }

    @Test("a tag that points nowhere now did not move on from its last digest at any known time")
    func staleSinceNothing() throws {
        try recording.record(8, workloads: run("a"), tags: [.web(.at(3, "a"), .at(2, "b"), .at(1, "a"))])
        try recording.record(9, workloads: run("a"), tags: [.web(error: "unauthorized")])
        #expect(try staleSince() == [nil])
    }

    @Test("stale since our look, where the tag was copied with a time before the digest's own")
    func staleSinceCopy() throws {
        try recording.record(8, workloads: run("a"), tags: [.web(.at(5, "a"))])
        try recording.record(9, workloads: run("a"), tags: [.web(.at(1, "b"), .at(5, "a"))])
        #expect(try staleSince() == ["2026-01-10"])
    }

    @Test("stale since the cluster's time, where only the digest's own is unknown")
    func staleSinceUnknown() throws {
        try recording.record(9, workloads: run("a"), tags: [.web(.at(5, "b"), .at(nil, "a"))])
        #expect(try staleSince() == ["2026-01-06"])
    }

    @Test("a snapshot's seal is shown in lower-case hexadecimal, as recording it told")
    func seal() throws {
        let seal = try recording.record(1).seal
        #expect(try recording.rows("SELECT seal FROM snapshots") == [[.text(seal)]])
        #expect(seal.utf8.count == 64 && seal == seal.lowercased())
    }
}
