import Model
import Questions
import Record

extension PageBuilder {
    /// How the record stands, so that a reader knows what the rest is worth.
    var record: ReportSection {
        let counts = report.health.map { health in
            health.usual == nil
                ? words(.recordTooFew, count: health.taken, health.cluster)
                : words(
                    .recordCounts, count: health.expected, health.cluster, words.number(health.taken),
                    health.isWhole ? words(.recordWhole) : recordFlaws(health))
        }
        return ReportSection(
            id: "record", title: words(.recordTitle), count: nil, change: nil, lead: nil, chart: .coverage, grids: [],
            lines: counts + report.health.flatMap(recordWarnings) + report.health.compactMap(seal) + proof)
    }

    /// What a cluster's record lacks, a sentence each.
    func recordWarnings(_ health: RecordHealth) -> [String] {
        guard let newest = health.newest else { return [words(.recordNotYet, health.cluster)] }
        var lines: [String] = []
        if let first = health.first, first > report.period.from {
            lines.append(words(.recordFirst, health.cluster, words.time(first)))
        }
        lines += health.gaps.map { gap in
            let isOpen = health.isSilent && gap.from == newest
            let spans = [words.span(gap.seconds), words.span(gap.usual)]
            return isOpen
                ? words(.recordSilent, health.cluster, words.time(gap.from), spans[0], spans[1])
                : words(.recordGap, health.cluster, words.time(gap.from), words.time(gap.to), spans[0], spans[1])
        }
        lines += health.troubles.map { trouble in
            let sentence = words(
                .recordTrouble, count: health.taken, health.cluster,
                trouble.kind.resourceTitle + (trouble.namespace.map { " (\($0))" } ?? ""),
                words(trouble.outcome == .forbidden ? .forbidden : .failed), words.number(trouble.snapshots),
                words.time(trouble.last))
            return trouble.message.map { words(.colon, sentence, $0) } ?? "\(sentence)."
        }
        lines += health.massDeletions.map { deletion in
            words(
                .recordMassDeletion, health.cluster, words.time(deletion.takenAt), words.number(Int64(deletion.loss.gone)),
                words.number(Int64(deletion.loss.stood)), deletion.loss.kind.resourceTitle)
        }
        if !health.unasked.isEmpty {
            lines.append(
                words(.recordUnasked, health.cluster, health.unasked.map(\.resourceTitle).joined(separator: ", ")))
        }
        let passedOver = Dictionary(grouping: health.passedOver, by: { $0.namespace ?? "" }).sorted { $0.key < $1.key }
        lines += passedOver.map { namespace, scopes in
            words(.recordPassedOver, health.cluster, scopes.map(\.kind.resourceTitle).joined(separator: ", "), namespace)
        }
        return lines
    }

    private func recordFlaws(_ health: RecordHealth) -> String {
        words(.gapCount, count: Int64(health.gaps.count))
            + (health.troubles.isEmpty ? "" : ", " + words(.troubleCount, count: Int64(health.troubles.count)))
    }

    /// How a kept report proves the file.
    private var proof: [String] {
        let seals = report.health.compactMap(\.seal)
        guard !seals.isEmpty else { return [] }
        return [words(.recordProof, (["isinventory", "verify"] + seals.flatMap { ["--expect", $0] }).joined(separator: " "))]
    }

    private func seal(_ health: RecordHealth) -> String? {
        guard let newest = health.newest else { return nil }
        guard let seal = health.seal else { return words(.recordUnsealed, health.cluster, words.time(newest)) }
        return words(.recordSeal, health.cluster, words.time(newest), seal)
    }
}
