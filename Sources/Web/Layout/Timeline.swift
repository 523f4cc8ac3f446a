internal import Model
internal import Questions
internal import Report

/// States over time as bars, events as dots, and what nobody saw as slanted lines.
struct Timeline {
    /// A state that held for a while.
    struct Bar {
        let from: Instant
        /// nil is until now.
        let to: Instant?
        /// What it looks like: a verdict's colour, or one of eight that tell images apart.
        let style: String
        let title: String
        /// Letters on the bar, where there is room.
        var label: String?
        var href: String?
    }

    /// One line.
    struct Track {
        let name: String
        var bars: [Bar] = []
        var dots: [(at: Instant, title: String)] = []
        /// Whether nobody looked where no bar is.
        var isUnseenBetween = false
        /// Stretches in which this line alone could not be seen, and in which nobody looked for it.
        var unseen: [(from: Instant, to: Instant?)] = []
        var notLooked: [(from: Instant, to: Instant?)] = []

        /// Adds a bar, as part of the one before it where the same goes on.
        mutating func add(_ bar: Bar) {
            if let last = bars.last, last.style == bar.style, last.label == bar.label, last.to == bar.from {
                bars[bars.count - 1] = Bar(
                    from: last.from, to: bar.to, style: last.style, title: last.title, label: last.label, href: last.href)
            } else {
                bars.append(bar)
            }
        }
    }

    let id: String
    let title: String
    let tracks: [Track]
    let context: PageContext
    /// Stretches in which what it is about could not be seen, though somebody looked.
    var unseen: [(from: Instant, to: Instant?)] = []

    private var words: SiteWords { context.words }

    func rendered() -> String {
        let moment = context.moment
        let starts = tracks.flatMap { $0.bars.map(\.from) + $0.dots.map(\.at) }
        guard let first = (starts + [moment.first].compactMap { $0 }).min(), let newest = moment.newest, !tracks.isEmpty else {
            return ""
        }
        let scale = TimeScale(from: first, to: max(newest, first.advanced(by: 1)))
        var out = "<figure class=\"timeline\">\n<figcaption>\(htmlEscaped(title))</figcaption>\n"
        for (number, track) in tracks.enumerated() { out += row(track, number, scale) }
        out += axis(scale)
        return out + legend + "</figure>\n"
    }

    private func row(_ track: Track, _ number: Int, _ scale: TimeScale) -> String {
        let own = "\(id)-\(number)"
        var content = Hatch.definition("\(own)-gap", "hatch") + Hatch.definition("\(own)-unseen", "unseen")
        if track.isUnseenBetween {
            content += stretch(scale.from, scale.to, scale, "url(#\(own)-gap)", words(.gapLegend), isBar: true)
        }
        for bar in track.bars { content += shape(bar, scale, covered: notSeen(in: track)) }
        for gap in context.moment.clusters.flatMap(\.gaps) {
            content += stretch(
                gap.from, gap.to, scale, "url(#\(own)-gap)", words(.gapOf, Moment.spoken(gap.from), Moment.spoken(gap.to)))
        }
        for part in track.notLooked {
            content += stretch(part.from, part.to ?? scale.to, scale, "url(#\(own)-gap)", words(.gapLegend))
        }
        for part in unseen + track.unseen {
            content += stretch(part.from, part.to ?? scale.to, scale, "url(#\(own)-unseen)", words(.unseenLegend))
        }
        for dot in track.dots {
            content += HTML.element(
                "circle", [("cx", SVG.percent(scale.fraction(dot.at))), ("cy", "24"), ("r", "3"), ("class", "dot")],
                HTML.element("title", [], htmlEscaped(dot.title)))
        }
        if let taken = context.moment.takenAt {
            let x = SVG.percent(scale.fraction(taken))
            content += HTML.shape("line", [("x1", x), ("x2", x), ("y1", "0"), ("y2", "28"), ("class", "mark")])
        }
        let name = words.colon(title, track.name)
        return "<div class=\"track\"><span class=\"track-name\">\(htmlEscaped(track.name))</span>"
            + HTML.element(
                "svg", [("role", "img"), ("aria-label", name), ("width", "100%"), ("height", "28")], content)
            + "</div>\n"
    }

