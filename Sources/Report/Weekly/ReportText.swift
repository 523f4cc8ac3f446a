import Model
import Questions

/// `-o text`: for terminals, plain mails and paper. Names and commands are never cut; they stand on lines of their own.
struct ReportText {
    let page: ReportPage
    let options: ReportOptions

    private var words: Wording { page.words }
    private var limit: Int { options.rows(in: .text) }
    private var width: Int { min(max(options.width, 40), 110) }

    func rendered() -> String {
        var lines = head + figures
        for section in page.sections { lines += rendered(section) }
        lines += ["", rule("─")] + wrapped(terminalSafe(page.footer), rest: "  ").map(dim)
        let text = lines.joined(separator: "\n") + "\n"
        return options.isASCII ? asciiOnly(text) : text
    }

    private var head: [String] {
        let subtitle = page.subtitle.map(terminalSafe)
        let title = wrapped(page.title + subtitle.prefix(1).map { " · \($0)" }.joined(), rest: "  ").map(bold)
        return title + subtitle.dropFirst().flatMap { wrapped($0, rest: "  ") }.map(dim) + [""]
            + page.lead.map(terminalSafe).flatMap { wrapped($0) }
            + page.warnings.map(terminalSafe).flatMap { wrapped($0, first: "! ", rest: "  ") }.map(yellow)
    }

    // MARK: The headline

    private var figures: [String] {
        let labels = page.figures.map(\.label.displayWidth).max() ?? 0
        let values = page.figures.map(\.value.displayWidth).max() ?? 0
        let changes = page.figures.map(\.change.displayWidth).max() ?? 0
        return [""]
            + page.figures.flatMap { figure in
                let line =
                    "  \(padded(figure.label, labels))  \(padded(figure.value, values, right: true))  "
                    + colored(padded(figure.change, changes, right: true), figure.tone)
                guard let beside = beside(figure) else { return [trimmed(line)] }
                let isRoom = 2 + labels + 2 + values + 2 + changes + 3 + beside.displayWidth <= width
                return isRoom
                    ? [trimmed("\(line)   \(beside)")] : [trimmed(line)] + wrapped(beside, first: "    ", rest: "    ")
            }
    }

    /// What stands at a figure's right: its share, or its course.
    private func beside(_ figure: FigureLine) -> String? {
        switch figure.name {
        case ReportFigure.Name.longReferences.rawValue, ReportFigure.Name.floating.rawValue:
            guard let share = figure.share, let note = figure.note else { return nil }
            return "\(Sparkline.bar(share, columns: 20)) \(note)"
        case ReportFigure.Name.digestChanges.rawValue:
            return page.sparkline
        default: return nil
        }
    }

    // MARK: Sections

    private func rendered(_ section: ReportSection) -> [String] {
        var lines = [""] + heading(section)
        if let lead = section.lead { lines += wrapped(terminalSafe(lead)).map(dim) }
        lines += section.lines.map(terminalSafe).flatMap { wrapped($0, first: "  ", rest: "    ") }
        for grid in section.grids { lines += rendered(grid) }
        return lines
    }

    /// `(6, +2)`: how many, and how many more than before.
    private func counted(_ count: Int, _ change: FigureChange?) -> String {
        let change = change.map { ", \(colored($0.text, $0.tone))" } ?? ""
        return "(\(words.number(Int64(count)))\(change))"
    }

    private func plainCount(_ section: ReportSection) -> Int {
        section.count.map { plainCount(Int($0), section.change) } ?? 0
    }

    /// How wide ``counted(_:_:)`` is, without its colours.
    private func plainCount(_ count: Int, _ change: FigureChange?) -> Int {
        "(\(words.number(Int64(count)))\(change.map { ", \($0.text)" } ?? ""))".displayWidth
    }

    /// The course of twelve weeks, and how wide it is.
    private func chart(_ section: ReportSection) -> (text: String, width: Int)? {
        guard section.chart == .weeks else { return nil }
        let points = page.weeks.map(\.longReferences)
        guard points.count(where: { $0 != nil }) > 1 else { return nil }
        let (line, legend) = (Sparkline.text(points), words(.longTwelveWeeks))
        return ("\(line) \(dim(legend))", line.displayWidth + 1 + legend.displayWidth)
    }

    /// A section's title, its count and its course, beside each other where there is room, else below each other.
    private func heading(_ section: ReportSection) -> [String] {
        let title = section.title.uppercased()
        let count = section.count.map { counted(Int($0), section.change) } ?? ""
        var taken = title.displayWidth + (section.count == nil ? 0 : 1 + plainCount(section))
        var lines = [bold(title + (section.count == nil ? "" : " ")) + count]
        if taken > width {
            lines = wrapped(title).map(bold) + (count.isEmpty ? [] : ["  \(count)"])
            taken = width
        }
        guard let chart = chart(section) else { return lines }
        guard taken + 2 + chart.width <= width else { return lines + ["  \(chart.text)"] }
        return lines.dropLast() + ["\(lines.last ?? "")  \(chart.text)"]
    }

