import Testing

@Suite("Sentences about a number")
struct SentencesTests {
    @Test("one of something is told in the singular, none and several in the plural")
    func counts() throws {
        let folder = try TemporaryFolder()
        let program = Program(in: folder)
        func deployment(_ name: String) -> String {
            """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"\(name)","namespace":"shop"},"spec":{"template":{"spec":\
            {"containers":[{"name":"web","image":"docker.io/acme/web:1"}]}}}}
            """
        }
        let stream = """
            {"apiVersion":"image.openshift.io/v1","kind":"ImageStream","metadata":{"name":"web","namespace":"shop"},\
            "spec":{"tags":[{"name":"1","from":{"kind":"DockerImage","name":"docker.io/acme/web:1"}}]}}
            """
        func collect(_ items: [String], _ day: Int) throws -> String {
            let file = try folder.write(
                "\(day).json", #"{"apiVersion":"v1","kind":"List","items":[\#(items.joined(separator: ","))]}"#)
            let run = try program.run("collect", "--from", file, "-A", "--cluster", "c", "--taken-at", "2026-01-0\(day)")
            return run.output + run.errors
        }
        let one = try collect([deployment("a"), stream], 1)
        #expect(one.contains("1 workload, 1 image stream, 1 tag;"), "\(one)")
        let two = try collect([deployment("a"), deployment("b"), stream], 2)
        #expect(two.contains("2 workloads, 1 image stream, 1 tag;"), "\(two)")
        let more = try program.run("sql", "--limit", "1", "SELECT name FROM workloads")
        #expect(more.errors.contains("1 more row;"), "\(more.errors)")
        let report = try program.run("report", "--from", "2026-01-01", "--to", "2026-01-03").output
        #expect(report.contains("2 of 2 containers (100%) run on long references"), "\(report)")
        #expect(report.contains("c: 1 snapshot.") || report.contains("c: 2 snapshots."), "\(report)")
    }
}
