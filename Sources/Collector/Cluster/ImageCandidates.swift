internal import Model
internal import Texts

/// Chooses the digests to be asked about: so many at most of those nobody knows anything of yet.
///
/// Which ones is left to chance, by the smallest of hashes that are different in every snapshot. So tags that never answer do not
/// stand in the way of the others for ever, and the same digest behind many tags is chosen once.
struct ImageCandidates {
    /// Says which of some digests are known already.
    typealias Known = @Sendable (Set<String>) throws -> Set<String>

    private let budget: Int
    private let known: Known
    private let seed: UInt64
    /// In the order of their hashes.
    private var kept: [(order: UInt64, digest: String, tag: ImageStreamTag.ID)] = []

    init(budget: Int, known: @escaping Known, seed: UInt64 = .random(in: .min ... .max)) {
        self.budget = budget
        self.known = known
        self.seed = seed
    }

    /// Considers the digests some tags point to.
    mutating func offer(_ pointers: [String: ImageStreamTag.ID]) throws {
        guard budget > 0, !pointers.isEmpty else { return }
        var chances = pointers.map { (order: order(of: $0.key), digest: $0.key, tag: $0.value) }
        if kept.count == budget, let last = kept.last { chances.removeAll { $0.order > last.order } }
        guard !chances.isEmpty else { return }
        let known = try known(Set(chances.map(\.digest)))
        for chance in chances where !known.contains(chance.digest) && !kept.contains(where: { $0.digest == chance.digest }) {
            kept.append(chance)
        }
        kept.sort { $0.order < $1.order }
        if kept.count > budget { kept.removeLast(kept.count - budget) }
    }

    /// A tag of each digest that was chosen.
    var chosen: [ImageStreamTag.ID] { kept.map(\.tag) }

    private func order(of digest: String) -> UInt64 {
        let hash = digest.fnv1a(seed: seed)
        // The last bytes of a digest alone must not decide.
        return (hash ^ (hash >> 29)) &* 0xBF58_476D_1CE4_E5B9
    }
}
