import Model
import Questions

/// How many tags moved in the course of the period, in as many columns as can be told apart: days, after those of the period
/// before where there is room, else weeks.
struct MoveCourse {
    struct Column {
        /// The day, or the week's first.
        let day: CivilDate
        let moves: Int64
        let isBefore: Bool
    }

    let columns: [Column]
    /// Whether a column is seven days rather than one.
    let isWeekly: Bool

    init(_ days: [DayCount], most: Int, withBefore: Bool) {
        let all = days.filter { withBefore || !$0.isBefore }
        let own = days.filter { !$0.isBefore }
        let shown = all.count <= most ? all : own
        isWeekly = shown.count > most
        let size = isWeekly ? 7 : 1
        columns = stride(from: 0, to: shown.count, by: size).map { start in
            let part = shown[start..<min(start + size, shown.count)]
            return Column(day: shown[start].day, moves: part.reduce(0) { $0 + $1.moves }, isBefore: shown[start].isBefore)
        }
    }
}

extension ReportPage {
    /// The course of the period alone as a line of bars, with what a bar is; nil where there is one only, or too many.
    var sparkline: String? {
        guard let report else { return nil }
        let course = MoveCourse(report.days, most: 62, withBefore: false)
        guard (2...110).contains(course.columns.count) else { return nil }
        return "\(Sparkline.text(course.columns.map(\.moves))) \(words(course.isWeekly ? .tagPerWeek : .tagPerDay))"
    }
}
