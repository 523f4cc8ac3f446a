import Model

/// Writes references, good and nearly good, the same ones for the same seed (SplitMix64).
struct ReferenceWriter: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x2545_F491_4F6C_DD1D &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A valid reference, in parts.
    mutating func parts() -> ImageReference.Parts {
        let registry = oneIn(2) ? nil : registry()
        var components = (0..<int(1...4)).map { _ in pathComponent() }
        if registry == nil, components.count > 1 {
            // A first component with a dot would be a registry.
            components[0] = String(components[0].map { $0 == "." ? "-" : $0 })
        }
        let path = components.joined(separator: "/")
        let tag = oneIn(2) ? nil : text("_AZaz09", 1...1) + text("_.-AZaz09", 0...127)
        let digest = oneIn(3) ? "sha256:" + text("0123456789abcdef", 64...64) : nil
        return ImageReference.Parts(registry: registry, path: path, tag: tag, digest: digest)
    }

    /// A valid reference with a few bytes put in, taken out, or exchanged; at times none.
    mutating func nearReference() -> String {
        var characters = Array(parts().text.unicodeScalars)
        for _ in 0..<int(0...2) {
            let position = int(0...characters.count)
            let scalars = Array("/:@._-[]aAfF09\0\n é%".unicodeScalars)
            let scalar = scalars[int(0...scalars.count - 1)]
            switch int(0...2) {
            case 0: characters.insert(scalar, at: position)
            case 1 where position < characters.count: characters[position] = scalar
            case 2 where position < characters.count: characters.remove(at: position)
            default: characters.removeLast(min(position, characters.count))
            }
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: characters)
        return text
    }

    private mutating func registry() -> String {
        let port = oneIn(2) ? "" : ":" + text("0123456789", 1...5)
        switch int(0...4) {
        case 0: return "localhost" + port
        case 1: return "[" + text("0123456789abcdefABCDEF:", 1...20) + ":]" + port
        case 2: return ["docker.io", "index.docker.io", "foo_bar.com", "Hub"][int(0...3)]
        case 3: return text("a0", 1...1) + ":" + text("0123456789", 1...5)
        default: return text("AZaz09", 1...1) + text("az09-", 0...8) + text("az09", 1...1) + ".example" + port
        }
    }

    private mutating func pathComponent() -> String {
        let separators = [".", "_", "__", "-", "--", "---"]
        return (0..<int(1...3)).map { _ in text("abcxyz019", 1...6) }
            .reduce("") { $0.isEmpty ? $1 : $0 + separators[int(0...separators.count - 1)] + $1 }
    }

    mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    private mutating func oneIn(_ count: Int) -> Bool { int(1...count) == 1 }

    private mutating func text(_ alphabet: String, _ length: ClosedRange<Int>) -> String {
        let letters = Array(alphabet)
        return String((0..<int(length)).map { _ in letters[int(0...letters.count - 1)] })
    }
}
