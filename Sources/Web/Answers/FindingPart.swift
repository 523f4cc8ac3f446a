internal import Questions

/// What a page shows of an answer that is read whole.
struct FindingPart: Sendable {
    /// The page's rows.
    let answer: Answer
    /// How many there are in all.
    let total: Int64
    /// How many in each namespace; nil where rows have none.
    let namespaces: [String: Int64]?

    init(answer: Answer, total: Int64, namespaces: [String: Int64]?) {
        self.answer = answer
        self.total = total
        self.namespaces = namespaces
    }

    init(_ whole: Answer, from offset: Int, most: Int) {
        var counts: [String: Int64]?
        if let place = whole.columns.firstIndex(where: { $0.name == "namespace" }) {
            var found: [String: Int64] = [:]
            for row in whole.rows { found[row[place].plain, default: 0] += 1 }
            counts = found
        }
        var part = whole
        part.rows = Array(whole.rows.dropFirst(offset).prefix(most))
        part.names = []
        self.init(answer: part, total: Int64(whole.rows.count), namespaces: counts)
    }
}