    /// When the stretches begin that are drawn over a line's bars.
    private func notSeen(in track: Track) -> [Instant] {
        context.moment.clusters.flatMap(\.gaps).map(\.from) + (track.notLooked + track.unseen + unseen).map(\.from)
    }

    private func shape(_ bar: Bar, _ scale: TimeScale, covered: [Instant]) -> String {
        let (start, end) = (scale.fraction(bar.from), bar.to.map(scale.fraction) ?? 1)
        let width = max(end - start, 0.004)
        var out = HTML.element(
            "rect",
            [
                ("x", SVG.percent(start)), ("y", "4"), ("width", SVG.percent(width)), ("height", "20"), ("rx", "2"),
                ("class", "state \(bar.style)"),
            ], HTML.element("title", [], htmlEscaped(bar.title)))
        // Letters that lines are drawn over could not be read.
        let clear = covered.filter { $0 > bar.from }.map(scale.fraction).min().map { min($0, start + width) } ?? start + width
        if let label = bar.label, clear - start > Double(label.utf8.count) * 0.0115 {
            out += HTML.element(
                "text", [("x", SVG.percent(start + 0.006)), ("y", "18"), ("class", "on \(bar.style)"), ("aria-hidden", "true")],
                htmlEscaped(label))
        }
        return out
    }

    private func stretch(
        _ from: Instant, _ to: Instant, _ scale: TimeScale, _ fill: String, _ title: String, isBar: Bool = false
    ) -> String {
        let start = scale.fraction(from)
        return HTML.element(
            "rect",
            [
                ("x", SVG.percent(start)), ("y", isBar ? "4" : "0"),
                ("width", SVG.percent(max(0, scale.fraction(to) - start))), ("height", isBar ? "20" : "28"),
                ("fill", fill),
            ], HTML.element("title", [], htmlEscaped(title)))
    }

    private func axis(_ scale: TimeScale) -> String {
        "<div class=\"track axis\"><span></span><div class=\"ends\"><span>\(htmlEscaped(Moment.spoken(scale.from)))</span>"
            + "<span>\(htmlEscaped(Moment.spoken(scale.to)))</span></div></div>\n"
    }

    private var legend: String {
        let styles = tracks.flatMap(\.bars).map(\.style)
        let outcomes = [
            ("complete", SiteWord.complete), ("forbidden", .forbidden), ("failed", .failedOutcome), ("absent", .absent),
        ]
        .filter { styles.contains("o-\($0.0)") }.map { "<li><i class=\"o-\($0.0)\"></i>\(htmlEscaped(words($0.1)))</li>" }
        let verdicts = VerdictStyle.verdicts.filter { styles.contains("v-\($0)") }.map {
            "<li><i class=\"v-\($0)\"></i>\(htmlEscaped(words.value($0, of: "verdict")))</li>"
        }
        let gaps =
            context.moment.clusters.contains { !$0.gaps.isEmpty }
                || tracks.contains { $0.isUnseenBetween || !$0.notLooked.isEmpty }
            ? ["<li><i class=\"k-gap\"></i>\(htmlEscaped(words(.gapLegend)))</li>"] : []
        let unseen =
            unseen.isEmpty && tracks.allSatisfy(\.unseen.isEmpty)
            ? [] : ["<li><i class=\"k-unseen\"></i>\(htmlEscaped(words(.unseenLegend)))</li>"]
        let items = verdicts + outcomes + gaps + unseen
        return items.isEmpty ? "" : "<ul class=\"legend\" aria-label=\"\(htmlEscaped(words(.legend)))\">\(items.joined())</ul>\n"
    }
}

/// Rows of an answer by the names of their columns.
struct NamedRow {
    let cells: [Answer.Cell]
    let places: [String: Int]

    static func all(_ answer: Answer) -> [NamedRow] {
        let places = Dictionary(answer.columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
        return answer.rows.map { NamedRow(cells: $0, places: places) }
    }

    subscript(name: String) -> String? {
        guard let place = places[name], cells.indices.contains(place), cells[place] != .null else { return nil }
        return cells[place].plain
    }

    func instant(_ name: String) -> Instant? { self[name].flatMap { Instant($0) } }
}

/// Colours that tell images apart, the same for the same image.
struct ImagePalette {
    private var known: [String: Int] = [:]

    mutating func style(_ image: String) -> String {
        let place = known[image] ?? known.count
        known[image] = place
        return "i\(place % 8)"
    }
}
