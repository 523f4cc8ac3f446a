/// A view of the file: the vocabulary that SQL, every output format and the documentation share.
public struct View: Sendable, Hashable {
    /// One column of a view.
    public struct Column: Sendable, Hashable {
        /// Its name, the same in SQL, JSON and CSV.
        public let name: String
        /// What its values are.
        public let kind: Answer.Column.Kind
        /// What they mean.
        public let meaning: String
        /// Whether `-o table` leaves it out.
        public let isWide: Bool

        init(_ name: String, wide: Bool = false, _ meaning: String) {
            self.init(name, .text, wide: wide, meaning)
        }

        init(_ name: String, _ kind: Answer.Column.Kind, wide: Bool = false, _ meaning: String) {
            self.name = name
            self.kind = kind
            self.isWide = wide
            self.meaning = meaning
        }

        /// Columns of one view are told apart by their names.
        public static func == (left: Column, right: Column) -> Bool { left.name == right.name }

        /// Feeds the name, which is unique in its view.
        public func hash(into hasher: inout Hasher) { hasher.combine(name) }
    }

    /// Its name in SQL.
    public let name: String
    /// What one row is.
    public let summary: String
    /// Its columns in order.
    public let columns: [Column]
    /// The columns that put its rows in their usual order.
    let order: String
    /// Columns the twin leaves out, since they hold only at an instant; nil where there is no twin.
    let atInstantOnly: Set<String>?

    /// The columns as SQL writes them: `references` is a word of its own there.
    var columnList: String { columns.map { $0.name == "references" ? "\"references\"" : $0.name }.joined(separator: ", ") }

    /// The columns as an answer's.
    var answerColumns: [Answer.Column] { columns.map { Answer.Column($0.name, $0.kind, isWide: $0.isWide) } }
}
