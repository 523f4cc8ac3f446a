/// What a snapshot's seal is computed from, beside its facts.
struct SealedHeader: Sendable {
    /// The seal of the cluster's entry before this one; nil for its first.
    var previous: [UInt8]?
    var cluster: String
    var takenAt: Int64
    var source: String
    var workloads: Int64
    var containers: Int64
    var imageStreams: Int64
    var istags: Int64
    var changes: Int64

    /// The seal: the hash over this and the hashes of the facts, in the order of those hashes' bytes.
    ///
    /// Each fact is hashed by itself, so their order in the file does not matter and a verifier needs 32 bytes a fact.
    func seal(over facts: [SealHash]) -> SealHash {
        var fields = SealedFields()
        fields.append("isinventory snapshot 1")
        if let previous { fields.append(bytes: previous) } else { fields.appendNothing() }
        fields.append(cluster)
        fields.append(takenAt)
        fields.append(source)
        for count in [workloads, containers, imageStreams, istags, changes] { fields.append(count) }
        fields.append(Int64(facts.count))
        for fact in facts.sorted() { fields.append(encoded: fact.bytes) }
        return SealHash(of: fields.bytes)
    }
}

/// Collects the facts of the snapshot that is being recorded.
final class Ledger {
    private(set) var facts: [SealHash] = []

    func note(_ fact: Fact) { facts.append(SealHash(of: fact.fields.bytes)) }
}
