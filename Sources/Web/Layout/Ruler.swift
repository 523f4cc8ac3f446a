internal import Model
internal import Questions
internal import Report

/// The ruler over the whole record: where one stands in time, how much changed when, where nobody looked, and the ways to go elsewhere.
/// It works as links and a form; a script makes a slider of it.
struct Ruler {
    let context: PageContext

    private var words: SiteWords { context.words }
    private var moment: Moment { context.moment }

    func rendered() -> String {
        guard let first = moment.first, let newest = moment.newest else {
            return "<section class=\"ruler\"><p>\(htmlEscaped(words(.nothingYet)))</p></section>\n"
        }
        return """
            <section class="ruler" aria-label="\(htmlEscaped(words(.chooseTime)))">
            <div class="ruler-row">
            <p class="now">\(status)</p>
            \(context.links.folder == nil ? controls : "")</div>
            \(picture(first, newest))\(slider(first, newest))<div class="ends" aria-hidden="true"><span>\(htmlEscaped(Moment.spoken(first)))</span><span>\(htmlEscaped(Moment.spoken(newest)))</span></div>
            </section>

            """
    }

    private var status: String {
        guard let taken = moment.takenAt else {
            let instant = moment.instant.map { Moment.spoken($0) } ?? ""
            let first = moment.first.map { " " + words(.firstSnapshot, Moment.spoken($0)) } ?? ""
            return "<strong>\(htmlEscaped(words(.notRecorded, instant)))</strong>\(htmlEscaped(first))"
        }
        let time = HTML.element("time", [("datetime", taken.description)], htmlEscaped(Moment.spoken(taken)))
        let state = moment.isNewest ? "<span class=\"tag\">\(htmlEscaped(words(.newest)))</span>" : ""
        return "<strong>\(time)</strong> <span class=\"zone\">\(htmlEscaped(words(.timeZone)))</span> \(state)"
    }

    private var controls: String {
        let (before, after) = moment.neighbours
        func step(_ instant: Instant?, _ word: SiteWord, _ sign: String, _ name: String) -> String {
            let label = words(word)
            guard let instant else { return "<span class=\"step off\" aria-hidden=\"true\">\(sign)</span>" }
            return link(
                context.links.at(instant, context.path, context.query.without("page")),
                "<span aria-hidden=\"true\">\(sign)</span><span class=\"sr\">\(htmlEscaped(label))</span>",
                [("class", "step"), ("rel", name), ("title", words.colon(label, Moment.spoken(instant)))])
        }
        let newest =
            moment.isNewest && moment.instant == nil
            ? ""
            : link(
                context.links.at(nil, context.path, context.query.without("page")), htmlEscaped(words(.toNewest)),
                [("class", "button")])
        return """
            <div class="controls">
            \(step(before, .previousSnapshot, "‹", "prev"))
            \(step(after, .nextSnapshot, "›", "next"))
            <form class="when" action="/\(context.path.map(Percent.encoded).joined(separator: "/"))" method="get">
            <label class="sr" for="at">\(htmlEscaped(words(.chooseTime)))</label>
            <input id="at" name="at" type="text" size="20" maxlength="40" autocomplete="off" spellcheck="false" value="\(htmlEscaped(moment.instant?.description ?? ""))" placeholder="2026-03-03, 7d">
            \(FormState.fields(context.query.without("at", "page")))<button type="submit">\(htmlEscaped(words(.goTo)))</button>
            </form>
            \(newest)
            </div>

            """
    }

    /// Made live by the script; without it, nothing to see.
    private func slider(_ first: Instant, _ newest: Instant) -> String {
        guard context.links.folder == nil, first < newest else { return "" }
        return "<div class=\"slide\" data-play=\"\(htmlEscaped(words(.play)))\" data-pause=\"\(htmlEscaped(words(.pause)))\" "
            + "data-label=\"\(htmlEscaped(words(.chooseTime)))\"></div>\n"
    }

    private static let buckets = 120

    private func picture(_ first: Instant, _ newest: Instant) -> String {
        let scale = TimeScale(from: first, to: newest)
        var counts = [Int64](repeating: 0, count: Self.buckets)
        var last = [Instant?](repeating: nil, count: Self.buckets)
        for cluster in moment.clusters {
            for entry in cluster.entries {
                let place = min(Self.buckets - 1, Int(scale.fraction(entry.takenAt) * Double(Self.buckets)))
                counts[place] += entry.changes
                last[place] = max(last[place] ?? entry.takenAt, entry.takenAt)
            }
        }
        let most = counts.max() ?? 0
        var out = Hatch.definition("ruler-gap", "hatch")
        for gap in moment.clusters.flatMap(\.gaps) {
            out += HTML.element(
                "rect",
                [
                    ("x", SVG.percent(scale.fraction(gap.from))), ("y", "0"),
                    ("width", SVG.percent(scale.fraction(gap.to) - scale.fraction(gap.from))), ("height", "44"), ("class", "gap"),
                    ("fill", "url(#ruler-gap)"),
                ], HTML.element("title", [], htmlEscaped(words(.gapOf, Moment.spoken(gap.from), Moment.spoken(gap.to)))))
        }
        for place in counts.indices {
            guard let instant = last[place] else { continue }
            let height = counts[place] == 0 || most == 0 ? 2 : 4 + 38 * root(Double(counts[place]) / Double(most))
            let isShown =
                moment.takenAt.map { min(Self.buckets - 1, Int(scale.fraction($0) * Double(Self.buckets))) == place } ?? false
            let title = words(.changesIn, words.number(counts[place]), Moment.spoken(instant))
            let bar = HTML.element(
                "rect",
                [
                    ("x", SVG.percent(Double(place) / Double(Self.buckets))), ("y", decimal(44 - height)),
                    ("width", SVG.percent(0.8 / Double(Self.buckets))), ("height", decimal(height)),
                    ("class", isShown ? "bar here" : "bar"),
                ], HTML.element("title", [], htmlEscaped(title)))
            out += link(
                context.links.at(instant, context.path, context.query.without("page")), bar,
                [("tabindex", "-1"), ("aria-label", title)])
        }
        if let taken = moment.takenAt {
            let x = SVG.percent(scale.fraction(taken))
            out += HTML.shape("line", [("x1", x), ("x2", x), ("y1", "0"), ("y2", "48"), ("class", "mark")])
        }
        return HTML.element(
            "svg",
            [
                ("class", "histogram"), ("role", "group"),
                ("aria-label", words(.rulerTitle, Moment.spoken(first), Moment.spoken(newest))), ("width", "100%"),
                ("height", "48"),
            ], out) + "\n"
    }

    private func root(_ value: Double) -> Double { value.squareRoot() }

    private func decimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded()); return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Where instants lie on a stretch of time.
struct TimeScale {
    let from: Instant
    let to: Instant

    /// `0...1`.
    func fraction(_ instant: Instant) -> Double {
        let whole = max(1, Double(to.secondsSince1970 - from.secondsSince1970))
        return min(max(Double(instant.secondsSince1970 - from.secondsSince1970) / whole, 0), 1)
    }
}

/// Slanted lines, for what nobody saw.
enum Hatch {
    static func definition(_ id: String, _ style: String) -> String {
        "<defs><pattern id=\"\(id)\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
            + "<rect width=\"6\" height=\"6\" class=\"\(style)-paper\"/><rect width=\"2\" height=\"6\" class=\"\(style)\"/></pattern></defs>"
    }
}
