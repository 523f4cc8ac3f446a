import CollectorWords
import Foundation
import Testing

@testable import Collector

@Suite struct SplitterTests {
    static let files: [String] = {
        let dumps = StoryTests.instants.flatMap { instant in
            ((try? TestData.names("story/\(instant)")) ?? []).map { "story/\(instant)/\($0)" }
        }
        let answers = ((try? TestData.names("api")) ?? []).filter { $0.hasSuffix(".json") && !$0.contains("503") }
        return dumps + answers.map { "api/\($0)" }
    }()

    @Test(arguments: files)
    func givesWhatAWholeParseGives(_ file: String) throws {
        let bytes = try TestData.bytes(file)
        let whole = try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
        let items = (whole["items"] as? [Any])?.map { canonical(foundation: $0) }
        var envelope = whole
        if items != nil { envelope["items"] = [Any]() }
        for blockSize in bytes.count < 50_000 ? [1, 2, 3, 7, 65_536] : [7, 65_536] {
            for usesVectors in [true, false] {
                let split = try transcript(bytes, blockSize: blockSize, usesVectors: usesVectors)
                #expect(split.items == items ?? [])
                #expect(split.documents == [canonical(foundation: envelope)])
                #expect(split.headers.count == (items == nil ? 0 : 1))
            }
        }
    }

    @Test(arguments: [1, 2, 3, 63, 64, 65, 1000], [true, false])
    func quotesBackslashesAndBracketsInTextSplitNothing(_ blockSize: Int, usesVectors: Bool) throws {
        let texts = (0..<140).map { count in
            String(repeating: "\\\\", count: count) + "\\\"}],{[" + String(repeating: "x", count: count) + "\\\\"
        }
        let items = texts.map { "{\"t\":\"\($0)\",\"\($0)\":[{}]}" }
        let text =
            "{\"a\":\"]}\\\"\",\"items\" : [\n" + items.joined(separator: " ,\t") + "],\"b\":[\"}\",{\"items\":[1]}]}"
        let whole = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        let split = try transcript(Array(text.utf8), blockSize: blockSize, usesVectors: usesVectors)
        #expect(split.items == (whole["items"] as? [Any])?.map { canonical(foundation: $0) })
        #expect(split.headers == ["{\"a\":\"]}\\\"\"}"])
        #expect(split.documents == ["{\"a\":\"]}\\\"\",\"b\":[\"}\",{\"items\":[1]}],\"items\":[]}"])
    }

    @Test func documentsMayFollowEachOtherWithOrWithoutSpace() throws {
        let split = try transcript(Array("\u{FEFF}{\"a\":1}{\"items\":[]}\n{\"items\":null}  ".utf8), blockSize: 1)
        #expect(split.documents == ["{\"a\":1}", "{\"items\":[]}", "{\"items\":null}"])
    }

    @Test(arguments: [
        "{\"items\":[1]}", "{\"items\":[{},]}", "{\"items\":[,{}]}", "{\"items\":[{}{}]}",
        "{\"items\":[{}],\"items\":[{}]}",
        "{\"it\\u0065ms\":[{}]}", "{\"items\":[{}]", "{\"items\":[{\"a\":}]}", "{\"items\":[{\"a\":1]]}", "{\"a\":1,}",
        "{]",
        "{} x", "{}[]", "[{}]", "1", "", " \n", "\u{FEFF}", "{\"a\":\"\u{1}\"}", "{\"items\":[{\"a\":\"\u{0}\"}]}",
        "{\"items\":[{}]}}", "{\"a\" \"items\":[{}]}", "{,\"items\":[{}]}",
    ])
    func whatIsNotJSONIsRefused(_ text: String) {
        for blockSize in [1, 2, 3, 7, 65_536] {
            #expect(throws: DocumentProblem.self) { try transcript(Array(text.utf8), blockSize: blockSize) }
        }
    }

    @Test func invalidUTF8IsRefusedWithItsItem() throws {
        let bytes = Array("{\"items\":[{},{\"a\":\"".utf8) + [0xC3, 0x28] + Array("\"}]}".utf8)
        let problem = #expect(throws: DocumentProblem.self) { try transcript(bytes, blockSize: 4) }
        #expect(problem?.place?.item == 1)
        #expect(problem?.place?.offset == 13)
    }

    @Test(arguments: [false, true])
    func nestingIsBoundedAtFiveHundredAndTwelve(_ inItems: Bool) throws {
        func text(_ depth: Int) -> [UInt8] {
            let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            return Array((inItems ? "{\"items\":[{\"a\":\(nested)}]}" : "{\"a\":\(nested)}").utf8)
        }
        let above = inItems ? 3 : 1
        #expect(throws: Never.self) { try transcript(text(512 - above), blockSize: 64) }
        for blockSize in [1, 100, 65_536] {
            #expect(throws: DocumentProblem.self) { try transcript(text(513 - above), blockSize: blockSize) }
            #expect(throws: DocumentProblem.self) { try transcript(text(1_000_000), blockSize: blockSize * 100) }
        }
    }

    @Test func anObjectBeyondTheBoundIsRefused() throws {
        #expect(JSONReader().largestObject == 64 << 20)
        for blockSize in [1, 100, 65_536] {
            let reader = JSONReader(largestObject: 4096, blockSize: blockSize)
            let large = String(repeating: "x", count: 4096)
            for text in ["{\"items\":[{\"a\":\"\(large)\"}]}", "{\"a\":\"\(large)\"}", "{\"a\":[\"\(large)\"]}"] {
                let problem = #expect(throws: DocumentProblem.self) {
                    try reader.read(from: MemoryBytes(Array(text.utf8)), into: Transcript())
                }
                #expect(problem?.reason.contains("larger") == true)
            }
        }
    }
}
