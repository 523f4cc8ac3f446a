import Foundation
import Model
import Testing

@testable import Collector

/// Broken files end in an error or in a snapshot, never in a crash or without end.
///
/// `ISINVENTORY_FUZZ_ROUNDS=5000` looks harder.
@Suite struct FuzzTests {
    private static let rounds = ProcessInfo.processInfo.environment["ISINVENTORY_FUZZ_ROUNDS"].flatMap(Int.init) ?? 30

    @Test(arguments: [
        "story/2026-11-23T06:48:38Z/imagestreams.json", "story/2026-11-23T06:48:38Z/deploymentconfigs.json",
        "api/get-istag.json", "api/err-403-imagestreams.json", "oc-prereq-image-present-with-sched.yaml",
        "origin-deployment-with-annotation-trigger.yaml", "api/list-imagestreamtags.yaml",
    ])
    func truncationsAndFlippedBits(_ file: String) throws {
        let bytes = try TestData.bytes(file)
        let folder = try TemporaryFolder()
        var random = SplitMix(state: UInt64(bytes.count))
        var errors = 0
        for round in 0..<Self.rounds {
            var broken = bytes
            if round % 3 == 0 { broken.removeLast(Int.random(in: 1...bytes.count - 1, using: &random)) }
            for _ in 0..<round % 5 {
                let place = Int.random(in: 0..<broken.count, using: &random)
                broken[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            }
            let path = try folder.write(file.lastPathComponent, broken)
            do {
                _ = try read(path, scope: .namespaces(["shop"]))
            } catch is SourceError {
                errors += 1
            }
        }
        #expect(errors > 0)
    }

    @Test func aTruncatedListIsAlwaysAnError() throws {
        let bytes = try TestData.bytes("story/2026-11-23T06:48:38Z/daemonsets.json")
        let folder = try TemporaryFolder()
        let end = try #require(bytes.lastIndex(of: UInt8(ascii: "}")))
        for length in stride(from: 0, through: end, by: 3) {
            let path = try folder.write("daemonsets.json", bytes.prefix(length))
            #expect(throws: SourceError.self) { try read(path) }
        }
    }
}

/// Vigna's SplitMix64, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
