/// Numbers that look random and follow from what they are for: the finalizer of SplitMix64,
/// https://prng.di.unimi.it/splitmix64.c.
enum Seeded {
    static func number(_ index: Int, _ use: Int) -> UInt64 {
        var mixed = UInt64(truncatingIfNeeded: index) &* 0x9E37_79B9_7F4A_7C15
        mixed &+= UInt64(truncatingIfNeeded: use) &* 0xD1B5_4A32_D192_ED03
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Sixteen hexadecimal digits.
    static func appendHex(_ index: Int, _ use: Int, to bytes: inout [UInt8]) {
        var value = number(index, use)
        for _ in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: value >> 60)
            bytes.append(digit < 10 ? 48 + digit : 87 + digit)
            value <<= 4
        }
    }

    static func hex(_ index: Int, _ use: Int) -> String {
        var bytes: [UInt8] = []
        appendHex(index, use, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    static func digest(_ index: Int, _ use: Int) -> String {
        "sha256:" + (0..<4).map { hex(index, use &* 4 &+ $0) }.joined()
    }

    static func uid(_ index: Int, _ use: Int) -> String {
        let digits = hex(index, use) + hex(index, ~use)
        let cuts = [0, 8, 12, 16, 20, 32]
        let text = Array(digits)
        return zip(cuts, cuts.dropFirst()).map { String(text[$0..<$1]) }.joined(separator: "-")
    }
}

/// A row of numbers that is the same in every run: SplitMix64.
package struct SeededGenerator: RandomNumberGenerator {
    private let seed: Int
    private var drawn = 0

    /// Begins a row.
    package init(seed: Int) { self.seed = seed }

    package mutating func next() -> UInt64 {
        drawn += 1
        return Seeded.number(drawn, seed)
    }

    /// A digest nobody drew before.
    package mutating func digest() -> String {
        drawn += 1
        return Seeded.digest(drawn, seed)
    }
}
