internal import Questions
internal import ServiceWords
internal import Web
internal import Words

/// The pages a monitor may read. There is nothing here that can be written.
struct StatusPages: WebSite {
    let board: MetricsRegistry
    let version: String
    var findings: @Sendable () -> [FindingCount] = { [] }
    let databaseBytes: @Sendable () -> Int64?

    func answer(_ request: WebRequest) async -> WebAnswer {
        answer(to: request.path, isTrusted: request.isTrusted)
            ?? WebAnswer(status: 404, body: NoMonitorPage().sentence + "\n")
    }

    /// Answers a path; nil where it is none of a monitor's. Strangers learn whether all is well, and no cluster's name.
    func answer(to path: String, isTrusted: Bool) -> WebAnswer? {
        switch path {
        case "/healthz": health(.alive(board), isTrusted)
        case "/readyz": health(.ready(board), isTrusted)
        case "/metrics":
            WebAnswer(
                contentType: PrometheusText.contentType,
                body: MetricsPage(
                    board: board, version: version, databaseBytes: databaseBytes(), process: ProcessFigures(),
                    findings: findings()
                ).text())
        default: nil
        }
    }

    private func health(_ health: Health, _ isTrusted: Bool) -> WebAnswer {
        WebAnswer(
            status: health.isWell ? 200 : 503,
            body: ([health.isWell ? "ok" : "not ok"] + (isTrusted ? health.lines : [])).map { $0 + "\n" }.joined())
    }
}

/// A monitor's pages, and beside them the record's, where it is served too.
struct CollectorSite: WebSite {
    let status: StatusPages
    let record: any WebSite

    func answer(_ request: WebRequest) async -> WebAnswer {
        if let answer = status.answer(to: request.path, isTrusted: request.isTrusted) { return answer }
        return await record.answer(request)
    }
}
