public import Record

extension Verification {
    /// The chains as rows.
    public var answer: Answer {
        Answer(
            columns: [
                .init("cluster"), .init("snapshots", .integer), .init("first", .time), .init("newest", .time),
                .init("signed", .integer), .init("seal"),
            ],
            rows: chains.map {
                [
                    .text($0.cluster), .integer(Int64($0.snapshots)), .text("\($0.first)"), .text("\($0.newest)"),
                    .integer(Int64($0.signed)), .text($0.seal),
                ]
            }, names: chains.map { "cluster/\($0.cluster)" }, notes: notes)
    }
}
