import Model

/// `-o html` of several clusters: a table with a row a cluster, and below it each one's report.
///
/// Where nobody said how many rows to show, the page keeps below ``ReportHTML/largest``: each report's tables are cut to its share of that, and
/// what does not fit in at its shortest stands in the table alone, which is said.
struct FleetReportHTML {
    let options: ReportOptions
    private var first: ReportPage?
    private var rows: [String] = []
    private var labels = ""
    private var parts = ""
    private var partCount = 0

    /// What the style, the head and the end of a page take, in bytes, and what a row of the table may.
    private static let frame = 16_000
    private static let longestRow = 400

    /// A dozen numbers a row fit in beside each other where their titles may break.
    private static let style = """
        #clusters th{white-space:normal;vertical-align:bottom}
        #clusters th,#clusters td{padding-right:.6rem}
        #clusters td:first-child{min-width:5rem}
        article{border-top:.25rem solid var(--line);margin-top:4rem}

        """

    init(options: ReportOptions) { self.options = options }

    /// - Parameters:
    ///   - own: How to write this cluster's.
    ///   - left: How many may come, this one among them.
    mutating func add(_ page: ReportPage, of cluster: String, _ own: ReportOptions, left: Int) {
        if first == nil { first = page }
        var page = page
        page.anchor = "c\(rows.count + 1)-"
        let id = "c\(rows.count + 1)"
        func make(_ options: ReportOptions) -> String {
            let report = ReportHTML(page: page, options: options, level: 2)
            return """
                <article id="\(id)">
                \(report.heading(1, htmlEscaped(cluster)))
                \(report.summary)
                \(report.content)<p class="sub">\(report.footer)</p>
                <p><a href="#all">\(htmlEscaped(page.words(.backToAll)))</a></p>
                </article>

                """
        }
        let rules = ReportHTML(page: page, options: own).labels
        let used = rows.reduce(0) { $0 + $1.utf8.count } + labels.utf8.count + parts.utf8.count
        let room = ReportHTML.largest - Self.frame - used - left * Self.longestRow - rules.utf8.count
        let part = ReportHTML.fitted(own, to: max(room, 0) / max(left, 1), make)
        let isShown = own.limit != nil || part.utf8.count < room
        if isShown {
            parts += part
            labels += rules
            partCount += 1
        }
        rows.append(row(page, cluster, id: isShown ? id : nil))
    }

    private func row(_ page: ReportPage, _ cluster: String, id: String?) -> String {
        let name = htmlEscaped(cluster)
        let cells = page.figures.map { "<td class=\"n\">\(htmlEscaped($0.value))</td>" }.joined()
        return "<tr><td>\(id.map { "<a href=\"#\($0)\">\(name)</a>" } ?? name)</td>\(cells)</tr>\n"
    }

    func rendered() -> String {
        guard let first else { return "" }
        let words = first.words
        let shown = shownRows()
        let count = words(.clustersCount, count: Int64(rows.count))
        // The last line of a report's own names the cluster.
        let subtitle = (first.subtitle.dropLast() + [count]).map { "<span>\(htmlEscaped($0))</span>" }.joined(separator: " <br>")
        let titles = [words(.cluster)] + first.figures.map(\.label)
        let heads = titles.enumerated().map { "<th scope=\"col\"\($0 == 0 ? "" : " class=\"n\"")>\(htmlEscaped($1))</th>" }
        var body = """
            <header>
            <h1>\(htmlEscaped(first.title))</h1>
            <p class="sub">\(subtitle)</p>
            \(leftOut(words).map { "<ul class=\"warn\">\n<li>\(htmlEscaped($0))</li>\n</ul>" } ?? "")
            </header>
            <section id="all">
            <h2>\(htmlEscaped(words(.allClusters))) <span class="count">\(words.number(Int64(rows.count)))</span></h2>
            <table id="clusters" aria-label="\(htmlEscaped(words(.allClusters)))">
            <thead><tr>\(heads.joined())</tr></thead>
            <tbody>
            \(shown.joined())</tbody>
            </table>

            """
        if shown.count < rows.count {
            body +=
                "<p class=\"sub\">\(htmlEscaped(words(.more, count: Int64(rows.count - shown.count), "\(options.command) --limit 0")))</p>\n"
        }
        let footer = htmlEscaped(words(.madeBy, options.command))
        body += "</section>\n\(parts)<footer><p><span class=\"mono\">\(footer)</span></p></footer>\n"
        let rules = titles.enumerated().map { "#clusters td:nth-child(\($0 + 1)){--label:\"\($1)\"}\n" }.joined()
        return ReportHTML(page: first, options: options).document(labels: Self.style + rules + labels, body)
    }

    /// So many rows as leave the page as small as it is to be.
    private func shownRows() -> [String] {
        guard options.limit == nil else { return rows }
        var room = ReportHTML.largest - Self.frame - labels.utf8.count - parts.utf8.count
        return Array(
            rows.prefix { row in
                room -= row.utf8.count
                return room > 0
            })
    }

    private func leftOut(_ words: Wording) -> String? {
        guard partCount < rows.count else { return nil }
        return words(.partsLeftOut, count: Int64(rows.count - partCount), "\(options.command) --limit 0")
    }
}
