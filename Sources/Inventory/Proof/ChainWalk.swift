/// Follows each cluster's chain from its first snapshot to its newest and recomputes every seal.
struct ChainWalk {
    private(set) var chains: [Verification.Chain] = []
    private(set) var findings: [Finding] = []

    private let facts: [Int64: [SealHash]]
    private let publicKey: PublicKey?

    init(_ facts: [Int64: [SealHash]], publicKey: PublicKey?) {
        self.facts = facts
        self.publicKey = publicKey
    }

    /// The chains of a file, one a cluster.
    static func split(_ snapshots: [ChainSnapshot]) -> [ArraySlice<ChainSnapshot>] {
        var chains: [ArraySlice<ChainSnapshot>] = []
        var start = snapshots.startIndex
        for index in snapshots.indices
        where index + 1 == snapshots.endIndex || snapshots[index + 1].clusterID != snapshots[index].clusterID {
            chains.append(snapshots[start...index])
            start = index + 1
        }
        return chains
    }

    mutating func follow(_ chain: ArraySlice<ChainSnapshot>) {
        guard let first = chain.first, let newest = chain.last else { return }
        var previous: [UInt8]?
        var wrong: [ChainSnapshot] = []
        var earlier: Int64?
        for snapshot in chain {
            var header = snapshot.header
            header.previous = previous
            if header.seal(over: facts[snapshot.id] ?? []).bytes != snapshot.seal { wrong.append(snapshot) }
            if let earlier, earlier >= header.takenAt {
                findings.append(.invariant("\(snapshot.name): the snapshot before it is not older"))
            }
            earlier = header.takenAt
            // Going on from the seal as it stands tells one edited snapshot from a chain that is broken for good.
            previous = snapshot.seal ?? []
        }
        report(wrong)
        checkSignatures(chain)
        chains.append(
            Verification.Chain(
                cluster: newest.header.cluster, snapshots: chain.count,
                first: Instant(secondsSince1970: first.header.takenAt),
                newest: Instant(secondsSince1970: newest.header.takenAt), seal: Hexadecimal.text(newest.seal ?? []),
                signed: chain.count { $0.signature != nil }))
    }

    private mutating func report(_ wrong: [ChainSnapshot]) {
        guard let first = wrong.first else { return }
        let others = wrong.count > 1 ? "; \(wrong.count - 1) later ones of the cluster do not either" : ""
        findings.append(
            .seal(
                first.seal == nil
                    ? "\(first.name): carries no seal\(others)"
                    : "\(first.name): the first whose seal does not hold: it, what it saw, or the snapshot before it was changed\(others)"
            ))
    }

    /// A signature vouches for its snapshot and all before it, so the newest one must carry one; a wrong one is never right.
    private mutating func checkSignatures(_ chain: ArraySlice<ChainSnapshot>) {
        guard let publicKey else { return }
        var lastSigned: ChainSnapshot?
        for snapshot in chain where snapshot.signer == publicKey.bytes {
            guard let signature = snapshot.signature, let seal = snapshot.seal, publicKey.isValid(signature, of: seal) else {
                findings.append(.signature("\(snapshot.name): its signature by this key is not valid"))
                continue
            }
            lastSigned = snapshot
        }
        guard let newest = chain.last, lastSigned?.id != newest.id else { return }
        let known = lastSigned.map {
            "this key vouches for it only up to the snapshot taken at \(Instant(secondsSince1970: $0.header.takenAt))"
        }
        findings.append(.signature("\(newest.name): the newest is not signed by this key; \(known ?? "none of the cluster is")"))
    }
}
