import Model
import Questions

/// Long references at the end of each of the last twelve weeks, as columns: their height is their number.
struct WeeksChart {
    let page: ReportPage

    private static let height = 96

    func rendered() -> String {
        let points = page.weeks
        guard points.contains(where: { $0.longReferences != nil }) else { return "" }
        let most = max(points.compactMap(\.longReferences).max() ?? 1, 1)
        let width = 1 / Double(points.count)
        var out = ""
        for (index, point) in points.enumerated() {
            out += column(point, at: Double(index) * width, width: width, most: most, isLast: index == points.count - 1)
        }
        return SVG.figure(
            id: "\(page.anchor)chart-weeks", title: spoken, height: Self.height + 22, out,
            caption: htmlEscaped(page.words(page.weeksCaption)))
    }

    private func column(_ point: TrendPoint, at x: Double, width: Double, most: Int64, isLast: Bool) -> String {
        let words = page.words
        let day = words.zone.civil(point.at.advanced(by: -1)).date
        let label = SVG.text(
            words.shortDay(day), x: x + width / 2, y: Self.height + 16, [("class", isLast ? "axis last" : "axis week")])
        guard let count = point.longReferences else {
            let dash = HTML.shape(
                "rect",
                [
                    ("class", "none"), ("x", SVG.percent(x + width * 0.2)), ("y", "\(Self.height - 2)"),
                    ("width", SVG.percent(width * 0.6)), ("height", "2"),
                ])
            return dash + label
        }
        let height = max(2, Int(count * Int64(Self.height - 18) / most))
        let bar = HTML.shape(
            "rect",
            [
                ("class", isLast ? "part" : "bar"), ("x", SVG.percent(x + width * 0.14)), ("y", "\(Self.height - height)"),
                ("width", SVG.percent(width * 0.72)), ("height", "\(height)"), ("rx", "2"),
            ])
        let number = SVG.text(
            words.number(count), x: x + width / 2, y: Self.height - height - 5, [("class", isLast ? "value last" : "value")])
        return bar + number + label
    }

    /// What the picture shows, for those who hear it.
    private var spoken: String {
        let words = page.words
        let values = page.weeks.map { point in
            let day = words.zone.civil(point.at.advanced(by: -1)).date
            return "\(words.shortDay(day)): \(point.longReferences.map(words.number) ?? words(.noData))"
        }
        return "\(words(page.weeksCaption)). \(values.joined(separator: "; "))"
    }
}
