import Questions

/// How wide each column of a table is, and how a line is laid out in them.
struct TableLayout {
    typealias Field = TableFormat.Field

    /// The columns' widths, to which cells are padded.
    private(set) var widths: [Int]
    private var isShortened: [Bool]
    private let kinds: [Answer.Column.Kind]

    private static let gap = 3
    /// Cells wider than this stick out instead of widening their column: one hostile cell of 10,000 characters must not
    /// cost every other row as many spaces. References with a digest stay below it.
    private static let widestPadding = 256
    /// No column is shortened below this, nor below its header.
    private static let narrowest = 12

    init(columns: [Answer.Column], headers: [Field]?, rows: [[Field]], terminalWidth: Int?) {
        kinds = columns.map(\.kind)
        isShortened = columns.map { _ in false }
        widths = headers?.map(\.width) ?? columns.map { _ in 0 }
        let least = widths.map { max($0, Self.narrowest) }
        let widest = terminalWidth == nil ? Self.widestPadding : .max
        for row in rows {
            for (index, field) in row.enumerated() where field.width <= widest {
                widths[index] = max(widths[index], field.width)
            }
        }
        if let terminalWidth { shorten(to: terminalWidth - Self.gap * (columns.count - 1), least: least) }
        widths = widths.map { min($0, Self.widestPadding) }
    }

    /// Takes columns from the widest texts, all down to one common width, until the table fits or nothing is left to take.
    private mutating func shorten(to available: Int, least: [Int]) {
        guard widths.reduce(0, +) > available else { return }
        let natural = widths
        let canShrink = kinds.map { $0 == .text || $0 == .digest || $0 == .reason }
        func capped(at cap: Int) -> [Int] {
            natural.indices.map { canShrink[$0] ? min(natural[$0], max(least[$0], cap)) : natural[$0] }
        }
        var fits = 0
        var tooWide = natural.max() ?? 0
        while fits + 1 < tooWide {
            let middle = (fits + tooWide) / 2
            if capped(at: middle).reduce(0, +) <= available { fits = middle } else { tooWide = middle }
        }
        widths = capped(at: fits)
        isShortened = natural.indices.map { widths[$0] < natural[$0] }
    }

    /// Appends a line without its newline, and without whitespace at its end.
    func append(_ fields: [Field], to out: inout [UInt8]) {
        let start = out.count
        for (index, field) in fields.enumerated() {
            if index > 0 { out.append(contentsOf: repeatElement(UInt8(ascii: " "), count: Self.gap)) }
            let field = isShortened[index] ? shortened(field, in: index) : field
            let padding = repeatElement(UInt8(ascii: " "), count: max(0, widths[index] - field.width))
            if kinds[index] == .integer { out += padding }
            out.append(contentsOf: field.text.utf8)
            if kinds[index] != .integer, index < fields.count - 1 { out += padding }
        }
        while out.count > start, out.last == UInt8(ascii: " ") { out.removeLast() }
    }

    /// Cuts a cell to its column: text keeps its beginning, a reference its end, where the name, tag and digest are.
    private func shortened(_ field: Field, in column: Int) -> Field {
        let width = widths[column]
        guard field.width > width else { return field }
        let scalars = field.text.unicodeScalars
        if kinds[column] == .digest {
            // A mark whose letter was cut off would sit on the ellipsis.
            let end = Self.prefix(of: scalars.reversed(), width - 1).reversed().drop { $0.displayWidth == 0 }
            return Field("…" + String(String.UnicodeScalarView(end)))
        }
        return Field(String(String.UnicodeScalarView(Self.prefix(of: scalars, width - 1))) + "…")
    }

    /// As many of the scalars, from the first, as fit a width.
    private static func prefix(of scalars: some Sequence<Unicode.Scalar>, _ width: Int) -> [Unicode.Scalar] {
        var left = width
        return scalars.prefix { scalar in
            left -= scalar.displayWidth
            return left >= 0
        }
    }
}
