internal import Texts

/// Rows that answer a question, in the vocabulary of the views, ready for any renderer.
public struct Answer: Sendable, Equatable {
    /// One column of an answer.
    public struct Column: Sendable, Equatable {
        /// What a column's cells are, so that each format can write them its own way.
        public enum Kind: Sendable, Equatable {
            /// Text from the cluster: names, messages, references. Not to be trusted by any format.
            case text
            /// A count, a number of bytes.
            case integer
            /// 0 or 1, written `true`/`false` where the format has words for it.
            case boolean
            /// ISO 8601 UTC text.
            case time
            /// A ``Reason``'s code, told as a sentence where people read.
            case reason
            /// A `sha256:…` digest or a reference that may end in one; tables may shorten it, nothing else may.
            case digest
        }

        /// The view's column name, in the view's spelling: `seen_from`.
        public let name: String
        /// What its cells are.
        public let kind: Kind
        /// Whether the column is left out of `table` and shown in `wide`. All other formats show every column.
        public let isWide: Bool

        /// Describes a column.
        public init(_ name: String, _ kind: Kind = .text, isWide: Bool = false) {
            self.name = name
            self.kind = kind
            self.isWide = isWide
        }
    }

    /// One value.
    public enum Cell: Sendable, Equatable, Hashable {
        /// Nothing known, or nothing there.
        case null
        /// Text, times and digests included.
        case text(String)
        /// A whole number; in a boolean column, 0 or 1.
        case integer(Int64)
        /// A truth in a column that holds other things too, as `diff`'s old and new values.
        case boolean(Bool)
        /// A fraction, as ad-hoc SQL may give.
        case real(Double)

        /// Compares texts byte by byte, as the record does.
        public static func == (left: Cell, right: Cell) -> Bool {
            switch (left, right) {
            case (.null, .null): true
            case (.text(let mine), .text(let other)): mine.hasSameBytes(as: other)
            case (.integer(let mine), .integer(let other)): mine == other
            case (.boolean(let mine), .boolean(let other)): mine == other
            case (.real(let mine), .real(let other)): mine == other
            default: false
            }
        }
    }

    /// The columns, in the view's order.
    public var columns: [Column]
    /// The rows; each has as many cells as there are columns.
    public var rows: [[Cell]]
    /// What `-o name` prints, a name a row: `deployment/web`. Empty where the rows have no names.
    public var names: [String]
    /// What the reader must know beside the rows: kinds never looked at, rows left out and how many, why nothing matched.
    public var notes: [Note]

    /// Builds an answer.
    public init(columns: [Column], rows: [[Cell]], names: [String] = [], notes: [Note] = []) {
        self.columns = columns
        self.rows = rows
        self.names = names
        self.notes = notes
    }
}

extension Answer {
    /// The same rows without one column.
    public func without(_ column: String) -> Answer {
        guard let index = columns.firstIndex(where: { $0.name == column }) else { return self }
        var answer = self
        answer.columns.remove(at: index)
        for row in answer.rows.indices { answer.rows[row].remove(at: index) }
        return answer
    }
}
