import Model

/// `-o html`: one file that needs nothing else: no script, no font, no picture from elsewhere. It reads well without its style,
/// in the dark, on paper, on a telephone and aloud.
struct ReportHTML {
    let page: ReportPage
    let options: ReportOptions
    /// The level of its highest heading: below a page's own where it is a part of one.
    var level = 1

    var words: Wording { page.words }

    /// What mail programs still take in, in bytes. Where nobody said how many rows to show, tables are cut shorter, with their
    /// count, until the page keeps below it.
    static let largest = 1_000_000

    static func fitting(page: ReportPage, options: ReportOptions) -> String {
        fitted(options, to: largest) { ReportHTML(page: page, options: $0).rendered() }
    }

    /// What some options make, with tables cut shorter until it is below so many bytes, where nobody said how many rows to show.
    static func fitted(_ options: ReportOptions, to most: Int, _ make: (ReportOptions) -> String) -> String {
        var html = make(options)
        var limit = options.rows(in: .html)
        while options.limit == nil, html.utf8.count >= most, limit > 10 {
            limit /= 2
            var shorter = options
            shorter.limit = limit
            html = make(shorter)
        }
        return html
    }

    func rendered() -> String { document(labels: labels, head + content + "<footer><p>\(footer)</p></footer>\n") }

    /// What the report says below its head.
    var content: String { figures + contents + page.sections.map(rendered).joined() }

    /// A whole page.
    ///
    /// - Parameter labels: Rules of style beside the sheet's.
    func document(labels: String, _ body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="\(words.language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
        <meta name="referrer" content="no-referrer">
        <link rel="icon" href="data:,">
        <title>\(title)</title>
        <style>
        \(HTMLStyle.sheet)
        \(labels)
        </style>
        </head>
        <body>
        <main>
        \(body)</main>
        </body>
        </html>

        """
    }

    func heading(_ depth: Int, _ content: String) -> String { "<h\(level + depth - 1)>\(content)</h\(level + depth - 1)>" }

    private var title: String { htmlEscaped(([page.title] + page.subtitle.prefix(1)).joined(separator: " · ")) }

    private var head: String {
        let subtitle = page.subtitle.map { "<span>\(htmlEscaped($0))</span>" }.joined(separator: " <br>")
        return """
            <header>
            \(heading(1, htmlEscaped(page.title)))
            <p class="sub">\(subtitle)</p>
            \(summary)
            </header>

            """
    }

    /// The week in a sentence or two, and what puts them into doubt.
    var summary: String {
        let lead = page.lead.dropFirst().map(htmlEscaped).joined(separator: " ")
        let warnings = page.warnings.map { "<li>\(htmlEscaped($0))</li>" }.joined(separator: "\n")
        return """
            <p class="lead">\(htmlEscaped(page.lead.first ?? ""))</p>
            <p>\(lead)</p>
            \(warnings.isEmpty ? "" : "<ul class=\"warn\">\n\(warnings)\n</ul>")
            """
    }

    var footer: String { HTML.element("span", [("class", "mono")], htmlEscaped(page.footer)) }

    /// The headline as a list of terms, which is what it is without style too.
    private var figures: String {
        "<dl class=\"figures\">\n" + page.figures.map(figure).joined() + "</dl>\n"
    }

    private func figure(_ figure: FigureLine) -> String {
        let change = figure.change.isEmpty ? "" : rendered(FigureChange(text: figure.change, tone: figure.tone))
        let share = figure.share.map { share in
            HTML.element(
                "svg", [("class", "share"), ("aria-hidden", "true"), ("width", "100%"), ("height", "6")],
                HTML.shape("rect", [("class", "rest"), ("width", "100%"), ("height", "6"), ("rx", "3")])
                    + HTML.shape("rect", [("class", "part"), ("width", SVG.percent(share)), ("height", "6"), ("rx", "3")]))
        }
        let note = figure.note.map { "<span class=\"note\">\(htmlEscaped($0))</span>" }
        return "<div><dt>\(htmlEscaped(figure.label))</dt><dd><b>\(htmlEscaped(figure.value))</b>\(change)"
            + "\(share ?? "")\(note ?? "")</dd></div>\n"
    }

    private var contents: String {
        let links = page.sections.map { section in
            let count = section.count.map { " <span class=\"count\">\(words.number($0))</span>" } ?? ""
            return "<li><a href=\"#\(page.anchor)\(section.id)\">\(htmlEscaped(section.title))\(count)</a></li>"
        }
        return "<nav aria-label=\"\(htmlEscaped(words(.contents)))\"><ul>\n\(links.joined(separator: "\n"))\n</ul></nav>\n"
    }
}
