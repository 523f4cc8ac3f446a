import Questions

extension Answer {
    /// The column names as keys of a map, a repeated one told apart: `name`, `name_2`.
    ///
    /// Ad-hoc SQL may select `a.name, b.name`. YAML forbids a key twice, and JSON's readers silently keep one of the two.
    var uniqueKeys: [String] {
        var taken = Set(columns.map(\.name))
        var met: Set<String> = []
        return columns.map { column in
            if met.insert(column.name).inserted { return column.name }
            var count = 2
            while !taken.insert("\(column.name)_\(count)").inserted { count += 1 }
            return "\(column.name)_\(count)"
        }
    }
}
