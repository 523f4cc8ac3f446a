import Model
import Testing

@testable import Collector

@Suite struct FolderTests {
    @Test func datedEntriesAreListedOldestFirstAndOthersByName() throws {
        let folder = try TemporaryFolder()
        let dump = BadInputTests.deployment("web")
        try folder.write("20260105T000000Z.json", dump)
        try folder.write("2026-01-04T12-00-00Z/deployments.json", dump)
        try folder.write("2026-01-04T00:00:00+01:00.yml", dump)
        try folder.write("notes.txt", dump)
        try folder.write("2026-02-30T00:00:00Z/deployments.json", dump)
        let listed = try DumpFolder(path: folder.path)
        #expect(
            listed.entries.map(\.name) == [
                "2026-01-04T00:00:00+01:00.yml", "2026-01-04T12-00-00Z", "20260105T000000Z.json",
            ])
        #expect(
            listed.entries.map(\.instant.description) == [
                "2026-01-03T23:00:00Z", "2026-01-04T12:00:00Z", "2026-01-05T00:00:00Z",
            ])
        #expect(listed.others == ["2026-02-30T00:00:00Z", "notes.txt"])
        for entry in listed.entries { #expect(try read(entry.path).snapshot().workloads.count == 1) }
        try folder.write("2026-01-05T00:00:00Z.yaml", dump)
        #expect(throws: SourceError.self) { try DumpFolder(path: folder.path + "/") }
    }

    @Test func aFolderIsReadToItsDepthAndWhatIsNotReadIsCounted() throws {
        let folder = try TemporaryFolder()
        try folder.write("b/deep/down.yaml", BadInputTests.deployment("one"))
        try folder.write("a.json", BadInputTests.deployment("two") + BadInputTests.deployment("three"))
        try folder.write("a.log", "text")
        try folder.write(".hidden.json", "text")
        let collected = try read(folder.path)
        #expect(try collected.snapshot().workloads.map(\.id.name) == ["one", "three", "two"])
        #expect(collected.notices.contains { $0.hasPrefix("2 other files") })
    }

    @Test func oneMustGatherMayBeNarrowedToANamespace() throws {
        let folder = try TemporaryFolder()
        let list = "kind: DeploymentList\napiVersion: apps/v1\nitems:\n- "
        try folder.write("mg/x/namespaces/shop/apps/deployments.yaml", list + BadInputTests.deployment("web"))
        try folder.write(
            "mg/x/namespaces/other/apps/deployments.yaml", list + BadInputTests.deployment("web", in: "other"))
        try folder.write("mg/x/namespaces/other/core/secrets.yaml", "not even: [yaml")
        let collected = try read(folder.path + "/mg", scope: .namespaces(["shop"]))
        #expect(try collected.snapshot().workloads.map(\.id.namespace) == ["shop"])
        #expect(collected.notices.contains { $0.hasPrefix("1 object outside the namespaces") })
        #expect(try read(folder.path + "/mg", scope: nil).snapshot().workloads.count == 2)
        #expect(try read(folder.path + "/mg/x/namespaces", scope: nil).snapshot().workloads.count == 2)
    }

    @Test(
        arguments: [
            ("2021-08-03 12:11:56.91501602 +0200 CEST m=+1.651641915\nmore", "2021-08-03T10:11:56Z"),
            ("2021-08-03 10:12:00.016988581 +0000 UTC m=+0.380233555", "2021-08-03T10:12:00Z"), ("yesterday", nil),
            ("", nil),
        ] as [(String, String?)])
    func goTimesAreRead(_ text: String, _ instant: String?) {
        #expect(GatheringTime.goTime(text)?.description == instant)
    }
}
