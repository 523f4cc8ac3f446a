/// Texts in which something is looked for, whatever its case, as SQLite's `instr(lower(text), lower(wanted))` has it: that knows the
/// letters of ASCII.
struct LoweredTexts: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    /// Adds a text; the first has the number 0.
    mutating func add(_ text: String) {
        bytes += text.utf8.lazy.map(Self.lowered)
        ends.append(bytes.count)
    }

    /// Whether each of them contains a text.
    func containing(_ text: String) -> [Bool] {
        let wanted = text.utf8.map(Self.lowered)
        guard let first = wanted.first else { return ends.map { _ in true } }
        return bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            return ends.map { end in
                defer { start = end }
                var place = start
                while place + wanted.count <= end {
                    if bytes[place] == first, bytes[place..<place + wanted.count].elementsEqual(wanted) { return true }
                    place += 1
                }
                return false
            }
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte | 0x20 : byte }
}
