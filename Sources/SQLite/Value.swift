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
}
