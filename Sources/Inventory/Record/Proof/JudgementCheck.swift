internal import Judging
internal import Model
internal import SQLite

/// Whether what the record says its containers were judged follows from the rest of it.
struct JudgementCheck {
    private let connection: Connection
    private let reader: ReferenceReader

    init(_ connection: Connection, _ reader: ReferenceReader) {
        self.connection = connection
        self.reader = reader
    }

    /// The first judgement of each cluster that does not follow.
    func findings() throws -> [Finding] {
        try clusters().filter { $0.rules == Judging.rules }.compactMap { try finding($0.id, $0.name) }
    }

    /// Which clusters are judged by other rules than this program's, so that nothing was compared.
    func notes() throws -> [Verification.Note] {
        try clusters().filter { $0.rules != Judging.rules }.map {
            .otherRules(cluster: $0.name, recorded: $0.rules, known: Judging.rules)
        }
    }

    private func clusters() throws -> [(id: Int64, name: String, rules: Int64)] {
        try connection.rows("SELECT id, name, rules FROM cluster ORDER BY name").map {
            ($0[0].integer ?? 0, $0[1].text ?? "", $0[2].integer ?? 0)
        }
    }

    /// A judgement as the file holds it.
    private struct Written {
        let container: Int64
        let from: Int64
        let until: Int64?
        let state: Int64
        let judgement: Judgement?
    }

    private func finding(_ cluster: Int64, _ name: String) throws -> Finding? {
        let replay = try Replay(connection, cluster: cluster, reader)
        let statement = try connection.prepare(
            """
            SELECT j.container_id, j.from_snapshot, j.until_snapshot, coalesce(j.state_from, j.from_snapshot), m.form, m.tie,
                m.verdict, m.reason, j.istag_id, j.istag_digest_id, j.stale_since
            FROM judgement j JOIN container b ON b.id = +j.container_id JOIN workload w ON w.id = +b.workload_id
            JOIN namespace n ON n.id = +w.namespace_id LEFT JOIN meaning m ON m.id = j.meaning_id
            WHERE +n.cluster_id = ?1 AND (j.until_snapshot IS NULL OR j.until_snapshot > ?2)
            ORDER BY j.container_id, j.from_snapshot
            """)
        try statement.bind([.integer(cluster), .integer(replay.first)])
        var next = try read(statement, replay.history)
        var wrong = 0
        var first = WrongJudgement.ofNoContainer
        func report(_ fault: WrongJudgement) {
            if wrong == 0 { first = fault }
            wrong += 1
        }
        try replay.each { state in
            var written: [Written] = []
            while let row = next,
                row.container < state.container || row.container == state.container && row.from < (state.until ?? .max)
            {
                if row.container == state.container, row.from >= state.from {
                    written.append(row)
                } else {
                    report(.ofNoState(container: row.container))
                }
                next = try read(statement, replay.history)
            }
            if let fault = difference(written, state, replay.first) { report(fault) }
        }
        if next != nil { report(.ofNoContainer) }
        guard wrong > 0 else { return nil }
        return .invariant(.judgement(cluster: name, first, more: wrong - 1))
    }

    /// What a state is judged otherwise than follows.
    private func difference(_ written: [Written], _ state: Replay.State, _ first: Int64) -> WrongJudgement? {
        let places = max(written.count, state.judgements.count)
        for index in 0..<places {
            guard index < written.count else {
                return fault(state, state.judgements[index].from, nil, state.judgements[index].judgement)
            }
            let row = written[index]
            let from = max(row.from, min(first, state.until ?? first))
            guard index < state.judgements.count else { return fault(state, row.from, row.judgement, nil) }
            let expected = state.judgements[index]
            let end = index + 1 < state.judgements.count ? state.judgements[index + 1].from : state.until
            guard from == expected.from, row.until == end, row.state == state.from, row.judgement == expected.judgement else {
                return fault(state, expected.from, row.judgement, expected.judgement)
            }
        }
        return nil
    }

    private func fault(_ state: Replay.State, _ snapshot: Int64, _ written: Judgement?, _ expected: Judgement?) -> WrongJudgement
    {
        let row = try? connection.row("SELECT taken_at FROM snapshot WHERE id = ?1", .integer(snapshot))
        return .differs(state.name, at: Instant(row?[0].integer), snapshot: snapshot, written: written, expected: expected)
    }

    private func read(_ row: Statement, _ history: WholeHistory) throws -> Written? {
        guard try row.step() else { return nil }
        var judgement: Judgement?
        if let form = row.text(at: 4).flatMap(ImageReference.Form.init(rawValue:)),
            let verdict = row.text(at: 6).flatMap(Judgement.Verdict.init(rawValue:)),
            let reason = row.text(at: 7).flatMap(Reason.init(rawValue:))
        {
            judgement = Judgement(
                form: form, tie: row.text(at: 5).flatMap(Judgement.Tie.init(rawValue:)),
                tag: row.integer(at: 8).flatMap(history.name), tagDigest: try reader.digest(row.integer(at: 9)),
                verdict: verdict, reason: reason, staleSince: Instant(row.integer(at: 10)))
        }
        return Written(
            container: row.integer(at: 0) ?? 0, from: row.integer(at: 1) ?? 0, until: row.integer(at: 2),
            state: row.integer(at: 3) ?? 0, judgement: judgement)
    }
}
