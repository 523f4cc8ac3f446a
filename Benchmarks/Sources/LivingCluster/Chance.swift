/// Numbers that look random and are the same in every run: SplitMix64, https://prng.di.unimi.it/splitmix64.c.
public struct Chance: RandomNumberGenerator {
    private var state: UInt64

    /// Begins a row of numbers.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; eight in ten times one of its first fifth, as a few tags move far more often than the rest.
    mutating func skewed(below bound: Int) -> Int {
        let hot = max(1, bound / 5)
        return Int.random(in: 0..<10, using: &self) < 8
            ? Int.random(in: 0..<hot, using: &self) : Int.random(in: 0..<bound, using: &self)
    }

    /// Hexadecimal digits, 16 a number drawn.
    mutating func hex(numbers: Int) -> String {
        (0..<numbers).map { _ in
            let digits = String(next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }

    mutating func digest() -> String { "sha256:\(hex(numbers: 4))" }

    mutating func uid() -> String {
        let digits = hex(numbers: 2)
        let parts = [8, 4, 4, 4, 12].reduce(into: (text: digits[...], parts: [Substring]())) { rest, length in
            rest.parts.append(rest.text.prefix(length))
            rest.text = rest.text.dropFirst(length)
        }.parts
        return parts.joined(separator: "-")
    }
}
