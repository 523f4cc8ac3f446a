internal import Model
public import Questions

extension WeeklyReport {
    /// Writes the report in a format. Every line ends with a newline, the last one too.
    public func rendered(as format: ReportFormat, options: ReportOptions = .init()) -> String {
        switch format {
        case .text: ReportText(page: page(options), options: options).rendered()
        case .markdown: ReportMarkdown(page: page(options), options: options).rendered()
        case .html: ReportHTML.fitting(page: page(options), options: options)
        case .json: ReportJSON(report: self).rendered()
        case .csv: answer(options.table).rendered(as: .csv)
        }
    }

    func page(_ options: ReportOptions) -> ReportPage {
        let year = period.zone.civil(period.to).date.year
        let words = Wording(language: options.language, zone: period.zone, year: year)
        return PageBuilder(report: self, words: words, command: options.command).page()
    }
}
