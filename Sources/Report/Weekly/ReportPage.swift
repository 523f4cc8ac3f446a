import Model
import Questions

/// What a report says in a language, in order, before any format's layout and escaping. All its text is plain.
struct ReportPage {
    let words: Wording
    let title: String
    /// The period and what it is about, a line each.
    let subtitle: [String]
    /// The week in a sentence or two.
    let lead: [String]
    let figures: [FigureLine]
    /// What the reader must know before trusting the numbers.
    let warnings: [String]
    let sections: [ReportSection]
    /// How to make the same report again.
    let footer: String
    /// The course of twelve weeks, for the chart of that name.
    let weeks: [TrendPoint]
    /// What that chart shows.
    let weeksCaption: Phrase
    /// What is drawn of; nil in a report that has no pictures but the weeks.
    let report: WeeklyReport?
    /// Before each name that links within the page lead to, where a page holds several reports.
    var anchor = ""
}

/// How a number stands to the period before.
struct FigureChange {
    /// With its sign.
    let text: String
    let tone: FigureLine.Tone
}

/// One line of the headline.
struct FigureLine {
    /// Whether a change is for the better.
    enum Tone { case good, bad, neutral }

    let name: String
    let label: String
    let value: String
    let change: String
    let tone: Tone
    /// A part of a whole, for a bar: `0...1`.
    let share: Double?
    let note: String?
}

/// One chapter.
struct ReportSection {
    /// Stable, the same in every language: what links point to.
    let id: String
    let title: String
    let count: Int64?
    /// How the count stands to the period before, where that is known.
    let change: FigureChange?
    var lead: String?
    let chart: ReportChart?
    let grids: [ReportGrid]
    /// Plain sentences; the whole section where there are no grids.
    var lines: [String]
}

/// A table with rows of one kind.
struct ReportGrid {
    struct Column {
        enum Kind { case text, word, code, number, time, move, moves, lines, commands }

        let title: String
        let kind: Kind
        /// Whether narrow formats put it on lines of its own below the row.
        let isBelow: Bool

        init(_ title: String, _ kind: Kind = .text, below: Bool = false) {
            self.title = title
            self.kind = kind
            isBelow = below
        }
    }

    enum Cell {
        case empty
        case text(String)
        /// A reference or a digest.
        case code(String)
        case number(Int64)
        case time(Instant)
        case period(Instant?, Instant)
        /// From one reference or digest to another; nil with what stands for it.
        case move(String?, String?, none: String)
        case moves([Step])
        case lines([String])
        case commands([String])
    }

    /// One of several moves, with when it happened.
    struct Step {
        let after: Instant?
        let at: Instant
        let old: String?
        let new: String?
        let none: String
    }

    /// A table's rows, each made when somebody asks for it: of 73,000 a terminal shows ten.
    struct Rows: RandomAccessCollection, ExpressibleByArrayLiteral {
        let startIndex: Int
        let endIndex: Int
        private let row: (Int) -> [Cell]

        /// A row for each of some things.
        init<Thing>(_ things: [Thing], _ row: @escaping (Thing) -> [Cell]) {
            startIndex = 0
            endIndex = things.count
            self.row = { row(things[$0]) }
        }

        init(arrayLiteral rows: [Cell]...) { self.init(rows) { $0 } }

        private init(_ rows: Rows, upTo end: Int) {
            startIndex = 0
            endIndex = Swift.min(rows.count, Swift.max(0, end))
            row = rows.row
        }

        subscript(position: Int) -> [Cell] { row(position) }

        /// The first of them.
        func first(_ count: Int) -> Rows { Rows(self, upTo: count) }
    }

    let title: String?
    let columns: [Column]
    let rows: Rows
    /// How the number of rows stands to the period before, where that is known.
    var change: FigureChange?

    /// The same table with its first rows only.
    func prefix(_ count: Int) -> ReportGrid {
        ReportGrid(title: title, columns: columns, rows: rows.first(count), change: change)
    }
}

/// A picture, or what stands for it.
enum ReportChart {
    case weeks, days, coverage
}
