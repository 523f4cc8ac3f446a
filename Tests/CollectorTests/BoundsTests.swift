import CollectorWords
import Foundation
import Model
import Testing

@testable import Collector

/// Documents without end, made as they are read: each ends in an error, and the memory it took is bounded.
@Suite(.serialized) struct BoundsTests {
    private func gathering() -> FileDecoder {
        FileDecoder(file: "endless.json", named: nil, gathering: SnapshotBuilder(scope: .all, covers: [], leavesOut: false))
    }

    @Test func aListWithoutEndIsRefusedByItsSize() throws {
        // Small bounds, so that it takes no minute; those of the product are below.
        let reader = JSONReader(largestInput: 32 << 20)
        var number = 0
        let endless = EndlessBytes(start: "{\"kind\":\"List\",\"items\":[{\"kind\":\"Secret\"}") {
            number += 1
            return
                ",{\"kind\":\"Secret\",\"metadata\":{\"name\":\"p\(number)\"},\"status\":\"\(String(repeating: "x", count: 4_000))\"}"
        }
        let problem = #expect(throws: DocumentProblem.self) { try reader.read(from: endless, into: gathering()) }
        #expect(problem?.reason == "it is larger than any cluster's dump")
        #expect(endless.given < 40 << 20)
    }

    @Test func aListOfTooManyObjectsIsRefusedByTheirNumber() throws {
        let reader = JSONReader(mostObjects: 20_000)
        let list = EndlessBytes(start: "{\"kind\":\"List\",\"items\":[{\"kind\":\"Secret\"}") { ",{\"kind\":\"Secret\"}" }
        let problem = #expect(throws: DocumentProblem.self) { try reader.read(from: list, into: gathering()) }
        #expect(problem?.reason.contains("more objects") == true)
        let single = EndlessBytes(start: "") { "{\"kind\":\"Secret\"}" }
        #expect(throws: DocumentProblem.self) { try reader.read(from: single, into: gathering()) }
    }

    @Test func theProductsBoundsAreBelowTenGigabytes() {
        #expect(JSONReader().largestInput < 10_000_000_000)
        #expect(JSONReader().mostObjects == 4_000_000)
        #expect(YAMLReader.largestText <= 64 << 20)
    }

    @Test(arguments: ["{\"kind\":\"List\",\"metadata\":{\"a\":\"", "{\"kind\":\"List\",\"items\":[{\"a\":\"", "{\"", "{ "])
    func whatNeverEndsIsRefusedWithoutHoldingIt(_ start: String) throws {
        let filling = start == "{ " ? " " : "x"
        let block = String(repeating: filling, count: 1 << 16)
        let endless = EndlessBytes(start: start) { block }
        #expect(throws: DocumentProblem.self) { try JSONReader().read(from: endless, into: gathering()) }
        // What is held is no more than what was given.
        #expect(endless.given <= 66 << 20)
    }

    @Test(arguments: [("{\"a\":", "[", 100_000), ("{\"items\":[{\"a\":", "[", 100_000), ("", "{\"a\":", 100_000)])
    func nestingOfAHundredThousandIsRefusedAsJSON(_ start: String, _ bracket: String, _ depth: Int) throws {
        let text = start + String(repeating: bracket, count: depth)
        let error = #expect(throws: SourceError.self) { try readText(text) }
        #expect(error?.reason.contains("nested") == true, "\(error?.reason ?? "nothing")")
    }

    @Test(arguments: [
        "a: " + String(repeating: "[", count: 100_000), "a: " + String(repeating: "{a: ", count: 100_000),
        "a:\n" + String(repeating: "- ", count: 100_000) + "x", "a: " + String(repeating: "? ", count: 100_000),
        (0..<3_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
    ])
    func nestingOfAHundredThousandIsRefusedAsYAML(_ text: String) throws {
        #expect(throws: SourceError.self) { try readText(text, as: "dump.yaml") }
    }

    @Test(arguments: ["a: [" + String(repeating: "a,", count: 12 << 20), "a:\n" + String(repeating: "- \n", count: 12 << 20)])
    func YAMLOfMoreValuesThanADumpHasIsRefusedBeforeItIsATree(_ text: String) throws {
        let error = #expect(throws: SourceError.self) { try readText(text, as: "dump.yaml") }
        #expect(error?.reason.contains("more YAML") == true, "\(error?.reason ?? "nothing")")
    }
}

/// Bytes that are made when they are asked for.
private final class EndlessBytes: ByteSource {
    private var pending: [UInt8]
    private let more: () -> String
    private(set) var given = 0

    init(start: String, _ more: @escaping () -> String) {
        pending = Array(start.utf8)
        self.more = more
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while pending.count < buffer.count { pending += more().utf8 }
        buffer.copyBytes(from: pending[..<buffer.count])
        pending.removeFirst(buffer.count)
        given += buffer.count
        return buffer.count
    }
}
