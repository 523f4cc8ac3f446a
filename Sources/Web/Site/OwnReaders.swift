internal import Model
internal import Questions
internal import Record
internal import Report

// Questions that need readers of their own.
extension RecordSite {
    /// What differs between two instants.
    func difference(from: Instant, to: Instant, _ filter: Filter) async throws -> Answer {
        let path = path
        return try await readers.ask(at: to, within: Self.patience) { record in
            try Difference(from: RecordReader(path: path, at: from), to: record, filter).answer
        }
    }

    /// What one statement of SQL answers, at the instant that is asked about.
    func sql(_ statement: String, _ context: PageContext) async throws -> Answer {
        let (path, instant, settings) = (path, context.moment.instant ?? context.moment.newest, settings)
        return try await consoles.run {
            let reader = try RecordReader(path: path, at: instant)
            try reader.openConsole(for: statement)
            return try reader.answer(
                SQLQuestion(statement, limit: settings.statementRows, timeout: settings.statementSeconds))
        }
    }

    /// The report of a period.
    func report(_ period: ReportPeriod, _ filter: Filter, as format: ReportFormat) async throws -> WeeklyReport {
        let path = path
        return try await reports.run {
            try WeeklyReport(
                path: path, period: period, filter: filter, remedies: ReportOptions().remedies(in: format))
        }
    }
}
