internal import Texts

/// A value of SQLite's five storage classes, https://www.sqlite.org/datatype3.html.
public enum Value: Sendable, Hashable {
    /// NULL.
    case null
    /// INTEGER, 64 bits, signed.
    case integer(Int64)
    /// REAL.
    case real(Double)
    /// TEXT, UTF-8.
    case text(String)
    /// BLOB.
    case blob([UInt8])

    /// Compares texts byte by byte, as SQLite does.
    public static func == (left: Value, right: Value) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.integer(let mine), .integer(let other)): mine == other
        case (.real(let mine), .real(let other)): mine == other
        case (.text(let mine), .text(let other)): mine.hasSameBytes(as: other)
        case (.blob(let mine), .blob(let other)): mine == other
        default: false
        }
    }
}
