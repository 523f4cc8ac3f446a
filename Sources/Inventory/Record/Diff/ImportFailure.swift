internal import Model
internal import Texts

extension ImageStreamTag.State {
    /// What a look's state of a tag is worth beside what stands: a failure that goes on is one failure, however it words itself.
    ///
    /// A server that tries again every quarter of an hour writes the port it dialled from, the address that answered, or the request's
    /// number into its message, and moves the condition's time each time the words change. So where nothing of a message changed but
    /// what varies of itself, the message that stands is kept; and a tag fails since the earliest time told, as long as no image was
    /// imported or pushed between.
    func continuing(_ known: ImageStreamTag.State?) -> ImageStreamTag.State {
        guard let known, let before = known.importError, let now = imports.importError, current == known.current else {
            return self
        }
        var state = self
        state.importErrorSince = [known.importErrorSince, imports.importErrorSince].compactMap(\.self).min()
        // Where something else changed too, a row is written anyway, and it may as well tell the newest words.
        var same = state
        same.importError = before
        if same == known, ImportMessage.saysTheSame(before, now) { state.importError = before }
        return state
    }
}

/// What an import's error message says, apart from what varies each time it is said.
enum ImportMessage {
    /// Whether two messages differ in nothing but addresses, ports, times, durations, and the numbers of requests.
    ///
    /// Host names, status codes, digests and repositories are part of what is said.
    static func saysTheSame(_ left: String, _ right: String) -> Bool {
        if left.hasSameBytes(as: right) { return true }
        return constant(left) == constant(right)
    }

    /// The message's bytes, with a placeholder for each part that varies. One pass, and no look further than some 64 bytes ahead.
    static func constant(_ message: String) -> [UInt8] {
        var scanner = MessageScanner(Array(message.utf8))
        return scanner.constantParts()
    }
}

private struct MessageScanner {
    private let bytes: [UInt8]
    private var position = 0
    /// The word before, in small letters, where it may say what a number is: at most 16 bytes.
    private var lastWord: [UInt8] = []

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func constantParts() -> [UInt8] {
        var constant: [UInt8] = []
        constant.reserveCapacity(bytes.count)
        while position < bytes.count {
            if let end = endOfIPv6(position) ?? endOfStamp(position) ?? endOfIPv4(position) ?? endOfUUID(position)
                ?? endOfDuration(position)
            {
                constant.append(0)
                position = end
                lastWord = []
            } else if bytes[position].isAlphanumeric {
                appendWord(to: &constant)
            } else {
                constant.append(bytes[position])
                position += 1
            }
        }
        return constant
    }

    private mutating func appendWord(to constant: inout [UInt8]) {
        let start = position
        while position < bytes.count, bytes[position].isAlphanumeric { position += 1 }
        let varies = isVarying(start..<position) || isNumbered(start..<position)
        if varies { constant.append(0) } else { constant += bytes[start..<position] }
        lastWord = varies ? [] : bytes[start..<position].suffix(16).map(\.lowercased)
    }

    /// Whether a word varies by its own looks: a pointer, a long number, a request's hexadecimal or mixed name.
    private func isVarying(_ word: Range<Int>) -> Bool {
        let digits = bytes[word].count { $0.isDigit }
        guard digits > 0, !isDigest else { return false }
        if digits == word.count {
            return digits >= 8 || bytes[word.upperBound...].starts(with: "->".utf8)
        }
        if word.count > 2, bytes[word.lowerBound] == UInt8(ascii: "0"), bytes[word.lowerBound + 1] == UInt8(ascii: "x") {
            return true
        }
        if word.count >= 8, bytes[word].allSatisfy(\.isHexadecimal) { return true }
        return word.count >= 16 && digits >= 3
    }

    /// What follows `sha256:` names content, which is what an error is about.
    private var isDigest: Bool { ["sha256", "sha384", "sha512"].contains(String(decoding: lastWord, as: UTF8.self)) }

    /// `attempt 3`, `stream ID 5`, `request id: ab`: what the word before says to be a number of this try alone.
    private func isNumbered(_ word: Range<Int>) -> Bool {
        switch String(decoding: lastWord, as: UTF8.self) {
        case "attempt", "attempts", "retry", "retries", "try", "after", "pid", "goroutine": bytes[word].allSatisfy(\.isDigit)
        case "id", "requestid", "reqid", "traceid", "rayid", "spanid", "uuid", "correlationid":
            bytes[word].contains(where: \.isDigit)
        default: false
        }
    }

    /// `15m0s`, `1.234s`, `250ms`: numbers and units in turn.
    private func endOfDuration(_ start: Int) -> Int? {
        guard isWordStart, bytes[start].isDigit else { return nil }
        var place = start
        repeat {
            var number = end(of: place, limit: min(bytes.count, place + 12)) { $0.isDigit }
            guard number > place else { return nil }
            if number < bytes.count, bytes[number] == UInt8(ascii: ".") {
                number = end(of: number + 1, limit: min(bytes.count, number + 12)) { $0.isDigit }
            }
            let rest = bytes[number...].prefix(3)
            guard let unit = Self.units.first(where: { rest.starts(with: $0.utf8) }) else { return nil }
            place = number + unit.utf8.count
        } while place < bytes.count && bytes[place].isAlphanumeric && place < start + 64
        return place < bytes.count && bytes[place].isAlphanumeric ? nil : place
    }

    /// The units of a duration as Go writes them, longer ones first.
    private static let units = ["ns", "us", "µs", "ms", "s", "m", "h"]

