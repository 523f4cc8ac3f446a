import Inventory

/// Moves of tags on each day of the period, after those of the period before.
struct DaysChart {
    let page: ReportPage

    private static let height = 84
    /// More days than this would be columns too thin to tell apart.
    private static let mostDays = 80

    func rendered() -> String {
        let days = page.report.days
        guard days.count > 1, days.count <= Self.mostDays, days.contains(where: { $0.moves > 0 }) else { return "" }
        let most = max(days.map(\.moves).max() ?? 1, 1)
        let width = 1 / Double(days.count)
        var out = ""
        for (index, day) in days.enumerated() {
            out += column(day, at: Double(index) * width, width: width, most: most, count: days.count)
        }
        let words = page.words
        let caption =
            "\(htmlEscaped(words(.chartDays))) <span class=\"key\"><i class=\"bar\"></i>\(htmlEscaped(words(.periodBefore)))</span>"
            + " <span class=\"key\"><i class=\"part\"></i>\(htmlEscaped(words(.thisPeriod)))</span>"
        return SVG.figure(id: "chart-days", title: spoken, height: Self.height + 22, out, caption: caption)
    }

    private func column(_ day: DayCount, at x: Double, width: Double, most: Int64, count: Int) -> String {
        let words = page.words
        let height = max(day.moves > 0 ? 3 : 1, Int(day.moves * Int64(Self.height - 18) / most))
        let bar = HTML.shape(
            "rect",
            [
                ("class", day.moves == 0 ? "none" : day.isBefore ? "bar" : "part"), ("x", SVG.percent(x + width * 0.12)),
                ("y", "\(Self.height - height)"), ("width", SVG.percent(width * 0.76)), ("height", "\(height)"), ("rx", "2"),
            ])
        guard count <= 31 else { return bar }
        let number =
            day.moves == 0
            ? "" : SVG.text(words.number(day.moves), x: x + width / 2, y: Self.height - height - 5, [("class", "value")])
        let isMonday = Week(of: day.day).monday == day.day
        let label = SVG.text(
            words.shortDay(day.day), x: x + width / 2, y: Self.height + 16, [("class", isMonday ? "axis last" : "axis week")])
        return bar + number + label
    }

    private var spoken: String {
        let words = page.words
        let values = page.report.days.filter { !$0.isBefore }.map { "\(words.shortDay($0.day)): \(words.number($0.moves))" }
        return "\(words(.chartDays)). \(values.joined(separator: "; "))"
    }
}
