import SQLite
import Testing

@testable import Model
@testable import Questions
@testable import Record

/// What a question costs, counted in instructions of SQLite's virtual machine, which no other load on the machine changes.
@Suite struct CostTests {
    private static let workloads = 40
    private static let short = 80
    private static let long = 400

    /// A cluster in which, at each look, one tag moves and one workload follows, watched for so many looks. The tag `s7` and its
    /// workload come to rest after the first `short` ones.
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
            let place = look % workloads == 7 && look >= short ? 8 : look % workloads
            let digest = digest(look)
            let revision = ImageStreamTag.Revision(
                createdAt: snapshot.takenAt, digest: digest, image: "r.example/shop/s\(place)@\(digest)")
            let known = snapshot.imageStreamTags[place].revisions
            snapshot.imageStreamTags[place].revisions = [revision] + known.prefix(2)
            snapshot.workloads[place].containers[0].image = revision.image ?? ""
            try recording.store.record(snapshot)
        }
        return recording
    }

    /// A digest whose end, as real ones', tells it apart.
    private static func digest(_ number: Int) -> String {
        let digits = String(UInt64(number + 1) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
        return "sha256:" + String(repeating: "0", count: 64 - digits.count) + digits
    }

    /// The steps a question takes at a look, once it has answered as many rows as it should.
    private static func steps(
        _ recording: Recording, look: Int, rows: Int, _ ask: (RecordReader) throws -> Answer
    ) throws -> Int {
        let record = try RecordReader(path: recording.path, at: Recording.day(0).advanced(by: Int64(look) * 900))
        let trace = StatementTrace(record.connection)
        let answer = try ask(record)
        trace.end()
        #expect(answer.rows.count == rows)
        return trace.steps
    }

    @Test("a look back costs what its answer costs, however long the history is")
    func asOf() throws {
        let short = try CostTests.record(looks: CostTests.short)
        let long = try CostTests.record(looks: CostTests.long)
        for view in [View.workloads, .containers, .imageStreams, .istags] {
            let few = try CostTests.steps(short, look: 60, rows: CostTests.workloads) { try $0.standing(view) }
            for look in [60, 200, 399] {
                let many = try CostTests.steps(long, look: look, rows: CostTests.workloads) { try $0.standing(view) }
                #expect(Double(many) < Double(few) * 1.25, "\(view.name) at \(look): \(many) steps, \(few) in the short record")
            }
        }
    }

    @Test("a tag's history and a digest's uses cost what they answer, however long the others' are")
    func histories() throws {
        let short = try CostTests.record(looks: CostTests.short)
        let long = try CostTests.record(looks: CostTests.long)
        let digest = CostTests.digest(7)
        let questions: [(rows: Int, ask: (RecordReader) throws -> Answer)] = [
            (2, { try $0.history(of: Subject("istag/s7:1")) }), (1, { try $0.used(digest) }),
        ]
        for question in questions {
            let few = try CostTests.steps(short, look: CostTests.short - 1, rows: question.rows, question.ask)
            let many = try CostTests.steps(long, look: CostTests.short - 1, rows: question.rows, question.ask)
            #expect(Double(many) < Double(few) * 1.25, "\(many) steps, \(few) in the short record")
        }
    }
}
