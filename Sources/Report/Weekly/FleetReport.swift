public import Questions

/// The reports of several clusters as one document.
///
/// Each is written as soon as it is there, so that of however many clusters one report is held. HTML begins with what all of them say, so it is
/// written at the end; ``FleetReportHTML`` keeps it below what pages are to be.
public struct FleetReport {
    private let format: ReportFormat
    private let options: ReportOptions
    private var page: FleetReportHTML
    private var count = 0

    /// Begins a document.
    ///
    /// - Parameter options: How to write it, with the command that makes the whole of it again.
    public init(as format: ReportFormat, options: ReportOptions) {
        self.format = format
        self.options = options
        page = FleetReportHTML(options: options)
    }

    /// Adds one cluster's report.
    ///
    /// - Parameters:
    ///   - cluster: The cluster's name.
    ///   - command: The command that makes this report alone.
    ///   - left: How many reports may come, this one among them.
    /// - Returns: What is to be written next.
    public mutating func add(_ report: WeeklyReport, of cluster: String, command: String, left: Int) -> String {
        let format = format
        var own = options
        own.command = command
        let options = own
        return add(
            cluster, left, options, page: report.page(options), table: report.answer(options.table),
            report.rendered(as: format, options: options))
    }

    /// Adds one cluster's report of how a registry is left.
    public mutating func add(_ report: LeavingReport, of cluster: String, table: LeavingTable, command: String, left: Int)
        -> String
    {
        let format = format
        var own = options
        own.command = command
        let options = own
        return add(
            cluster, left, options, page: report.page(options), table: report.answer(table),
            report.rendered(as: format, options: options))
    }

    private mutating func add(
        _ cluster: String, _ left: Int, _ options: ReportOptions, page report: @autoclosure () -> ReportPage,
        table: @autoclosure () -> Answer, _ rendered: @autoclosure () -> String
    ) -> String {
        defer { count += 1 }
        switch format {
        case .text, .markdown: return (count == 0 ? "" : "\n") + heading(cluster) + rendered()
        case .json:
            // Strings hold no newline once escaped, so every newline is one of the layout.
            return (count == 0 ? "[\n  " : ",\n  ") + rendered().split(separator: "\n").joined(separator: "\n  ")
        case .csv: return table().told(of: cluster).rendered(as: .csv, options: RenderOptions(headers: count == 0))
        case .html:
            page.add(report(), of: cluster, options, left: left)
            return ""
        }
    }

    /// Ends the document.
    ///
    /// - Returns: What is left to be written.
    public func end() -> String {
        switch format {
        case .text, .markdown, .csv: ""
        case .json: count == 0 ? "[]\n" : "\n]\n"
        case .html: page.rendered()
        }
    }

    /// A cluster's name above its report.
    private func heading(_ cluster: String) -> String {
        let name = terminalSafe(cluster)
        guard format == .markdown else { return "\(name)\n\(String(repeating: "=", count: name.displayWidth))\n\n" }
        return "# `\(name.replacing("`", with: "'"))`\n\n"
    }
}

extension Answer {
    /// The same rows, each with the cluster's name before it, where no column has that already.
    fileprivate func told(of cluster: String) -> Answer {
        guard !columns.contains(where: { $0.name == "cluster" }) else { return self }
        return Answer(columns: [Column("cluster")] + columns, rows: rows.map { [.text(cluster)] + $0 })
    }
}
