import CollectorWords
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

    @Test(
        arguments: [
            ("2026-01-01", "2026-01-01T00:00:00Z"), ("20260102", "2026-01-02T00:00:00Z"), ("2026_01_02", "2026-01-02T00:00:00Z"),
            ("2026-01-03T06:00:00+02:00", "2026-01-03T04:00:00Z"), ("2026-01-03T06-00-00-0500", "2026-01-03T11:00:00Z"),
            ("2026-01-03T060000+0200", "2026-01-03T04:00:00Z"), ("2026-01-03T06:00:00+02", "2026-01-03T04:00:00Z"),
            ("2026-01-04_06-00-00", "2026-01-04T06:00:00Z"), ("20260105-060000", "2026-01-05T06:00:00Z"),
            ("20260105060000", "2026-01-05T06:00:00Z"), ("2026-01-05 06:00", "2026-01-05T06:00:00Z"),
            ("2026-01-05T06", "2026-01-05T06:00:00Z"), ("2026-01-05_0600_UTC", "2026-01-05T06:00:00Z"),
            ("dump-2026-01-06T06:00:00Z", "2026-01-06T06:00:00Z"), ("prod1.2026-01-06-after-upgrade", "2026-01-06T00:00:00Z"),
            ("2026-01-08T0600Z", "2026-01-08T06:00:00Z"), ("2026-01-09T06:00:00.123Z", "2026-01-09T06:00:00Z"),
            ("20260109T060000.5+0100", "2026-01-09T05:00:00Z"), ("20260113T060000", "2026-01-13T06:00:00Z"),
            ("1767744000", "2026-01-07T00:00:00Z"), ("dump-1767744000123", "2026-01-07T00:00:00Z"),
            // What is nothing of the kind, or may be read in two ways.
            ("notes", nil), ("2026-02-30", nil), ("2026-13-01", nil), ("01-02-2026", nil), ("2026-1-5", nil), ("12345678", nil),
            ("2026-01-04-06", nil), ("2026-01-04-1", nil), ("2026-01-04_06-00-00-1", nil), ("2026-01-04T060000CEST", nil),
            ("2026-01-04T06:00:00 CET", nil), ("2026-01-01_2026-01-07", nil), ("2026-01-01-to-2026-01-07", nil),
            ("2026-01-04T25:00:00Z", nil),
            ("20260101123", nil), ("2026010112345678", nil), ("1767744000-1767830400", nil), ("7312345678901234567", nil),
            ("", nil),
        ] as [(String, String?)])
    func aNameTellsWhenADumpWasTaken(_ name: String, _ instant: String?) {
        #expect(DatedName(name).instant?.description == instant)
    }

    @Test func entriesAreFilesAsPeopleHaveThem() throws {
        let folder = try TemporaryFolder()
        let dump = BadInputTests.deployment("web")
        for name in ["2026-01-10T06-00-00Z.yml", "2026-01-11.JSON", "2026-01-12.json.gz", "2026-01-13.tar.gz", "2026-01-14.log"] {
            try folder.write(name, dump)
        }
        try folder.write(".2026-01-15.json", dump)
        let stamp = "2026-01-16 07:00:00.5 +0100 CET m=+0.1\n"
        try folder.write("must-gather.local.7312345678901234567/timestamp", stamp)
        let list = "kind: DeploymentList\napiVersion: apps/v1\nitems:\n- "
        try folder.write("must-gather.local.7312345678901234567/namespaces/shop/apps/deployments.yaml", list + dump)
        try folder.write("must-gather.local.1767744000/x.txt", "no time")
        let listed = try DumpFolder(path: folder.path)
        #expect(
            listed.entries.map(\.instant.description) == [
                "2026-01-10T06:00:00Z", "2026-01-11T00:00:00Z", "2026-01-12T00:00:00Z", "2026-01-13T00:00:00Z",
                "2026-01-16T06:00:00Z",
            ])
        #expect(listed.others == ["2026-01-14.log", "must-gather.local.1767744000"])
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

    /// An `oc get … > file` that broke off leaves a file without a byte.
    @Test func anEmptyFileInAFolderIsNamedAndTheKindItIsNamedForWasNotSeen() throws {
        let folder = try TemporaryFolder()
        try folder.write("notes.json", "")
        try folder.write("statefulsets.yaml", "# nothing\n")
        let none = #expect(throws: SourceError.self) { try read(folder.path) }
        #expect(none?.reason == "none of its files holds a Kubernetes object")
        try folder.write("deployments.json", #"{"kind":"List","items":["# + BadInputTests.deployment("web") + "]}")
        let collected = try read(folder.path)
        let coverage = try collected.snapshot().coverage
        #expect(coverage.first { $0.kind == .deployment }?.outcome == .complete)
        let sets = coverage.first { $0.kind == .statefulSet }
        #expect(sets?.outcome == .failed && sets?.message == "statefulsets.yaml is empty")
        #expect(collected.notices.contains("2 files are empty and were left out: notes.json, statefulsets.yaml"))
    }

    @Test func oneMustGatherMayBeNarrowedToANamespace() throws {
        let folder = try TemporaryFolder()
        let list = "kind: DeploymentList\napiVersion: apps/v1\nitems:\n- "
        try folder.write("mg/x/namespaces/shop/apps/deployments.yaml", list + BadInputTests.deployment("web"))
        try folder.write(
            "mg/x/namespaces/other/apps/deployments.yaml", list + BadInputTests.deployment("web", in: "other"))
        try folder.write("mg/x/namespaces/other/core/endpoints.yaml", "not even: [yaml")
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
