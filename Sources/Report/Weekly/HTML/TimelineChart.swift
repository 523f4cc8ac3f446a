import Model
import Questions

/// A strip a changed tag: a colour a digest, a dot for each workload that followed.
struct TimelineChart {
    let page: ReportPage

    private static let mostTags = 12

    func rendered() -> String {
        let words = page.words
        guard let tags = page.report?.tags, !tags.isEmpty else { return "" }
        let shown = tags.prefix(Self.mostTags)
        let rows = shown.enumerated().map { index, timeline in
            "<li><span class=\"tag\">\(htmlEscaped(name(timeline.tag)))</span>\(strip(timeline, index))</li>\n"
        }
        let more = tags.count - shown.count
        let rest = more > 0 ? "<p class=\"sub\">\(htmlEscaped(words(.timelineMore, count: Int64(more))))</p>\n" : ""
        let key =
            " <span class=\"key\"><i class=\"d0\"></i><i class=\"d1\"></i>\(htmlEscaped(words(.legendMoved)))</span>"
            + " <span class=\"key\"><i class=\"dot\"></i>\(htmlEscaped(words(.legendFollowed)))</span>"
        return "<figure>\n<figcaption>\(htmlEscaped(words(.chartTimeline)))\(key)</figcaption>\n<ul class=\"strips\">\n"
            + rows.joined() + "</ul>\n\(PeriodAxis(page: page).rendered())\(rest)</figure>\n"
    }

    private func name(_ tag: ClusterTag) -> String {
        (page.report?.health.count ?? 0) > 1 ? "\(tag.cluster)/\(tag.namespace)/\(tag.istag)" : "\(tag.namespace)/\(tag.istag)"
    }

    private func strip(_ timeline: TagTimeline, _ index: Int) -> String {
        guard let period = page.report?.period else { return "" }
        var digests: [String] = []
        var out = ""
        var start = 0.0
        var standing = timeline.moves.first?.old
        for move in timeline.moves {
            let end = period.fraction(move.time)
            out += segment(standing, from: start, to: end, &digests)
            (start, standing) = (end, move.new)
        }
        out += segment(standing, from: start, to: 1, &digests)
        for follow in timeline.follows {
            out += HTML.element(
                "circle", [("class", "dot"), ("cx", SVG.percent(period.fraction(follow.seenBy))), ("cy", "18"), ("r", "3.5")],
                "<title>\(htmlEscaped("\(follow.id.workload.name): \(page.words.time(follow.seenBy))"))</title>")
        }
        let id = "\(page.anchor)strip-\(index)"
        return HTML.element(
            "svg", [("role", "img"), ("aria-labelledby", id), ("width", "100%"), ("height", "23")],
            HTML.element("title", [("id", id)], htmlEscaped(spoken(timeline))) + out)
    }

    /// A stretch of one digest; the same digest has the same colour wherever it comes back.
    private func segment(_ digest: String?, from start: Double, to end: Double, _ digests: inout [String]) -> String {
        guard let digest, end > start else { return "" }
        let index = digests.firstIndex(of: digest) ?? digests.count
        if index == digests.count { digests.append(digest) }
        return HTML.element(
            "rect",
            [
                ("class", "d\(index % 6)"), ("x", SVG.percent(start)), ("y", "2"), ("width", SVG.percent(end - start)),
                ("height", "11"),
            ], "<title>\(htmlEscaped(shortened(digest)))</title>")
    }

    private func spoken(_ timeline: TagTimeline) -> String {
        let words = page.words
        let moves = timeline.moves.map { "\(words.time($0.time)) \(shortened($0.new ?? words(.removedTag)))" }
        let followed = timeline.follows.map { "\($0.id.workload.name) \(words.time($0.seenBy))" }
        return "\(name(timeline.tag)): \(moves.joined(separator: "; "))"
            + (followed.isEmpty ? "" : ". \(words(.legendFollowed)): \(followed.joined(separator: "; "))")
    }
}

/// The days below strips that run over the period.
struct PeriodAxis {
    let page: ReportPage

    func rendered() -> String {
        guard let period = page.report?.period else { return "" }
        let days = period.days
        let step = max(1, (days.count + 7) / 8)
        let ticks = stride(from: 0, to: days.count, by: step).map { index -> String in
            let x = period.fraction(period.zone.midnight(of: days[index]))
            return HTML.shape("line", [("x1", SVG.percent(x)), ("x2", SVG.percent(x)), ("y1", "0"), ("y2", "5")])
                + HTML.element(
                    "text", [("class", "axis"), ("x", SVG.percent(x)), ("dx", "3"), ("y", "13")],
                    htmlEscaped(page.words.shortDay(days[index])))
        }
        return HTML.element(
            "svg", [("class", "days"), ("aria-hidden", "true"), ("width", "100%"), ("height", "17")], ticks.joined()) + "\n"
    }
}
