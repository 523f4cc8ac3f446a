import CSQLite
import Model
import Questions
import Record
import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// What recording a snapshot costs, in instructions of SQLite's virtual machine.
@Suite("A recording costs the same, however many were before it") struct RecordingCostTests {
    /// What happens from one look to the next.
    enum Story: CaseIterable {
        /// Nothing.
        case quiet
        /// One tag moves, and one workload follows.
        case moving
        /// What was looked at is another number of objects each time, and every second time something is refused.
        case coverage
        /// The cluster's namespaces are read one by one, and tags come where nothing was looked at before.
        case scoped
    }

    private func digest(_ number: Int) -> String {
        let digits = String(UInt64(number + 5) &* 0x1E37_79B9_7F4A_7C15, radix: 16)
        return "sha256:" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    private func snapshot(_ look: Int, _ story: Story) -> Snapshot {
        var snapshot = Recording.snapshot(0)
        snapshot.takenAt = Recording.day(0).advanced(by: Int64(look) * 900)
        let point = story == .quiet ? 0 : look
        let stream = ImageStream.named("web")
        let told = (0..<3).map { back in
            ImageStreamTag.Revision(
                createdAt: Recording.day(0).advanced(by: Int64(point - back) * 900), digest: digest(point - back),
                image: "r.example/shop/web:\(point - back)")
        }
        snapshot.imageStreams = [stream]
        var tag = ImageStreamTag(id: .init(stream: stream.id, tag: "1"))
        tag.revisions = told
        snapshot.imageStreamTags = [tag]
        snapshot.workloads = [.deployment(named: "web", "r.example/shop/web:\(point)")]
        switch story {
        case .quiet, .moving: break
        case .coverage:
            snapshot.coverage = Kinds.builtIn.all.map(\.kind).map {
                Coverage(kind: $0, outcome: look % 2 == 0 ? .complete : .forbidden, objects: Int64(look))
            }
        case .scoped:
            snapshot.coverage = Kinds.builtIn.all.map(\.kind).map {
                Coverage(kind: $0, namespace: "elsewhere", outcome: .complete, objects: Int64(look))
            }
        }
        return snapshot
    }

    /// The steps of the last looks of so many, and the rows walked over without an index.
    private func cost(of looks: Int, _ story: Story) throws -> (steps: Int, scanned: Int) {
        let recording = try Recording()
        try recording.store.connection.execute("PRAGMA synchronous = OFF")
        for look in 0..<looks { try recording.store.record(snapshot(look, story)) }
        // A process of its own, as a collector's is at each look.
        let store = try RecordWriter(path: recording.path)
        let trace = StatementTrace(store.connection)
        for look in looks..<looks + 4 { try store.record(snapshot(look, story)) }
        trace.end()
        return (trace.steps, trace.scanned)
    }

    @Test(arguments: Story.allCases)
    func steps(story: Story) throws {
        let few = try cost(of: 100, story)
        let many = try cost(of: 1_200, story)
        #expect(Double(many.steps) < Double(few.steps) * 1.1, "\(many) after 1,200 looks, \(few) after 100")
        #expect(many.scanned <= few.scanned, "\(many) after 1,200 looks, \(few) after 100")
    }
}
