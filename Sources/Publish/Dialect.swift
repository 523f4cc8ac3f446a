internal import SQLite

/// What SQL of the questions has to be told otherwise, and what the server's values are in a record file.
enum Dialect {
    /// `?1` as `$1`, where it is no part of a text; and the functions that have other names, of which one takes no NULs.
    static func postgreSQL(_ sql: String) -> String {
        var text: [UInt8] = []
        var isText = false
        for byte in sql.utf8 {
            if byte == UInt8(ascii: "'") { isText.toggle() }
            text.append(byte == UInt8(ascii: "?") && !isText ? UInt8(ascii: "$") : byte)
        }
        return String(decoding: text, as: UTF8.self).replacing("instr(", with: "strpos(").replacing(
            "json_each(coalesce(labels, '{}'))",
            with: #"json_each_text(CAST(replace(coalesce(labels, '{}'), '\u0000', '␀') AS json))"#)
    }

    static func text(_ value: Value) -> String? {
        switch value {
        case .null, .blob: nil
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): PlainText.written(text)
        }
    }

    /// By the number of its type, https://www.postgresql.org/docs/15/catalog-pg-type.html; those numbers are the same on all engines.
    static func value(_ row: Row, at column: Int) -> Value {
        guard let text = row.text(at: column) else { return .null }
        switch row.type(at: column) {
        case 16: return .integer(text == "t" ? 1 : 0)
        case 20, 21, 23, 26: return Int64(text).map(Value.integer) ?? .text(text)
        case 700, 701, 1700: return Int64(text).map(Value.integer) ?? Double(text).map(Value.real) ?? .text(text)
        case 1114, 1184: return .text(FleetTime.iso(text))
        default: return .text(PlainText.read(text))
        }
    }
}
