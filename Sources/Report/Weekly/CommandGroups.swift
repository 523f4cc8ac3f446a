extension ReportGrid {
    /// The commands of a grid, a group a place, each line once: looking a stream up serves every container of it.
    var commandGroups: [(place: String, commands: [String])] {
        guard let column = columns.firstIndex(where: { $0.kind == .commands }) else { return [] }
        var order: [String] = []
        var groups: [String: [String]] = [:]
        var known: Set<String> = []
        for row in rows {
            guard case .commands(let commands) = row[column], case .text(let place) = row[0] else { continue }
            if groups[place] == nil { order.append(place) }
            // What a comment says is about the line after it, so it is told each time.
            groups[place, default: []] += commands.filter { $0.hasPrefix("#") || known.insert("\(place) \($0)").inserted }
        }
        return order.compactMap { place in groups[place].map { (place, $0) } }
    }
}
