import CollectorWords
import Foundation
import Testing

@testable import Collector

/// What the second thread finds must be what one alone finds, down to the places in messages.
@Suite("A file that is read ahead") struct AheadTests {
    static let sizes: [(block: Int, batch: Int)] = [(1, 1), (7, 64), (100, 4_096), (65_536, 1), (65_536, 65_536)]

    static let odd: [String] = [
        "{\"items\":[1]}", "{\"items\":[{},]}", "{\"items\":[{}{}]}", "{\"items\":[{}],\"items\":[{}]}", "{\"items\":[{}]",
        "{\"items\":[{\"a\":1},{\"a\":2},{\"a\":},{\"a\":3}]}", "{\"items\":[{\"a\":1]]}",
        "{\"items\":[{\"a\":[1}},{\"b\":{2]}]}",
        "{\"items\":[{\"a\":1},{\"a\":\"\u{0}\"},{}]}", "{\"a\":1}{\"items\":[]}\n{\"items\":null}  ", "{} x", "", " \n",
        "{\"a\":1,}",
        "{\"items\":[{\"a\":1 \"b\":2},{}]}", "{\"items\":[{\"a\":\"],[\"},{\"b\":\"}\\\"\"}],\"kind\":\"List\"}{\"c\":3}",
        "{\"items\":[{\"x\":\"\(String(repeating: "x", count: 5_000))\"},{}]}",
    ]

    @Test("tells the same of every sample", arguments: SplitterTests.files)
    func samples(_ file: String) throws {
        let bytes = try TestData.bytes(file)
        for size in Self.sizes where size.block > 1 || bytes.count < 50_000 {
            #expect(try ahead(bytes, size) == alone(bytes), "\(size)")
        }
    }

    @Test("tells the same of what is odd or wrong", arguments: odd)
    func oddities(_ text: String) throws {
        for size in Self.sizes { #expect(try ahead(Array(text.utf8), size) == alone(Array(text.utf8)), "\(size)") }
    }

    @Test("tells the same of samples with flipped bits, cut short, or too large")
    func broken() throws {
        let bytes = try TestData.bytes("story/2026-11-23T06:48:38Z/imagestreams.json")
        var random = SplitMix(state: 20_261_126)
        for round in 0..<60 {
            var broken = bytes
            if round % 3 == 0 { broken.removeLast(Int.random(in: 1..<bytes.count, using: &random)) }
            for _ in 0..<round % 4 {
                broken[Int.random(in: 0..<broken.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let reader = JSONReader(largestObject: round % 5 == 4 ? 4_000 : 64 << 20, mostObjects: round % 7 == 6 ? 3 : 4_000_000)
            #expect(try ahead(broken, (4_096, 20_000), reader) == alone(broken, reader), "round \(round)")
        }
    }

    @Test("names the first of the bad items among many", arguments: [0, 7_777, 19_999])
    func firstBad(_ bad: Int) throws {
        let items = (0..<20_000).map { $0 >= bad && $0 % 100 == bad % 100 ? "{\"a\":\($0)x}" : "{\"a\":\($0)}" }
        let list = Array("{\"items\":[\(items.joined(separator: ","))]}".utf8)
        let told = try ahead(list, (4_096, 3_000))
        #expect(told == (try alone(list)))
        #expect(told.last?.contains("items[\(bad)]") == true)
    }

    @Test("is left in the middle when whoever reads it throws")
    func abandoned() throws {
        let list = "{\"items\":[" + (0..<20_000).map { "{\"a\":\($0)}" }.joined(separator: ",") + "]}"
        for after in [1, 2, 5_000] {
            let told = Told(most: after)
            #expect(throws: Told.Enough.self) { try read(Array(list.utf8), (4_096, 1_000), JSONReader(), into: told) }
            #expect(told.lines.count == after)
        }
    }

    @Test("that cannot be read on ends in the system's reason")
    func unreadable() throws {
        let folder = open("/", O_RDONLY | O_CLOEXEC)
        defer { close(folder) }
        let problem = #expect(throws: SystemProblem.self) {
            _ = try JSONReader().read(ahead: folder, start: Array("{\"items\":[{}".utf8), into: Told())
        }
        #expect(problem?.code == EISDIR)
    }

    @Test("is bounded in its bytes")
    func bounded() throws {
        let list = "{\"items\":[" + (0..<2_000).map { "{\"a\":\($0)}" }.joined(separator: ",") + "]}"
        let problem = #expect(throws: DocumentProblem.self) {
            try read(Array(list.utf8), (1_000, 500), JSONReader(largestInput: 10_000), into: Told())
        }
        #expect(problem?.reason == "it is larger than any cluster's dump")
    }

    private func ahead(_ bytes: [UInt8], _ size: (block: Int, batch: Int), _ reader: JSONReader = JSONReader()) throws -> [String]
    {
        let told = Told()
        do { try read(bytes, size, reader, into: told) } catch let problem as DocumentProblem { told.fail(problem) }
        return told.lines
    }

    private func alone(_ bytes: [UInt8], _ reader: JSONReader = JSONReader()) throws -> [String] {
        let told = Told()
        do { try reader.read(from: MemoryBytes(bytes), into: told) } catch let problem as DocumentProblem { told.fail(problem) }
        return told.lines
    }

    /// The first tenth was read already, as by whoever finds out the format.
    private func read(_ bytes: [UInt8], _ size: (block: Int, batch: Int), _ reader: JSONReader, into told: Told) throws {
        let folder = try TemporaryFolder()
        let file = open(try folder.write("dump.json", bytes), O_RDONLY | O_CLOEXEC)
        defer { close(file) }
        let start = bytes.prefix(bytes.count / 10)
        lseek(file, start.count, SEEK_SET)
        var reader = reader
        (reader.blockSize, reader.batchSize) = size
        #expect(try reader.read(ahead: file, start: Array(start), into: told))
    }
}

/// Everything that was told, with its place, in order.
private final class Told: DocumentReceiver {
    struct Enough: Error {}

    private(set) var lines: [String] = []
    private let most: Int

    init(most: Int = .max) { self.most = most }

    func listBegan(_ header: some DocumentNode) throws { try add("list \(canonical(header))") }
    func item(_ item: some DocumentNode, at place: DocumentPlace) throws { try add("item \(canonical(item)) at \(place)") }
    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws {
        try add("document \(canonical(document)) \(isList) at \(place)")
    }

    func fail(_ problem: DocumentProblem) { lines.append("\(problem.reason) at \(problem.place.map { "\($0)" } ?? "no place")") }

    private func add(_ line: String) throws {
        if lines.count == most { throw Enough() }
        lines.append(line)
    }
}
