import Model
import Questions
import Words

extension Wording {
    /// What the reader of a report must know beside it, in the report's language.
    ///
    /// Those about looks, which reports have, are told by the report's own clock.
    func note(_ note: Note) -> String {
        guard language == .french else { return note.sentence }
        switch note {
        case .nothingYet(let cluster, let instant, let first):
            return "\(cluster) : rien n’était encore relevé\(instant.map { " le \(time($0))" } ?? "")"
                + (first.map { " ; le premier instantané est du \(time($0))" } ?? "") + "."
        case .notSeen(let cluster, let kind, let namespace, let outcome, let instant, let message):
            let how =
                switch outcome {
                case "forbidden": "interdits"
                case "failed": "en échec"
                default: "non relevés"
                }
            return "\(cluster) : \(kind)\(namespace.map { " dans \($0)" } ?? "") \(how)\(instant.map { " le \(time($0))" } ?? "")"
                + (message.map { " : \($0)" } ?? "") + " ; ce qui en est montré est le dernier état connu."
        case .notLookedAt(let cluster, let instant, let kinds, let isInPlace):
            return "\(cluster) : \(look(instant)) n’a pas relevé \(kinds.joined(separator: ", "))\(isInPlace ? " ici" : "")"
                + " ; ce qui en est montré est le dernier état connu, s’il y en a un."
        case .passedOver(let cluster, let instant, let kinds, let namespaces):
            return "\(cluster) : \(look(instant)) n’a pas relevé \(kinds.joined(separator: ", ")) dans "
                + "\(namespaces.joined(separator: ", ")) ; ce qui en est montré est le dernier état connu."
        case .gap(let gap):
            return self(.recordGap, gap.cluster, time(gap.from), time(gap.to), span(gap.seconds), span(gap.usual))
        case .massDeletion(let cluster, _, let instant, let kind, let stood, let gone):
            return self(.recordMassDeletion, cluster, time(instant), number(Int64(gone)), number(Int64(stood)), kind)
        default: return note.sentences.french
        }
    }

    private func look(_ instant: Instant?) -> String { instant.map { "l’instantané du \(time($0))" } ?? "le dernier instantané" }
}
