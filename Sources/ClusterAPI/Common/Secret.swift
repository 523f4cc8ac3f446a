/// Text that must never be seen: a token, a password, a private key. However it is printed, it prints as `<hidden>`.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The text itself, for the wire only.
    let revealed: String

    /// Hides a text.
    public init(_ text: String) {
        revealed = text
    }

    /// `<hidden>`.
    public var description: String { "<hidden>" }

    /// `<hidden>`.
    public var debugDescription: String { "<hidden>" }

    /// Shows nothing to `dump`.
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// Without the line feed that files end with.
    var trimmed: Secret {
        var text = revealed[...]
        while let last = text.unicodeScalars.last, last.properties.isWhitespace { text = text.dropLast() }
        while let first = text.unicodeScalars.first, first.properties.isWhitespace { text = text.dropFirst() }
        return Secret(String(text))
    }

    /// Whether a header can carry it: RFC 9110 allows visible ASCII and spaces.
    var fitsHeader: Bool { !revealed.isEmpty && revealed.utf8.allSatisfy { (0x20...0x7E).contains($0) } }
}
