import Model
import Questions
import Record

/// What statements are asked of: a file's record, or a fleet, as it stands or stood.
final class SQLSession {
    private let record: RecordOptions
    private let limit: Int?
    private let timeout: Double?
    /// Nil where a fleet is asked.
    private var reader: RecordReader?
    private(set) var at: Instant?

    init(_ record: RecordOptions, limit: Int?, timeout: Double?) {
        self.record = record
        self.limit = limit
        self.timeout = timeout
    }

    /// Opens the record as it stood at an instant, nil is as it stands; where that fails all stays as it was.
    ///
    /// - Parameter statement: The only one that will be asked; nil where more may come.
    func go(to instant: Instant?, for statement: String? = nil) throws {
        if record.fleet == nil {
            let opened = try record.open(at: instant)
            // No row there would say so by itself.
            for standing in try opened.clusters() where standing.snapshot == nil {
                guard let instant, record.cluster == nil || record.cluster == standing.cluster else { continue }
                let first = standing.firstTakenAt.map { "; its first snapshot was taken at \($0)" } ?? ""
                Presentation.tell(["cluster \(standing.cluster): nothing was recorded yet at \(instant)\(first)"])
            }
            try opened.openConsole(for: statement)
            reader = opened
        }
        at = instant
    }

    func answer(_ statement: String) throws -> Answer {
        let question = SQLQuestion(statement, limit: limit, timeout: timeout)
        if let fleet = record.fleet { return try fleet.answer(FleetRequest(.sql(question), at: at)) }
        guard let reader else { throw SQLQuestionError.failed("no record is open") }
        return try reader.answer(question, stopping: { Interrupts.happened })
    }
}
