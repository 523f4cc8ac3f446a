struct ReportHTML {
    let page: ReportPage
    func rendered() -> String { "" }
}
