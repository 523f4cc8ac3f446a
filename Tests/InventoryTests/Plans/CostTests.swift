import Inventory
import SQLite
import Testing

@testable import Inventory

/// What a question costs, counted in instructions of SQLite's virtual machine, which no other load on the machine changes.
@Suite struct CostTests {
    private static let workloads = 40

    /// A cluster in which, at each look, one tag moves and one workload follows, watched for so many looks.
    private static func record(looks: Int) throws -> Recording {
        let recording = try Recording()
        try recording.store.connection.execute("PRAGMA synchronous = OFF")
        var snapshot = Recording.snapshot(0)
        for number in 0..<workloads {
            let stream = ImageStream.named("s\(number)")
            snapshot.imageStreams.append(stream)
            snapshot.imageStreamTags.append(ImageStreamTag(id: .init(stream: stream.id, tag: "1")))
            snapshot.workloads.append(.deployment(named: "w\(number)", "nginx:1"))
        }
        for look in 0..<looks {
            snapshot.takenAt = Recording.day(0).advanced(by: Int64(look) * 900)
            let place = look % workloads
            let digits = String(look, radix: 16)
            let digest = "sha256:" + String(repeating: "0", count: 64 - digits.count) + digits
            let revision = ImageStreamTag.Revision(
                createdAt: snapshot.takenAt, digest: digest, image: "r.example/shop/s\(place)@\(digest)")
            let known = snapshot.imageStreamTags[place].revisions
            snapshot.imageStreamTags[place].revisions = [revision] + known.prefix(2)
            snapshot.workloads[place].containers[0].image = revision.image ?? ""
            try recording.store.record(snapshot)
        }
        return recording
    }

    private static func steps(_ recording: Recording, look: Int, _ ask: (Record) throws -> Void) throws -> Int {
        let record = try Record(path: recording.path, at: Recording.day(0).advanced(by: Int64(look) * 900))
        let trace = StatementTrace(record.connection)
        try ask(record)
        trace.end()
        return trace.steps
    }

    @Test("a look back costs what its answer costs, however long the history is")
    func asOf() throws {
        let short = try CostTests.record(looks: 120)
        let long = try CostTests.record(looks: 1_200)
        for view in [View.workloads, .containers, .imageStreams, .istags] {
            let ask: (Record) throws -> Void = { record in
                let rows = try record.standing(view).rows.count
                #expect(rows == CostTests.workloads)
            }
            let few = try CostTests.steps(short, look: 60, ask)
            for look in [60, 600, 1_199] {
                let many = try CostTests.steps(long, look: look, ask)
                #expect(Double(many) < Double(few) * 1.25, "\(view.name) at \(look): \(many) steps, \(few) in the short record")
            }
        }
    }

    @Test("a tag's history and a digest's uses cost what they answer, however long the others' are")
    func histories() throws {
        let short = try CostTests.record(looks: 120)
        let long = try CostTests.record(looks: 1_200)
        // Look 7 is the first at tag s7; by look 100 it moved thrice in either record.
        let questions: [(Record) throws -> Void] = [
            { record in
                let rows = try record.history(of: Subject("istag/s7:1")).rows.count
                #expect(rows == 3)
            },
            { record in
                let rows = try record.used("sha256:" + String(repeating: "0", count: 63) + "7").rows.count
                #expect(rows == 1)
            },
        ]
        for ask in questions {
            let few = try CostTests.steps(short, look: 100, ask)
            let many = try CostTests.steps(long, look: 100, ask)
            #expect(Double(many) < Double(few) * 2, "\(many) steps, \(few) in the short record")
        }
    }
}
