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
            body: HTMLTable.begin(title, head) + status.rows.map(row).joined() + HTMLTable.end)
        page.command = context.command("status", hasTime: context.moment.instant != nil)
        page.notes = status.notes
        page.hasTime = false
        page.isOfFleet = true
        return page
    }

    private func place(_ name: String) -> Int? { status.columns.firstIndex { $0.name == name } }

    private var shown: [Int] { Self.numbers.compactMap(place) }

    private var head: String {
        let first = [words.column("cluster"), words.column("newest"), words(.age)].map { HTMLTable.heading(htmlEscaped($0)) }
        let rest = shown.map { HTMLTable.heading(htmlEscaped(words.column(status.columns[$0].name)), isNumber: true) }
        return (first + rest).joined()
    }

    private func row(_ row: [Answer.Cell]) -> String {
        let cluster = row[place("cluster") ?? 0].plain
        let newest = row[place("newest") ?? 3].plain
        let now = (context.moment.instant ?? .now).secondsSince1970
        let age = Instant(newest).map { words.span(max(0, now - $0.secondsSince1970)) } ?? "–"
        let numbers = shown.map { index in
            let text = if case .integer(let number) = row[index] { words.number(number) } else { "–" }
            return HTMLTable.cell(text, words.column(status.columns[index].name), "n")
        }
        return HTMLTable.row()
            + HTMLTable.cell(link(address(cluster), htmlEscaped(cluster)), words.column("cluster"))
            + HTMLTable.cell(htmlEscaped(Moment.spoken(newest)), words.column("newest"), "w")
            + HTMLTable.cell(htmlEscaped(age), words(.age)) + numbers.joined() + HTMLTable.rowEnd
    }
}
