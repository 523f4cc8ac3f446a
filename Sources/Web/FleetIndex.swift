internal import Model
internal import Questions
internal import Report

/// The page of all clusters of a fleet: how the record of each stands, with a link to its pages.
struct FleetIndex {
    /// A row a cluster, as `status` answers.
    let status: Answer
    let context: PageContext
    /// Where a cluster's pages begin.
    let address: (_ cluster: String) -> String?

    /// Its columns of numbers, those of them that there are.
    private static let numbers = ["snapshots", "incomplete", "gaps", "workloads", "containers", "image_streams", "istags"]

    private var words: SiteWords { context.words }

    func page() -> Page {
        let title = words(.fleet)
        var page = Page(
            title: title, lead: words(.fleetLead, words.number(Int64(status.rows.count))),
            body: """
                <div class="scroll" tabindex="0" role="region" aria-label="\(htmlEscaped(title))">
                <table><caption class="sr">\(htmlEscaped(title))</caption>
                <thead><tr>\(head)</tr></thead>
                <tbody>
                \(status.rows.map(row).joined())</tbody></table></div>

                """)
        page.command = context.command("status", hasTime: context.moment.instant != nil)
        page.notes = status.notes
        page.hasTime = false
        page.isOfFleet = true
        return page
    }

    private func place(_ name: String) -> Int? { status.columns.firstIndex { $0.name == name } }

    private var shown: [Int] { Self.numbers.compactMap(place) }

    private var head: String {
        let first = [words.column("cluster"), words.column("newest"), words(.age)].map {
            "<th scope=\"col\">\(htmlEscaped($0))</th>"
        }
        let rest = shown.map { "<th scope=\"col\" class=\"n\">\(htmlEscaped(words.column(status.columns[$0].name)))</th>" }
        return (first + rest).joined()
    }

    private func row(_ row: [Answer.Cell]) -> String {
        func label(_ column: String) -> String { HTMLAttribute.label(words.column(column)) }
        let cluster = row[place("cluster") ?? 0].plain
        let newest = row[place("newest") ?? 3].plain
        let now = (context.moment.instant ?? .now).secondsSince1970
        let age = Instant(newest).map { words.span(max(0, now - $0.secondsSince1970)) } ?? "–"
        let numbers = shown.map { index in
            let text = if case .integer(let number) = row[index] { words.number(number) } else { "–" }
            return "<td class=\"n\"\(label(status.columns[index].name))>\(text)</td>"
        }
        return """
            <tr><td\(label("cluster"))>\(link(address(cluster), htmlEscaped(cluster)))</td>\
            <td class="w"\(label("newest"))>\(htmlEscaped(Moment.spoken(newest)))</td>\
            <td\(HTMLAttribute.label(words(.age)))>\(htmlEscaped(age))</td>\(numbers.joined())</tr>

            """
    }
}
