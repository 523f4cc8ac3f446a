internal import Record
internal import SQLite

/// A long list read by two readers of the file at once, each a half of the namespaces, since a list is in their order.
struct StandingHalves {
    let record: RecordReader
    let beside: ReaderBeside
    let view: View
    /// Where the second half begins.
    let middle: (cluster: String, namespace: String)

    /// The rows of both halves under a condition, of one moment.
    ///
    /// - Parameter columns: What is read of them, in SQL.
    func answer(_ condition: Filter.Condition, _ columns: String) throws -> Answer {
        let (first, second) = (part("<", of: condition), part(">=", of: condition))
        return try StoreError.naming(record.path) {
            try record.connection.reading {
                let newest = try record.newestRecorded()
                let rest = SideTask { [beside, view] in
                    try Self.answer(from: view, second, columns, by: beside.open(), ifNewest: newest)
                }
                defer { rest.finish() }
                var answer = try record.answer(from: view, first, columns: columns)
                answer.rows += try (rest.outcome() ?? record.answer(from: view, second, columns: columns)).rows
                return answer
            }
        }
    }

    /// The rows under a condition by another reader; nil where something was recorded since the first began to read, for then the
    /// two would tell of two moments.
    static func answer(
        from view: View, _ condition: Filter.Condition, _ columns: String, by reader: RecordReader, ifNewest newest: Int64
    ) throws -> Answer? {
        try StoreError.naming(reader.path) {
            try reader.connection.reading {
                guard try reader.newestRecorded() == newest else { return nil }
                return try reader.answer(from: view, condition, columns: columns)
            }
        }
    }

    private func part(_ comparison: String, of condition: Filter.Condition) -> Filter.Condition {
        var condition = condition
        let places = [middle.cluster, middle.namespace].map { condition.bind(.text($0)) }
        condition.add("(cluster, namespace) \(comparison) (\(places.joined(separator: ", ")))")
        return condition
    }
}

extension RecordReader {
    /// How many objects there must be at least: below that, another reader takes longer to open than its half is worth.
    private static let fewest: Int64 = 4_000

    /// The objects behind a view, which are found by their namespaces.
    private static let objects = [
        "workloads": "workload", "containers": "workload", "verdicts": "workload", "running": "workload",
        "image_streams": "image_stream", "istags": "image_stream",
    ]

    /// The two halves of a view, if it is worth while to read them so: nil where few objects are asked for.
    func halves(of view: View, _ filter: Filter, fewest: Int64 = RecordReader.fewest) throws -> StandingHalves? {
        guard let table = Self.objects[view.name], filter == Filter(cluster: filter.cluster, kinds: filter.kinds),
            let last = try rows("SELECT max(id) FROM \(table)").first?[0].integer, last >= fewest,
            let beside = ReaderBeside(self)
        else { return nil }
        let condition = filter.condition(over: ["cluster"], name: "")
        let namespaces = try rows(
            """
            SELECT n.cluster, n.name, (SELECT count(*) FROM \(table) o WHERE o.namespace_id = n.id) FROM namespace_ n\(condition.clause)
            ORDER BY n.cluster, n.name
            """, condition.values
        ).map { (cluster: $0[0].text ?? "", namespace: $0[1].text ?? "", count: $0[2].integer ?? 0) }
        let half = namespaces.reduce(0) { $0 + $1.count } / 2
        var before = namespaces.first?.count ?? 0
        let middle = namespaces.dropFirst().first { place in
            defer { before += place.count }
            return before >= half
        }
        return middle.map { StandingHalves(record: self, beside: beside, view: view, middle: ($0.cluster, $0.namespace)) }
    }

    fileprivate func newestRecorded() throws -> Int64 { try connection.integer("SELECT max(id) FROM snapshot") }
}
