import CollectorWords
import Model
import Testing

@testable import Collector

@Suite struct MustGatherTests {
    @Test(arguments: [
        ("aws", 86, 57, 18, 2, "2021-08-03T10:11:56Z"), ("azure", 86, 54, 17, 2, "2021-09-13T15:31:10Z"),
    ])
    func importsWhole(
        _ name: String, _ streams: Int, _ deployments: Int, _ daemonSets: Int, _ statefulSets: Int, _ begun: String
    ) throws {
        let folder = try TemporaryFolder()
        try folder.unpack(TestData.path("must-gather/mg-\(name).subset.tar.xz"))
        let collected = try read(folder.path + "/must-gather-\(name)/", scope: nil)
        let snapshot = try collected.snapshot()
        #expect(snapshot.source == "must-gather must-gather-\(name)")
        #expect(snapshot.imageStreams.count == streams)
        let kinds = Dictionary(grouping: snapshot.workloads, by: \.id.kind).mapValues(\.count)
        #expect(kinds == [.deployment: deployments, .daemonSet: daemonSets, .statefulSet: statefulSets])
        let covered: Set<ObjectKind> = [.deployment, .daemonSet, .statefulSet, .imageStream, .imageStreamTag]
        #expect(Set(snapshot.coverage.map(\.kind)) == covered)
        #expect(snapshot.coverage.allSatisfy { $0.outcome == .complete && $0.namespace != nil })
        #expect(Set(snapshot.coverage.map(\.namespace)).count == 56)
        #expect(collected.suggestedInstant == Instant(begun))
        #expect(collected.notices.contains { $0.contains("begun at \(begun)") })
    }
}
