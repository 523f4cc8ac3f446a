struct ReportMarkdown {
    let page: ReportPage
    let options: ReportOptions
    func rendered() -> String { "" }
}
