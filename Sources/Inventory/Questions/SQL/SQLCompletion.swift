/// What may follow in a statement that somebody is typing.
public enum SQLCompletion {
    /// The words that a beginning may become, in alphabetical order.
    ///
    /// - Parameters:
    ///   - word: The beginning, which may be empty: then only names follow, no words of SQL.
    ///   - before: What stands before it, the lines above included.
    ///   - after: What follows it on the line, which may name the views whose columns are meant.
    public static func words(for word: String, before: String, after: String = "") -> [String] {
        let last = before.split(whereSeparator: { !($0.isLetter || $0 == "_") }).last.map { $0.lowercased() }
        let isBehindWord = before.last.map { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == ".") } ?? true
        if isBehindWord, last == "from" || last == "join" { return starting(with: word, among: View.all.map(\.name)) }
        let names = SQLNames(in: before + " " + after)
        if let dot = word.lastIndex(of: ".") {
            let place = String(word[..<dot])
            guard let view = names.views[place.lowercased()] ?? View.named(place.lowercased()) else { return [] }
            return starting(with: word, among: view.columns.map { "\(place).\($0.name)" })
        }
        var found = starting(with: word, among: names.columns)
        guard !word.isEmpty else { return found }
        let isLower = word.contains(where: \.isLowercase)
        found += starting(with: word, among: SQLNames.keywords.map { isLower ? $0.lowercased() : $0 })
        // A view's own name may stand before a dot.
        found += starting(with: word, among: names.views.keys.filter { $0.count > 1 })
        return Array(Set(found)).sorted()
    }

    private static func starting(with word: String, among names: [String]) -> [String] {
        let beginning = word.lowercased()
        return Set(names.filter { $0.lowercased().hasPrefix(beginning) }).sorted()
    }
}
