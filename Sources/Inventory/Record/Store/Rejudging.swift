internal import Judging
internal import Model
internal import SQLite

extension RecordWriter {
    /// Judges anew, in one transaction, the clusters whose containers are judged by other rules than this program's.
    func judgeAnew() throws {
        guard try connection.row("SELECT 1 FROM cluster WHERE rules <> ?1", .integer(Judging.rules)) != nil else { return }
        try connection.transaction {
            let clusters = try connection.rows("SELECT id FROM cluster WHERE rules <> ?1", .integer(Judging.rules))
            let reader = try ReferenceReader.whole(connection)
            for cluster in clusters.compactMap({ $0[0].integer }) { try judgeAnew(cluster, reader) }
            try RowSweep(connection).run()
        }
    }

    private func judgeAnew(_ cluster: Int64, _ reader: ReferenceReader) throws {
        let replay = try Replay(connection, cluster: cluster, reader)
        // What ended before the oldest whole snapshot stays as it was judged then: nothing is left to judge it by.
        try connection.run(
            """
            DELETE FROM judgement WHERE container_id IN (
                SELECT b.id FROM container b JOIN workload w ON w.id = b.workload_id
                JOIN namespace n ON n.id = w.namespace_id WHERE n.cluster_id = ?1)
            AND NOT EXISTS (
                SELECT 1 FROM container_version v
                WHERE v.container_id = judgement.container_id AND v.until_snapshot <= ?2
                    AND v.from_snapshot = coalesce(judgement.state_from, judgement.from_snapshot))
            """, .integer(cluster), .integer(replay.first))
        let interner = try Interner(connection, cluster: cluster)
        let rows = JudgementRows(connection, interner)
        try replay.each { state in
            for (index, entry) in state.judgements.enumerated() {
                let end = index + 1 < state.judgements.count ? state.judgements[index + 1].from : state.until
                try rows.open(
                    try rows.row(of: entry.judgement), of: state.container, state: state.from,
                    from: index == 0 ? state.from : entry.from, until: end)
            }
            interner.forgetMuch()
        }
        try connection.run("UPDATE cluster SET rules = ?2 WHERE id = ?1", .integer(cluster), .integer(Judging.rules))
    }
}
