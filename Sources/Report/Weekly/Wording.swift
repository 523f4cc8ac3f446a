import Model
import Questions
import Record
import Words

/// Says things in a language and a time zone. What it returns is plain text, to be escaped by each format.
struct Wording {
    let language: Language
    let zone: ReportZone
    /// The year dates are in when they do not say so.
    let year: Int64

    /// A phrase with what it is about filled in.
    func callAsFunction(_ phrase: Phrase, _ values: String...) -> String { filled(text(phrase), values) }

    /// A phrase about a count, in the form the language has for it.
    func callAsFunction(_ phrase: Phrase, count: Int64, _ values: String...) -> String {
        let forms = text(phrase).split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        let isOne = language == .french ? abs(count) < 2 : count == 1
        return filled(isOne ? forms[0] : forms.last ?? "", [number(count)] + values)
    }

    /// A phrase that no language lacks; the test of the catalogue keeps the fallback from being used.
    private func text(_ phrase: Phrase) -> String { Catalogue.wordings[phrase]?[language] ?? phrase.rawValue }

    /// Fills places by one pass, so that a value that looks like a place stays what it is.
    private func filled(_ text: String, _ values: [String]) -> String {
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            out += rest[..<open]
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}"), let index = Int(rest[..<close]), values.indices.contains(index) else {
                out += "{"
                continue
            }
            out += values[index]
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }

    /// A line of what ends a long reference: commands are the same in every language, comments are not.
    func step(_ step: RemedyStep) -> String {
        guard language == .french, case .advice(let advice) = step else { return step.line }
        return "# \(advice.sentences.french)"
    }

    /// A count, thousands apart: `12,345`, `12 345`.
    func number(_ value: Int64) -> String {
        let digits = Array(String(value.magnitude))
        var out = ""
        for (index, digit) in digits.enumerated() {
            // The narrow no-break space, as French typography wants it.
            if index > 0, (digits.count - index) % 3 == 0 { out += language == .french ? "\u{202F}" : "," }
            out.append(digit)
        }
        return (value < 0 ? "−" : "") + out
    }

    /// A change, with its sign.
    func signed(_ value: Int64) -> String { value > 0 ? "+\(number(value))" : value == 0 ? "=" : number(value) }

    /// A part of a whole in percent: `47 %`.
    func percent(_ part: Int64, of whole: Int64) -> String {
        guard whole > 0 else { return language == .french ? "0\u{A0}%" : "0%" }
        let rounded = (part * 200 + whole) / (whole * 2)
        // What is there does not round away.
        let shown = part > 0 && rounded == 0 ? "< 1" : part < whole && rounded == 100 ? "> 99" : String(rounded)
        return language == .french ? "\(shown)\u{A0}%" : "\(shown)%"
    }

    /// A span of time, in its two largest units.
    func span(_ seconds: Int64) -> String {
        let words = Duration.words(seconds)
        return language == .french ? words.replacing(" d", with: " j") : words
    }
}

extension Wording {
    private static let weekdays: [Language: [String]] = [
        .english: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        .french: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    ]
    private static let months: [Language: [String]] = [
        .english: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
        .french: ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."],
    ]

    /// `Tue 17 Nov`, with the year where it is another than the report's.
    func day(_ date: CivilDate, withYear: Bool = false) -> String {
        let weekday = Int(date.daysSince1970 - Week(of: date).monday.daysSince1970)
        let names = Wording.weekdays[language] ?? []
        let text = "\(names.indices.contains(weekday) ? names[weekday] : "") \(shortDay(date))"
        return withYear || date.year != year ? "\(text) \(date.year)" : text
    }

    /// `17 Nov`.
    func shortDay(_ date: CivilDate) -> String {
        let names = Wording.months[language] ?? []
        let month = Int(date.month) - 1
        return "\(date.day) \(names.indices.contains(month) ? names[month] : "")"
    }

    /// `Tue 17 Nov 09:05`, by the clock on the report's wall.
    func time(_ instant: Instant, withYear: Bool = false) -> String {
        "\(day(zone.civil(instant).date, withYear: withYear)) \(clock(instant))"
    }

    /// Two times, the second without its day where it is the same.
    func between(_ from: Instant, _ to: Instant) -> String {
        let isSameDay = zone.civil(from).date == zone.civil(to).date
        return "\(time(from)) – \(isSameDay ? clock(to) : time(to))"
    }

    /// `09:05`.
    func clock(_ instant: Instant) -> String {
        let second = zone.civil(instant).second
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(second / 3600)):\(two(second / 60 % 60))"
    }
}
