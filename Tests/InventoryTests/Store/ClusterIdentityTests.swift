import Testing
import Words

@testable import Model
@testable import Questions
@testable import Record

@Suite("A name stands for one cluster, and a cluster has one name")
struct ClusterIdentityTests {
    private let file: TemporaryFile

    init() throws { file = try TemporaryFile() }

    private func store(recorded names: [String]) throws -> RecordWriter {
        let store = try RecordWriter(path: file.path)
        for name in names {
            try store.record(
                Snapshot(cluster: name, takenAt: Instant(secondsSince1970: 1_800_000_000), source: "test", coverage: []))
        }
        return store
    }

    @Test func aNameThatIsNewOrWasNeverLookedIntoIsAccepted() throws {
        let store = try store(recorded: ["old"])
        #expect(try store.recognize("old", uid: "u-1") == [])
        #expect(try store.recognize("new", uid: "u-1") == [])
    }

    @Test func anotherClusterUnderTheNameIsRefusedWithAWayOut() throws {
        let store = try store(recorded: ["prod"])
        try store.identify("prod", uid: "u-1")
        #expect(try store.recognize("prod", uid: "u-1") == [])
        let error = #expect(throws: StoreError.self) { try store.recognize("prod", uid: "u-2") }
        for words in ["prod", "u-1", "u-2", "--cluster", "--rebuilt"] { #expect(error?.sentence.contains(words) == true) }
        try store.identify("prod", uid: "u-2")
        #expect(try store.recognize("prod", uid: "u-2") == [])
    }

    @Test func theOtherNamesOfAClusterAreTold() throws {
        let store = try store(recorded: ["prod", "production"])
        try store.identify("prod", uid: "u-1")
        #expect(try store.recognize("production", uid: "u-1") == ["prod"])
    }

    @Test func imagesWhoseContentIsKnownAreToldFromTheOthers() throws {
        let known = "sha256:" + String(repeating: "a", count: 64)
        let unknown = "sha256:" + String(repeating: "b", count: 64)
        let odd = "sha512:" + String(repeating: "c", count: 128)
        let store = try store(recorded: [])
        var snapshot = Snapshot(
            cluster: "c", takenAt: Instant(secondsSince1970: 1_800_000_000), source: "test", coverage: [])
        snapshot.images = [Image(digest: known, size: 1), Image(digest: odd, size: 2)]
        try store.record(snapshot)
        #expect(try RecordReader(path: file.path).knownImages(among: [known, unknown, odd]) == [known, odd])
    }
}