    private func rendered(_ grid: ReportGrid) -> [String] {
        let rows = ReportText.Rows(grid.prefix(limit), width: width - 2, line: { terminalSafe(line($0)) })
        var lines = [""]
        if let title = grid.title {
            let count = counted(grid.rows.count, grid.change)
            let isRoom = 2 + title.displayWidth + 1 + plainCount(grid.rows.count, grid.change) <= width
            lines += isRoom ? ["  \(bold(title)) \(count)"] : wrapped(title, first: "  ", rest: "  ").map(bold) + ["  \(count)"]
        }
        if !rows.header.isEmpty { lines.append(dim("  " + rows.header)) }
        for (row, beside) in zip(grid.rows, rows.lines) {
            lines.append("  " + beside.joined(separator: "\n      "))
            for index in grid.columns.indices where grid.columns[index].isBelow { lines += details(row[index]) }
        }
        return lines + rest(of: grid)
    }

    private func rest(of grid: ReportGrid) -> [String] {
        guard grid.rows.count > limit else { return [] }
        let count = Int64(grid.rows.count - limit)
        let more = terminalSafe(words(.more, count: count, "\(options.command) --limit 0"))
        return wrapped(more, first: "  … ", rest: "    ").map(dim)
    }

    private func details(_ cell: ReportGrid.Cell) -> [String] {
        switch cell {
        case .lines(let texts):
            // The first line sums up; the others are a list, held to the same limit as rows.
            let rest = texts.dropFirst()
            let shown = rest.prefix(limit)
            let more = rest.count - shown.count
            let last = more > 0 ? "… " + words(.moreUsers, count: Int64(more), "\(options.command) --limit 0") : nil
            return texts.prefix(1).flatMap { wrapped(terminalSafe($0), first: "      ", rest: "        ") }
                + (shown + [last].compactMap(\.self)).flatMap {
                    wrapped(terminalSafe($0), first: "        ", rest: "          ").map(dim)
                }
        case .moves(let steps):
            let times = steps.map { terminalSafe(time($0.after, $0.at)) }
            let widest = times.map(\.displayWidth).max() ?? 0
            let moves = steps.map { terminalSafe(line(.move($0.old, $0.new, none: $0.none))) }
            let isRoom = 6 + widest + 2 + (moves.map(\.displayWidth).max() ?? 0) <= width
            return zip(times, moves).flatMap { time, move in
                isRoom
                    ? ["      \(padded(time, widest))  \(move)"]
                    : wrapped(time, first: "      ", rest: "        ") + ["        \(move)"]
            }
        case .commands(let commands):
            return commands.flatMap { command in
                let (text, isComment) = (terminalSafe(command), command.hasPrefix("#"))
                guard isComment || options.foldsCommands else { return [cyan("      $ \(text)")] }
                let first = isComment ? "      " : "      $ "
                return CommandLines(text, width: width, first: first, rest: "          ").lines.map(cyan)
            }
        case .empty: return []
        case .move(let old, let new, let none): return moved(old, new, none)
        case .text(let text):
            return text.isEmpty ? [] : wrapped(terminalSafe(text), first: "      ", rest: "      ")
        default:
            let text = terminalSafe(line(cell))
            return text.isEmpty ? [] : ["      \(text)"]
        }
    }

    /// On one line where there is room, else the new one below the old one.
    private func moved(_ old: String?, _ new: String?, _ none: String) -> [String] {
        let move = ReferenceMove(old, new)
        let (from, to) = (terminalSafe(move.old ?? none), terminalSafe(move.new ?? none))
        return 6 + from.displayWidth + 3 + to.displayWidth <= width
            ? ["      \(from) → \(to)"] : ["      \(from)", "      → \(to)"]
    }

    private func line(_ cell: ReportGrid.Cell) -> String {
        switch cell {
        case .empty: return ""
        case .text(let text): return text
        case .code(let text): return shortened(text)
        case .number(let number): return words.number(number)
        case .time(let instant): return words.time(instant)
        case .period(let after, let by): return time(after, by)
        case .move(let old, let new, let none):
            let move = ReferenceMove(old, new)
            return "\(move.old ?? none) → \(move.new ?? none)"
        case .moves(let steps): return steps.map { line(.move($0.old, $0.new, none: $0.none)) }.joined(separator: "; ")
        case .lines(let lines), .commands(let lines): return lines.joined(separator: "; ")
        }
    }

    private func time(_ after: Instant?, _ by: Instant) -> String { after.map { words.between($0, by) } ?? words.time(by) }
}
