internal import FoundationEssentials

/// The wall clock.
func secondsSince1970() -> Int { Int(Date().timeIntervalSince1970) }

/// Reads an RFC 3339 time as seconds since 1970; a fraction is cut off.
func secondsSince1970(_ text: String) -> Int? {
    var text = text
    if let dot = text.firstIndex(of: ".") {
        let end = text[text.index(after: dot)...].firstIndex { !$0.isNumber } ?? text.endIndex
        text.removeSubrange(dot..<end)
    }
    return (try? Date(text, strategy: .iso8601)).map { Int($0.timeIntervalSince1970) }
}
