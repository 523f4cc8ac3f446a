import Model
import Questions
import Record
import Words

/// Every question there is, asked of one file; what each answers, as text.
enum AllQuestions {
    typealias Question = (name: String, ask: (String) throws -> String)

    /// The questions, for a record that holds something at `middle`.
    static func all(middle: Instant) -> [Question] {
        var questions: [Question] = []
        for instant in [nil, middle] {
            let when = instant.map { " at \($0)" } ?? ""
            func add(_ name: String, _ ask: @escaping (RecordReader) throws -> Answer) {
                questions.append((name + when, { path in "\(try ask(RecordReader(path: path, at: instant)))" }))
            }
            for view in View.all { add("get \(view.name)") { try $0.standing(view) } }
            add("stale") { try $0.stale() }
            add("problems") { try $0.problems() }
            add("status") { try $0.status() }
            add("long-references") { try LongReferences(in: $0).answer }
            for subject in ["istag/s0:t0", "imagestream/s1", "deployment/w1", "cronjob/w2"] {
                add("history \(subject)") { try $0.history(of: Subject(subject)) }
            }
            add("used") { try $0.used("sha256:" + String(repeating: "3", count: 64)) }
        }
        for view in View.all {
            questions.append(("sql \(view.name)", { try sql("SELECT * FROM \(view.name)", of: $0) }))
            questions.append(("count \(view.name)", { try sql("SELECT count(*) FROM \(view.name)", of: $0) }))
        }
        questions.append(
            ("diff", { try "\(Difference(from: RecordReader(path: $0, at: middle), to: RecordReader(path: $0)).answer)" }))
        questions.append(("report", { try report($0, middle) }))
        return questions
    }

    private static func sql(_ statement: String, of path: String) throws -> String {
        let record = try RecordReader(path: path)
        return "\(try record.answer(SQLQuestion(statement)).rows)"
    }

    private static func report(_ path: String, _ middle: Instant) throws -> String {
        guard let period = ReportPeriod(from: middle.advanced(by: -86_400), to: middle) else { return "no period" }
        return "\(try WeeklyReport(path: path, period: period, now: middle))"
    }
}
