internal import Model
internal import SQLite

/// An old stretch of a cluster's record that was cut off: an entry of its chain of seals.
struct Cut {
    let clusterID: Int64
    /// When it was cut.
    let cutAt: Int64
    /// When the oldest snapshot that went was taken.
    let removedFrom: Int64
    /// When the oldest snapshot that stayed was taken.
    let keptFrom: Int64
    /// When the newest snapshot then was taken; the cut stands behind it in the chain.
    let after: Int64
    /// Snapshots that went, those included of which a stub is left.
    let snapshots: Int64
    /// States of objects that went.
    let states: Int64
    /// The hash over what was kept from before ``keptFrom``.
    let kept: [UInt8]
    var seal: [UInt8] = []
    var signer: [UInt8]?
    var signature: [UInt8]?

    /// Every cut of the file, oldest first.
    static func all(_ connection: Connection) throws -> [Cut] {
        try connection.rows(
            """
            SELECT c.cluster_id, c.cut_at, c.removed_from, c.kept_from, c.after, c.snapshots, c.states, c.kept, c.seal,
                g.public_key, c.signature
            FROM cut c LEFT JOIN signer g ON g.id = c.signer_id ORDER BY c.id
            """
        ).map { row in
            let numbers = row[..<7].map { $0.integer ?? 0 }
            return Cut(
                clusterID: numbers[0], cutAt: numbers[1], removedFrom: numbers[2], keptFrom: numbers[3], after: numbers[4],
                snapshots: numbers[5], states: numbers[6], kept: row[7].blob ?? [], seal: row[8].blob ?? [],
                signer: row[9].blob, signature: row[10].blob)
        }
    }

    /// The seal, given that of the entry before it.
    func seal(after previous: [UInt8]?, cluster: String) -> SealHash {
        var fields = SealedFields()
        fields.append("isinventory cut 1")
        if let previous { fields.append(bytes: previous) } else { fields.appendNothing() }
        fields.append(cluster)
        append(to: &fields)
        return SealHash(of: fields.bytes)
    }

    /// Its own row without what chains it.
    func append(to fields: inout SealedFields) {
        for number in [cutAt, removedFrom, keptFrom, after, snapshots, states] { fields.append(number) }
        fields.append(bytes: kept)
    }

    /// What findings call it.
    func entry(in cluster: String) -> ChainEntry { .cut(cluster: cluster, madeAt: Instant(secondsSince1970: cutAt)) }

    /// What it took away.
    var cutOff: Verification.CutOff {
        Verification.CutOff(
            snapshots: snapshots, states: states, removedFrom: Instant(secondsSince1970: removedFrom),
            keptFrom: Instant(secondsSince1970: keptFrom), madeAt: Instant(secondsSince1970: cutAt))
    }
}

/// What is left from before a cut, and the snapshot the record begins with since.
struct KeptState {
    /// The hash that the cut carries.
    let hash: SealHash

    /// - Parameters:
    ///   - snapshots: The stubs and, last, the oldest snapshot that is kept whole.
    ///   - facts: The hashes of every snapshot's facts, as far as they are left.
    ///   - cuts: The cuts made before.
    init(_ snapshots: ArraySlice<ChainSnapshot>, _ facts: [Int64: [SealHash]], _ cuts: ArraySlice<Cut>) {
        var fields = SealedFields()
        fields.append("isinventory kept 1")
        fields.append(Int64(snapshots.count))
        for snapshot in snapshots {
            if let seal = snapshot.seal { fields.append(bytes: seal) } else { fields.appendNothing() }
            snapshot.header.append(to: &fields, facts[snapshot.id] ?? [])
        }
        fields.append(Int64(cuts.count))
        for cut in cuts {
            fields.append(bytes: cut.seal)
            cut.append(to: &fields)
        }
        hash = SealHash(of: fields.bytes)
    }
}
