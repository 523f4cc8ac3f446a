internal import Model

/// Times as a server in UTC writes them, `2026-01-05 00:00:00+00`, and as isinventory does.
enum FleetTime {
    static func instant(_ text: String) -> Instant? { Instant(iso(text)) }

    /// What is no such time stays as it is.
    static func iso(_ text: String) -> String {
        guard text.utf8.count >= 22, text.hasSuffix("+00"), text.utf8.dropFirst(10).first == UInt8(ascii: " ") else {
            return text
        }
        let bytes = Array(text.utf8)
        return String(decoding: bytes[..<10], as: UTF8.self) + "T" + String(decoding: bytes[11..<19], as: UTF8.self) + "Z"
    }
}
