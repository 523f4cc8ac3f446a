import Questions

/// When each cluster was looked at: a tick a snapshot, a hatched stretch a gap.
struct CoverageChart {
    let page: ReportPage

    /// More ticks than this run into each other.
    private static let mostTicks = 300

    func rendered() -> String {
        let words = page.words
        let rows = (page.report?.health ?? []).enumerated().map { index, health in
            "<li><span class=\"tag\">\(htmlEscaped(health.cluster))</span>\(strip(health, index))</li>\n"
        }
        let key =
            " <span class=\"key\"><i class=\"seen\"></i>\(htmlEscaped(words(.legendLook)))</span>"
            + " <span class=\"key\"><i class=\"gap\"></i>\(htmlEscaped(words(.legendGap)))</span>"
        return "<figure>\n<figcaption>\(htmlEscaped(words(.recordCoverage)))\(key)</figcaption>\n<ul class=\"strips\">\n"
            + rows.joined() + "</ul>\n\(PeriodAxis(page: page).rendered())</figure>\n"
    }

    private func strip(_ health: RecordHealth, _ index: Int) -> String {
        guard let period = page.report?.period else { return "" }
        var out = HTML.shape("rect", [("class", "rest"), ("y", "2"), ("width", "100%"), ("height", "14"), ("rx", "2")])
        if let first = health.looks.first, let last = health.looks.last {
            let start = health.first.map { $0 < period.from } ?? false ? 0 : period.fraction(first)
            out += stretch("seen", from: start, to: period.fraction(last))
        }
        for gap in health.gaps { out += stretch("gap", from: period.fraction(gap.from), to: period.fraction(gap.to)) }
        if health.looks.count <= Self.mostTicks {
            out += health.looks.map { look in
                let x = SVG.percent(period.fraction(look))
                return HTML.shape("line", [("class", "look"), ("x1", x), ("x2", x), ("y1", "2"), ("y2", "16")])
            }.joined()
        }
        let id = "\(page.anchor)coverage-\(index)"
        return HTML.element(
            "svg", [("role", "img"), ("aria-labelledby", id), ("width", "100%"), ("height", "18")],
            HTML.element("title", [("id", id)], htmlEscaped(spoken(health))) + out)
    }

    private func stretch(_ name: String, from start: Double, to end: Double) -> String {
        guard end > start else { return "" }
        return HTML.shape(
            "rect",
            [("class", name), ("x", SVG.percent(start)), ("y", "2"), ("width", SVG.percent(end - start)), ("height", "14")])
    }

    private func spoken(_ health: RecordHealth) -> String {
        let words = page.words
        let gaps = health.gaps.map { words.between($0.from, $0.to) }
        return "\(health.cluster): \(words(.snapshotsOf, words.number(health.taken), words.number(health.expected)))"
            + (gaps.isEmpty ? "" : "; \(words(.legendGap)): \(gaps.joined(separator: "; "))")
    }
}
