import Questions

/// `-o markdown`: as GitHub and mail programs read it; nothing from a cluster is markup.
struct ReportMarkdown {
    let page: ReportPage
    let options: ReportOptions

    private var limit: Int { options.rows(in: .markdown) }
    private var words: Wording { page.words }

    func rendered() -> String {
        var blocks = ["# \(escaped(page.title))", page.subtitle.map(escaped).joined(separator: "  \n")]
        blocks += page.lead.map { "**\(escaped($0))**" }.prefix(1) + page.lead.dropFirst().map(escaped)
        if !page.warnings.isEmpty { blocks.append(page.warnings.map { "> - \(escaped($0))" }.joined(separator: "\n")) }
        blocks.append(figures)
        for section in page.sections { blocks += rendered(section) }
        blocks.append("---\n\n\(escaped(page.footer))")
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private var figures: String {
        var lines = ["| \(words(.figure)) | \(words(.now)) | \(words(.change)) | |", "| --- | ---: | ---: | --- |"]
        for figure in page.figures {
            lines.append(
                "| \(escaped(figure.label)) | \(escaped(figure.value)) | \(escaped(figure.change)) | \(beside(figure)) |")
        }
        return lines.joined(separator: "\n")
    }

    private func beside(_ figure: FigureLine) -> String {
        switch figure.name {
        case ReportFigure.Name.digestChanges.rawValue:
            return page.sparkline ?? ""
        default: return escaped(figure.note ?? "")
        }
    }

    private func rendered(_ section: ReportSection) -> [String] {
        var blocks = ["## \(escaped(section.title))" + (section.count.map { counted(Int($0), section.change) } ?? "")]
        if let lead = section.lead { blocks.append(escaped(lead)) }
        let points = page.weeks.map(\.longReferences)
        if section.chart == .weeks, points.count(where: { $0 != nil }) > 1 {
            blocks.append("\(Sparkline.text(points)) \(words(.longTwelveWeeks))")
        }
        if !section.lines.isEmpty { blocks.append(section.lines.map { "- \(escaped($0))" }.joined(separator: "\n")) }
        for grid in section.grids { blocks += rendered(grid) }
        return blocks
    }

    /// ` (6, +2)`: how many, and how many more than before.
    private func counted(_ count: Int, _ change: FigureChange?) -> String {
        " (\(words.number(Int64(count)))\(change.map { ", \($0.text)" } ?? ""))"
    }

    private func rendered(_ grid: ReportGrid) -> [String] {
        let shown = grid.prefix(limit)
        var blocks = grid.title.map { ["### \(escaped($0))\(counted(grid.rows.count, grid.change))"] } ?? []
        let columns = grid.columns.indices.filter { grid.columns[$0].kind != .commands }
        var lines = [
            "| " + columns.map { escaped(grid.columns[$0].title) }.joined(separator: " | ") + " |",
            "| " + columns.map { grid.columns[$0].kind == .number ? "---:" : "---" }.joined(separator: " | ") + " |",
        ]
        lines += shown.rows.map { row in "| " + columns.map { text(row[$0]) }.joined(separator: " | ") + " |" }
        blocks.append(lines.joined(separator: "\n"))
        let more = grid.rows.count - shown.rows.count
        if more > 0 { blocks.append("_…_ " + escaped(words(.more, count: Int64(more), "\(options.command) --limit 0"))) }
        let commands = shown.commandGroups
        if !commands.isEmpty { blocks.append(script(commands)) }
        return blocks
    }

    /// Commands as they can be copied; the fence is longer than any run of backticks in them.
    private func script(_ groups: [(place: String, commands: [String])]) -> String {
        let lines = groups.flatMap { ["# \($0.place)"] + $0.commands }.map(terminalSafe)
        var fence = "```"
        while lines.contains(where: { $0.contains(fence) }) { fence += "`" }
        return "\(fence)sh\n" + lines.joined(separator: "\n") + "\n\(fence)"
    }

    private func text(_ cell: ReportGrid.Cell) -> String {
        switch cell {
        case .empty: return ""
        case .text(let text): return escaped(text)
        case .code(let text): return escaped(shortened(text))
        case .number(let number): return words.number(number)
        case .time(let instant): return words.time(instant)
        case .period(let after, let by): return after.map { words.between($0, by) } ?? words.time(by)
        case .move(let old, let new, let none): return move(old, new, none)
        case .moves(let steps): return steps.map { "\(time($0)): \(move($0.old, $0.new, $0.none))" }.joined(separator: "<br>")
        case .lines(let lines), .commands(let lines):
            let shown = lines.prefix(max(limit, limit &+ 1))
            let more = lines.count - shown.count
            let rest = more > 0 ? [escaped(words(.moreUsers, count: Int64(more), "\(options.command) --limit 0"))] : []
            return (shown.map(escaped) + rest).joined(separator: "<br>")
        }
    }

    private func time(_ step: ReportGrid.Step) -> String {
        step.after.map { words.between($0, step.at) } ?? words.time(step.at)
    }

    private func move(_ old: String?, _ new: String?, _ none: String) -> String {
        let move = ReferenceMove(old, new)
        return "\(escaped(move.old ?? none)) → \(escaped(move.new ?? none))"
    }

    /// A line of its own must not begin a list or a heading either; digits and dashes only do so at its start.
    private func escaped(_ text: String) -> String {
        let escaped = MarkdownFormat.escaped(text)
        guard let first = escaped.unicodeScalars.first, "#-+=".unicodeScalars.contains(first) else { return escaped }
        return "\\" + escaped
    }
}
