/// What the reader's side decides about an answer: flags given, and whether a terminal is listening.
public struct RenderOptions: Sendable {
    /// Whether `table`, `wide` and `csv` begin with the column names. A Markdown table cannot be without them.
    public var headers = true
    /// Whether `table` and `wide` may print their headers in bold.
    public var color = false
    /// The terminal's columns, which `table` then keeps to where it can; nil when not a terminal, and nothing is shortened.
    public var width: Int?

    /// Describes how to write an answer; by default as for a pipe.
    public init(headers: Bool = true, color: Bool = false, width: Int? = nil) {
        self.headers = headers
        self.color = color
        self.width = width
    }
}
