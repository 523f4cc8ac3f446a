import Questions

/// Moves of tags on each day of the period, after those of the period before.
struct DaysChart {
    let page: ReportPage

    private static let height = 84
    /// More columns than this would be too thin to tell apart.
    private static let mostColumns = 80

    private var course: MoveCourse { MoveCourse(page.report?.days ?? [], most: Self.mostColumns, withBefore: true) }

    func rendered() -> String {
        let course = course
        let days = course.columns
        guard days.count > 1, days.contains(where: { $0.moves > 0 }) else { return "" }
        let out = days.indices.map { column($0, of: course) }.joined()
        let words = page.words
        let title = words(course.isWeekly ? .chartDaysByWeek : .chartDays)
        let isAlone = !days.contains(where: \.isBefore)
        let caption = htmlEscaped(title) + (isAlone ? "" : legend)
        return SVG.figure(
            id: "\(page.anchor)chart-days", title: spoken(course, title), height: Self.height + 22, out, caption: caption)
    }

    private var legend: String {
        let words = page.words
        return " <span class=\"key\"><i class=\"bar\"></i>\(htmlEscaped(words(.periodBefore)))</span>"
            + " <span class=\"key\"><i class=\"part\"></i>\(htmlEscaped(words(.thisPeriod)))</span>"
    }

    private func column(_ index: Int, of course: MoveCourse) -> String {
        let (words, day, count) = (page.words, course.columns[index], course.columns.count)
        let most = max(course.columns.map(\.moves).max() ?? 1, 1)
        let width = 1 / Double(count)
        let x = Double(index) * width
        let height = max(day.moves > 0 ? 3 : 1, Int(day.moves * Int64(Self.height - 18) / most))
        let bar = HTML.shape(
            "rect",
            [
                ("class", day.moves == 0 ? "none" : day.isBefore ? "bar" : "part"), ("x", SVG.percent(x + width * 0.12)),
                ("y", "\(Self.height - height)"), ("width", SVG.percent(width * 0.76)), ("height", "\(height)"), ("rx", "2"),
            ])
        let number =
            day.moves == 0 || count > 31
            ? "" : SVG.text(words.number(day.moves), x: x + width / 2, y: Self.height - height - 5, [("class", "value")])
        // Names of days want room: where columns are many, one in so many has its own.
        guard count <= 16 || index % ((count + 9) / 10) == 0 else { return bar + number }
        let isMonday = !course.isWeekly && count <= 16 && Week(of: day.day).monday == day.day
        let label = SVG.text(
            words.shortDay(day.day), x: x + width / 2, y: Self.height + 16, [("class", isMonday ? "axis last" : "axis week")])
        return bar + number + label
    }

    private func spoken(_ course: MoveCourse, _ title: String) -> String {
        let words = page.words
        let values = course.columns.filter { !$0.isBefore }.map { words(.colon, words.shortDay($0.day), words.number($0.moves)) }
        return "\(title). \(values.joined(separator: "; "))"
    }
}
