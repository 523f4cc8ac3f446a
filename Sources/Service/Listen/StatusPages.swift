/// What a monitor is answered.
struct StatusAnswer: Equatable {
    var status: Int
    var contentType = "text/plain; charset=utf-8"
    var body: String
}

/// The pages a monitor may read. There is nothing here that can be written.
struct StatusPages: Sendable {
    let board: FigureBoard
    let version: String
    let databaseBytes: @Sendable () -> Int64?

    /// Answers a path; what follows a `?` means nothing here.
    func answer(_ uri: String) -> StatusAnswer {
        switch uri.prefix(while: { $0 != "?" }) {
        case "/healthz": health(.alive(board))
        case "/readyz": health(.ready(board))
        case "/metrics":
            StatusAnswer(
                status: 200, contentType: PrometheusText.contentType,
                body: MetricsPage(
                    board: board, version: version, databaseBytes: databaseBytes(), process: ProcessFigures()
                ).text())
        default: StatusAnswer(status: 404, body: "there is /healthz, /readyz and /metrics here\n")
        }
    }

    private func health(_ health: Health) -> StatusAnswer {
        StatusAnswer(
            status: health.isWell ? 200 : 503,
            body: ([health.isWell ? "ok" : "not ok"] + health.lines).map { $0 + "\n" }.joined())
    }
}
