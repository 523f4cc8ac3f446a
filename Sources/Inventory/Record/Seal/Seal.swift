internal import Hashing

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
        seal(overSorted: facts.count) { add in for fact in facts.sorted() { add(fact.bytes) } }
    }

    /// The same where the facts need not be in memory together: `each` hands over the 32 bytes of every one, in their order.
    func seal(overSorted count: Int, _ each: ((borrowing [UInt8]) -> Void) throws -> Void) rethrows -> SealHash {
        var fields = SealedFields()
        fields.append("isinventory snapshot 1")
        if let previous { fields.append(bytes: previous) } else { fields.appendNothing() }
        fields.append(cluster)
        appendRow(to: &fields, facts: count)
        var hash = SHA256()
        hash.update(data: fields.bytes)
        try each { hash.update(data: $0) }
        return SealHash(hash.finalize())
    }

    /// The snapshot's own row without what chains it, and its facts.
    func append(to fields: inout SealedFields, _ facts: [SealHash]) {
        appendRow(to: &fields, facts: facts.count)
        for fact in facts.sorted() { fields.append(encoded: fact.bytes) }
    }

    /// By name, like a fact's fields, so that what a later snapshot also tells changes no seal of before.
    private func appendRow(to fields: inout SealedFields, facts: Int) {
        fields.append(takenAt)
        fields.append("source")
        fields.append(source)
        let counts = [
            ("workloads", workloads), ("containers", containers), ("image_streams", imageStreams), ("istags", istags),
            ("changes", changes), ("facts", Int64(facts)),
        ]
        for (name, count) in counts {
            fields.append(name)
            fields.append(count)
        }
    }
}