    private func end(of start: Int, limit: Int, while belongs: (UInt8) -> Bool) -> Int {
        var place = start
        while place < limit, belongs(bytes[place]) { place += 1 }
        return place
    }

    private var isWordStart: Bool { position == 0 || !bytes[position - 1].isAlphanumeric }

    /// `10.0.0.1`, `10.0.0.1:443`, and `10-0-0-1` as host names made of addresses have it.
    private func endOfIPv4(_ start: Int) -> Int? {
        guard isWordStart, bytes[start].isDigit else { return nil }
        var place = start
        var separator: UInt8?
        for part in 0..<4 {
            let end = end(of: place, limit: min(bytes.count, place + 4)) { $0.isDigit }
            guard (1...3).contains(end - place) else { return nil }
            place = end
            guard part < 3 else { break }
            guard place < bytes.count, bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: "-"),
                separator == nil || separator == bytes[place]
            else { return nil }
            separator = bytes[place]
            place += 1
        }
        if place < bytes.count, bytes[place].isAlphanumeric { return nil }
        return endOfPort(place)
    }

    /// `[::1]:46900`, `[fe80::1%eth0]`.
    private func endOfIPv6(_ start: Int) -> Int? {
        guard bytes[start] == UInt8(ascii: "[") else { return nil }
        let end = end(of: start + 1, limit: min(bytes.count, start + 64)) {
            $0.isAlphanumeric || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: ".")
        }
        let inside = bytes[(start + 1)..<end]
        guard end < bytes.count, bytes[end] == UInt8(ascii: "]"), inside.count(where: { $0 == UInt8(ascii: ":") }) >= 2,
            inside.prefix(while: { $0 != UInt8(ascii: "%") }).allSatisfy({
                $0.isHexadecimal || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
            })
        else { return nil }
        return endOfPort(end + 1)
    }

    private func endOfPort(_ start: Int) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: ":") else { return start }
        let end = end(of: start + 1, limit: min(bytes.count, start + 7)) { $0.isDigit }
        return end > start + 1 ? end : start
    }

    /// `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
    private func endOfUUID(_ start: Int) -> Int? {
        guard isWordStart, start + 36 <= bytes.count else { return nil }
        for (offset, byte) in bytes[start..<start + 36].enumerated() {
            let isRight = [8, 13, 18, 23].contains(offset) ? byte == UInt8(ascii: "-") : byte.isHexadecimal
            guard isRight else { return nil }
        }
        guard start + 36 == bytes.count || !bytes[start + 36].isAlphanumeric else { return nil }
        return start + 36
    }

    /// A time of day, with a date and a zone around it or without: `2026-01-02T03:04:05.6Z`, `2026/01/02 03:04:05`, `20260102T030405Z`,
    /// `Fri, 02 Jan 2026 03:04:05 GMT`. A date alone too.
    private func endOfStamp(_ start: Int) -> Int? {
        guard isWordStart else { return nil }
        if let date = endOfDate(start) {
            guard date < bytes.count, bytes[date] == UInt8(ascii: "T") || bytes[date] == UInt8(ascii: " ") else { return date }
            return endOfTime(date + 1) ?? date
        }
        return endOfTime(start) ?? matches("dddddddd", start).flatMap { matches("Tdddddd", $0) }.map(endOfZone)
            ?? endOfNamedDay(start)
    }

    private func endOfDate(_ start: Int) -> Int? { matches("dddd-dd-dd", start) ?? matches("dddd/dd/dd", start) }

    private func endOfTime(_ start: Int) -> Int? {
        guard var place = matches("dd:dd:dd", start) else { return nil }
        if place < bytes.count, bytes[place] == UInt8(ascii: ".") || bytes[place] == UInt8(ascii: ",") {
            let fraction = end(of: place + 1, limit: min(bytes.count, place + 12)) { $0.isDigit }
            if fraction > place + 1 { place = fraction }
        }
        return endOfZone(place)
    }

    private func endOfZone(_ start: Int) -> Int {
        if start < bytes.count, bytes[start] == UInt8(ascii: "Z") { return start + 1 }
        return matches("+dd:dd", start) ?? matches("-dd:dd", start) ?? start
    }

    /// `Fri, 02 Jan 2026 03:04:05`, as HTTP has dates.
    private func endOfNamedDay(_ start: Int) -> Int? {
        guard let day = matches("aaa, dd aaa dddd ", start) else { return nil }
        return endOfTime(day)
    }

    /// Where a pattern of digits (`d`), letters (`a`) and other bytes as they stand ends.
    private func matches(_ pattern: StaticString, _ start: Int) -> Int? {
        pattern.withUTF8Buffer { pattern in
            guard start + pattern.count <= bytes.count else { return nil }
            for (offset, wanted) in pattern.enumerated() {
                let byte = bytes[start + offset]
                let isRight =
                    switch wanted {
                    case UInt8(ascii: "d"): byte.isDigit
                    case UInt8(ascii: "a"): byte.isAlphanumeric && !byte.isDigit
                    default: byte == wanted
                    }
                guard isRight else { return nil }
            }
            return start + pattern.count
        }
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { (0x30...0x39).contains(self) }
    fileprivate var isAlphanumeric: Bool { isDigit || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self) }
    fileprivate var isHexadecimal: Bool { isDigit || (0x41...0x46).contains(self) || (0x61...0x66).contains(self) }
    fileprivate var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }
}
