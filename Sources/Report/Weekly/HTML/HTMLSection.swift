import Model

extension ReportHTML {
    /// Tables longer than this are folded, with their count in sight.
    private static let longestOpenTable = 30

    func rendered(_ section: ReportSection) -> String {
        let count = section.count.map { " " + counted($0, section.change) } ?? ""
        var out = "<section id=\"\(page.anchor)\(section.id)\">\n\(heading(2, htmlEscaped(section.title) + count))\n"
        if let lead = section.lead { out += "<p class=\"sub\">\(htmlEscaped(lead))</p>\n" }
        if let chart = section.chart { out += charts(chart) }
        if !section.lines.isEmpty {
            out += "<ul>\n" + section.lines.map { "<li>\(htmlEscaped($0))</li>\n" }.joined() + "</ul>\n"
        }
        for (index, grid) in section.grids.enumerated() {
            out += rendered(grid, id: tableID(section, index), title: section.title)
        }
        return out + "</section>\n"
    }

    /// How many, and how many more than in the period before.
    private func counted(_ count: Int64, _ change: FigureChange?) -> String {
        let number = "<span class=\"count\">\(words.number(count))</span>"
        return change.map { "\(number)\(rendered($0))" } ?? number
    }

    /// A change with its sign, coloured where it is for the better or the worse.
    func rendered(_ change: FigureChange) -> String {
        " "
            + HTML.element(
                "span", [("class", "change \(change.tone.cssClass)"), ("title", words(.change))], htmlEscaped(change.text))
    }

    private func charts(_ chart: ReportChart) -> String {
        switch chart {
        case .weeks: WeeksChart(page: page).rendered()
        case .days: DaysChart(page: page).rendered() + TimelineChart(page: page).rendered()
        case .coverage: CoverageChart(page: page).rendered()
        }
    }

    private func rendered(_ grid: ReportGrid, id: String, title: String) -> String {
        let count = counted(Int64(grid.rows.count), grid.change)
        let isFolded = grid.rows.count > Self.longestOpenTable
        let heading = "\(htmlEscaped(grid.title ?? words(.everything))) \(count)"
        let limit = options.rows(in: .html)
        let shown = grid.prefix(limit)
        let body = table(shown, id: id, named: grid.title ?? title) + rest(of: grid, limit) + commands(shown)
        if isFolded { return "<details class=\"table\"><summary>\(heading)</summary>\n\(body)</details>\n" }
        return (grid.title == nil ? "" : self.heading(3, heading) + "\n") + body
    }

    private func rest(of grid: ReportGrid, _ limit: Int) -> String {
        guard grid.rows.count > limit else { return "" }
        let more = words(.more, count: Int64(grid.rows.count - limit), "\(options.command) --limit 0")
        return "<p class=\"sub\">\(htmlEscaped(more))</p>\n"
    }

    private func table(_ grid: ReportGrid, id: String, named name: String) -> String {
        let columns = grid.columns.indices.filter { grid.columns[$0].kind != .commands }
        let heads = columns.map { index in
            HTML.element(
                "th", [("scope", "col"), ("class", grid.columns[index].kind == .number ? "n" : nil)],
                htmlEscaped(grid.columns[index].title))
        }
        let isSlim = columns.allSatisfy { grid.columns[$0].kind == .number || $0 == 0 }
        var out =
            "<table id=\"\(id)\" aria-label=\"\(htmlEscaped(name))\"\(isSlim ? " class=\"slim\"" : "")>\n<thead><tr>\(heads.joined())</tr></thead>\n<tbody>\n"
        for row in grid.rows {
            out += "<tr>"
            for index in columns { out += cell(row[index], grid.columns[index].kind) }
            out += "</tr>\n"
        }
        return out + "</tbody>\n</table>\n"
    }

    private func commands(_ grid: ReportGrid) -> String {
        let groups = grid.commandGroups
        guard !groups.isEmpty else { return "" }
        return heading(4, htmlEscaped(words(.remedy))) + "\n"
            + groups.map { group in
                let lines = group.commands.map(htmlEscaped).joined(separator: "\n")
                let count = "<span class=\"count\">\(words.number(Int64(group.commands.count)))</span>"
                return "<details><summary>\(htmlEscaped(group.place)) \(count)</summary>\n<pre>\(lines)</pre></details>\n"
            }.joined()
    }

    private func cell(_ cell: ReportGrid.Cell, _ kind: ReportGrid.Column.Kind) -> String {
        switch cell {
        case .empty: "<td></td>"
        case .text(let text): "<td\(kind == .word ? " class=\"w\"" : "")>\(htmlEscaped(text))</td>"
        case .code(let text): "<td>\(code(shortened(text), full: text))</td>"
        case .number(let number): "<td class=\"n\">\(words.number(number))</td>"
        case .time(let instant): "<td class=\"w\">\(time(instant, words.time(instant)))</td>"
        case .period(let after, let by): "<td>\(period(after, by))</td>"
        case .move(let old, let new, let none): "<td>\(move(old, new, none))</td>"
        case .moves(let steps):
            "<td><ul class=\"steps\">"
                + steps.map { "<li>\(period($0.after, $0.at)) <span>\(move($0.old, $0.new, $0.none))</span></li>" }.joined()
                + "</ul></td>"
        case .lines(let lines), .commands(let lines): "<td>\(list(lines))</td>"
        }
    }

    private func list(_ lines: [String]) -> String {
        guard let first = lines.first else { return "" }
        let rest = lines.dropFirst().map { "<li>\(htmlEscaped($0))</li>" }
        guard !rest.isEmpty else { return htmlEscaped(first) }
        let list = "<ul class=\"plain\">\(rest.joined())</ul>"
        return rest.count > 5
            ? "<details><summary>\(htmlEscaped(first))</summary>\(list)</details>" : "\(htmlEscaped(first))\(list)"
    }

    private func move(_ old: String?, _ new: String?, _ none: String) -> String {
        let move = ReferenceMove(old, new)
        func side(_ text: String?, _ full: String?) -> String {
            text.map { code($0, full: full ?? $0) } ?? "<i>\(htmlEscaped(none))</i>"
        }
        return "\(side(move.old, old)) <span class=\"to\">→</span> \(side(move.new, new))"
    }

    private func code(_ text: String, full: String) -> String {
        HTML.element("code", [("title", text == full ? nil : full)], htmlEscaped(text))
    }

    private func period(_ after: Instant?, _ by: Instant) -> String {
        time(by, after.map { words.between($0, by) } ?? words.time(by))
    }

    private func time(_ instant: Instant, _ text: String) -> String {
        HTML.element("time", [("datetime", instant.description)], htmlEscaped(text))
    }

    private func tableID(_ section: ReportSection, _ index: Int) -> String { "\(page.anchor)\(section.id)-\(index)" }

    /// On a narrow screen cells stand below each other, each after its column's title, said once here rather than in each cell.
    var labels: String {
        var rules = ""
        for section in page.sections {
            for (index, grid) in section.grids.enumerated() {
                let columns = grid.columns.filter { $0.kind != .commands }
                for (position, column) in columns.enumerated() {
                    rules += "#\(tableID(section, index)) td:nth-child(\(position + 1)){--label:\"\(column.title)\"}\n"
                }
            }
        }
        return rules
    }
}

extension FigureLine.Tone {
    fileprivate var cssClass: String {
        switch self {
        case .good: "good"
        case .bad: "bad"
        case .neutral: "even"
        }
    }
}
