import Foundation
import Testing

/// The fuzzers' seeds and former crashes, and mutations of them, through the fuzzers' own entries; a broken promise is a crash.
///
/// `ISINVENTORY_FUZZ_ROUNDS=1000000` looks harder; `make fuzz` looks where it has not been.
@Suite("What strangers write is answered or refused")
struct FuzzCorpusTests {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Fuzz/Corpus")

    private static func seeds(of entry: FuzzEntry) throws -> [[UInt8]] {
        let folder = corpus.appendingPathComponent(entry.rawValue)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            [UInt8](try Data(contentsOf: folder.appendingPathComponent($0)))
        }
    }

    @Test("every seed and every former crash", arguments: FuzzEntry.allCases)
    func replayed(_ entry: FuzzEntry) throws {
        let seeds = try Self.seeds(of: entry)
        #expect(seeds.count > 1)
        for seed in seeds { entry.run(seed) }
    }

    @Test("thousands of mutations of them", arguments: FuzzEntry.allCases)
    func mutated(_ entry: FuzzEntry) throws {
        let seeds = try Self.seeds(of: entry)
        var mutator = Mutator(seeds, seed: 1)
        let rounds = ProcessInfo.processInfo.environment["ISINVENTORY_FUZZ_ROUNDS"].flatMap(Int.init) ?? 1_500
        for _ in 0..<rounds { entry.run(mutator.next()) }
    }
}

/// Makes new inputs of old ones as fuzzers do: bits flipped, stretches cut, repeated, and spliced from elsewhere.
private struct Mutator {
    private let seeds: [[UInt8]]
    private var state: UInt64

    init(_ seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds
        state = seed
    }

    mutating func next() -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0...below(4) { mutate(&bytes) }
        return bytes
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return bytes.append(UInt8(below(256))) }
        let start = below(bytes.count)
        let stretch = start..<min(bytes.count, start + 1 + below(24))
        switch below(6) {
        case 0: bytes[start] ^= 1 << UInt8(below(8))
        case 1: bytes[start] = UInt8(below(256))
        case 2: bytes.removeSubrange(stretch)
        case 3: bytes.insert(contentsOf: Array(bytes[stretch]), at: below(bytes.count))
        case 4:
            let other = seeds[below(seeds.count)]
            bytes.replaceSubrange(stretch, with: other.dropFirst(below(other.count + 1)).prefix(1 + below(24)))
        default: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: start)
        }
    }

    private static let tokens = [
        "\"", "\\", "{", "}", "[", "]", ":", ",", "@sha256:", "/", "null", "\u{0}", "é", "\n", "- ", "&a ", "*a", "''", "(", ")",
        ";", "--", "9999999999999999999", "-1", "1e999", "UNION ALL SELECT ", "\u{FEFF}", "\r\n", "\t",
    ].map { Array($0.utf8) }

    /// A number of Vigna's SplitMix64, so that a failure can be repeated.
    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }
}
