internal import Model

/// Follows each cluster's chain from its first snapshot to its newest and recomputes every seal.
struct ChainWalk {
    private(set) var chains: [Verification.Chain] = []
    private(set) var findings: [Finding] = []
    private(set) var notes: [Verification.Note] = []

    private let facts: [Int64: [SealHash]]
    private let cuts: [Int64: [Cut]]
    private let publicKey: PublicKey?

    init(_ facts: [Int64: [SealHash]], _ cuts: [Cut], publicKey: PublicKey?) {
        self.facts = facts
        self.cuts = Dictionary(grouping: cuts, by: \.clusterID)
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
        guard let newest = chain.last else { return }
        let cuts = self.cuts[newest.clusterID] ?? []
        checkOrder(chain, cuts)
        let base: ArraySlice<ChainSnapshot> = cuts.last.map { cut in chain.prefix { $0.header.takenAt <= cut.keptFrom } } ?? []
        var wrong: [(entry: ChainEntry, isOfKept: Bool)] = []
        if let cut = cuts.last, KeptState(base, facts, cuts.dropLast()).hash.bytes != cut.kept {
            wrong.append((cut.entry(in: newest.header.cluster), true))
        }
        // What a cut kept is vouched for by the cut, further on in the chain.
        var previous = base.last.map { $0.seal ?? [] }
        for snapshot in (base.last.map { [$0] } ?? []) + chain.dropFirst(base.count) {
            if snapshot.id != base.last?.id {
                var header = snapshot.header
                header.previous = previous
                if header.seal(over: facts[snapshot.id] ?? []).bytes != snapshot.seal { wrong.append((snapshot.entry, false)) }
                // Going on from the seal as it stands tells one edited snapshot from a chain that is broken for good.
                previous = snapshot.seal ?? []
            }
            for cut in cuts where cut.after == snapshot.header.takenAt {
                if cut.seal(after: previous, cluster: newest.header.cluster).bytes != cut.seal {
                    wrong.append((cut.entry(in: newest.header.cluster), false))
                }
                previous = cut.seal
            }
        }
        report(wrong)
        checkSignatures(chain, cuts)
        let whole = chain.dropFirst(max(base.count - 1, 0))
        chains.append(
            Verification.Chain(
                cluster: newest.header.cluster, snapshots: whole.count,
                first: Instant(secondsSince1970: whole.first?.header.takenAt ?? 0),
                newest: Instant(secondsSince1970: newest.header.takenAt), seal: Hexadecimal.text(previous ?? []),
                signed: whole.count { $0.signature != nil }))
        notes += cuts.map { .cut(cluster: newest.header.cluster, $0.cutOff) }
    }

    private mutating func checkOrder(_ chain: ArraySlice<ChainSnapshot>, _ cuts: [Cut]) {
        var earlier: Int64?
        for snapshot in chain {
            if let earlier, earlier >= snapshot.header.takenAt {
                findings.append(.invariant(.order(snapshot.entry)))
            }
            earlier = snapshot.header.takenAt
            if snapshot.isStub != (cuts.last.map { snapshot.header.takenAt < $0.keptFrom } ?? false) {
                findings.append(.invariant(.stub(snapshot.entry)))
            }
        }
        for cut in cuts
        where !chain.contains(where: { $0.header.takenAt == cut.after }) && cut.after >= (cuts.last?.keptFrom ?? 0) {
            findings.append(.seal(.unplaced(cut.entry(in: chain.first?.header.cluster ?? ""))))
        }
    }

    private mutating func report(_ wrong: [(entry: ChainEntry, isOfKept: Bool)]) {
        guard let first = wrong.first else { return }
        findings.append(.seal(.first(first.entry, isOfKept: first.isOfKept, later: wrong.count - 1)))
    }

    /// A signature vouches for its entry and all before it, so the chain's end must carry one; a wrong one is never right.
    private mutating func checkSignatures(_ chain: ArraySlice<ChainSnapshot>, _ cuts: [Cut]) {
        guard let publicKey, let newest = chain.last else { return }
        var last: ChainEntry?
        var isLastSigned = false
        func entries() -> [(entry: ChainEntry, seal: [UInt8]?, signer: [UInt8]?, signature: [UInt8]?)] {
            chain.flatMap { snapshot in
                [(snapshot.entry, snapshot.seal, snapshot.signer, snapshot.signature)]
                    + cuts.filter { $0.after == snapshot.header.takenAt }.map {
                        ($0.entry(in: newest.header.cluster), $0.seal, $0.signer, $0.signature)
                    }
            }
        }
        for entry in entries() {
            isLastSigned = false
            guard entry.signer == publicKey.bytes else { continue }
            guard let signature = entry.signature, let seal = entry.seal, publicKey.isValid(signature, of: seal) else {
                findings.append(.signature(.invalid(entry.entry)))
                continue
            }
            last = entry.entry
            isLastSigned = true
        }
        guard !isLastSigned else { return }
        findings.append(.signature(.endUnsigned(newest.entry, signedUntil: last)))
    }
}
