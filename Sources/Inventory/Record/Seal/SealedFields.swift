internal import Model

/// The bytes a seal is computed over: fields one after another, each a netstring, and nothing between them.
///
/// A netstring is its length in decimal, `:`, the bytes, `,` (https://cr.yp.to/proto/netstrings.txt), so no text can pretend to
/// be two fields. A number is its decimal text; what is not there is a bare `-`. docs/seal.md is the whole encoding.
struct SealedFields: Sendable {
    private(set) var bytes: [UInt8] = []

    /// Empties it and keeps its room.
    mutating func clear() { bytes.removeAll(keepingCapacity: true) }

    mutating func append(_ text: String?) {
        guard var text else { return appendNothing() }
        text.withUTF8 { append(bytes: $0) }
    }

    mutating func append(_ number: Int64?) {
        guard let number else { return appendNothing() }
        append(String(number))
    }

    mutating func append(_ flag: Bool) { append(flag ? "1" : "0") }

    mutating func append(_ instant: Instant?) { append(instant?.secondsSince1970) }

    mutating func append(bytes field: some Collection<UInt8>) {
        append(lengthOf: field.count)
        bytes.append(contentsOf: field)
        bytes.append(UInt8(ascii: ","))
    }

    /// Begins a field of so many bytes, which follow, and a comma behind them.
    mutating func append(lengthOf count: Int) {
        appendDigits(count)
        bytes.append(UInt8(ascii: ":"))
    }

    /// Appends fields that are encoded already.
    mutating func append(encoded: some Collection<UInt8>) { bytes.append(contentsOf: encoded) }

    mutating func appendNothing() { bytes.append(UInt8(ascii: "-")) }

    private mutating func appendDigits(_ number: Int) {
        guard number >= 10 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
        appendDigits(number / 10)
        bytes.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}
