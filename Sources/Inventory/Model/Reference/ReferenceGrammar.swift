// The terminals of distribution/reference's grammar (the comment at the head of its reference.go), each as a function from
// where it starts to where it ends. None needs to go back: what may follow a part is never what may continue it.

extension Span<UInt8> {
    /// Whether `byte` stands at `position`; never past the end.
    func holds(_ byte: Unicode.Scalar, at position: Int) -> Bool {
        position < count && self[position] == UInt8(truncatingIfNeeded: byte.value)
    }

    /// Whether the bytes in `range` are those of `text`.
    func equals(_ text: String, in range: Range<Int>) -> Bool {
        let other = text.utf8.span
        guard range.count == other.count else { return false }
        return range.allSatisfy { self[$0] == other[$0 - range.lowerBound] }
    }

    /// The first position from `start` on whose byte does not satisfy `belongs`.
    private func end(from start: Int, while belongs: (UInt8) -> Bool) -> Int {
        var position = start
        while position < count, belongs(self[position]) { position += 1 }
        return position
    }

    /// Path components with slashes between; nil where there is none or one is malformed.
    func endOfPath(from start: Int) -> Int? {
        guard var position = endOfPathComponent(from: start) else { return nil }
        while holds("/", at: position) {
            guard let end = endOfPathComponent(from: position + 1) else { return nil }
            position = end
        }
        return position
    }

    /// Runs of small letters and digits, with one dot, one or two underscores, or any number of dashes between.
    func endOfPathComponent(from start: Int) -> Int? {
        var position = start
        while true {
            let end = end(from: position) { $0.isSmallLetter || $0.isDigit }
            guard end > position else { return nil }
            position = endOfSeparator(from: end)
            if position == end { return end }
        }
    }

    private func endOfSeparator(from start: Int) -> Int {
        if holds(".", at: start) { return start + 1 }
        if holds("_", at: start) { return holds("_", at: start + 1) ? start + 2 : start + 1 }
        return end(from: start) { $0 == UInt8(ascii: "-") }
    }

    /// A letter, digit or underscore, and up to 127 of these, dots and dashes.
    func endOfTag(from start: Int) -> Int? {
        guard start < count, self[start].isWord else { return nil }
        let end = end(from: start) { $0.isWord || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-") }
        return end - start <= 128 ? end : nil
    }

    /// `sha256:`, `sha384:` or `sha512:` and its lower-case hexadecimal digits: the algorithms that the kubelet's own parser registers.
    func endOfDigest(from start: Int) -> Int? {
        let hexadecimal = start + 7
        guard hexadecimal <= count else { return nil }
        let algorithm = start..<hexadecimal
        let length: Int
        if equals("sha256:", in: algorithm) {
            length = 64
        } else if equals("sha384:", in: algorithm) {
            length = 96
        } else if equals("sha512:", in: algorithm) {
            length = 128
        } else {
            return nil
        }
        let end = endOfLowerHex(from: hexadecimal)
        return end - hexadecimal == length ? end : nil
    }

    /// Lower-case hexadecimal digits, however many.
    func endOfLowerHex(from start: Int) -> Int {
        end(from: start) { $0.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0) }
    }

    /// Whether `range` is wholly a domain name, an IPv4 address or a bracketed IPv6 address, with a port or without.
    func isDomain(_ range: Range<Int>) -> Bool {
        let host = holds("[", at: range.lowerBound) ? endOfBrackets() : endOfDomainName()
        guard var position = host else { return false }
        if holds(":", at: position) {
            let end = end(from: position + 1) { $0.isDigit }
            guard end > position + 1 else { return false }
            position = end
        }
        return position == range.upperBound

        func endOfBrackets() -> Int? {
            let end = end(from: range.lowerBound + 1) { $0.isHexadecimal || $0 == UInt8(ascii: ":") }
            return end > range.lowerBound + 1 && holds("]", at: end) ? end + 1 : nil
        }

        func endOfDomainName() -> Int? {
            guard var position = endOfDomainComponent(from: range.lowerBound) else { return nil }
            while holds(".", at: position) {
                guard let end = endOfDomainComponent(from: position + 1) else { return nil }
                position = end
            }
            return position
        }
    }

    /// Letters and digits, with dashes inside.
    private func endOfDomainComponent(from start: Int) -> Int? {
        let end = end(from: start) { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "-") }
        guard end > start, self[start] != UInt8(ascii: "-"), self[end - 1] != UInt8(ascii: "-") else { return nil }
        return end
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    fileprivate var isSmallLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    fileprivate var isLetter: Bool { isSmallLetter || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) }
    fileprivate var isWord: Bool { isLetter || isDigit || self == UInt8(ascii: "_") }
    fileprivate var isHexadecimal: Bool {
        isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
            || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(self)
    }
}
