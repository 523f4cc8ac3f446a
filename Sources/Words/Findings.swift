internal import Judging
internal import Model
public import Record

extension Finding: Explainable {
    /// What does not hold.
    public var sentence: String {
        switch self {
        case .damage(let damage): damage.words
        case .seal(let seal): seal.words
        case .signature(let signature): signature.words
        case .invariant(let contradiction): contradiction.words
        case .unexpected(let seal, let isFleet):
            "the seal \(seal) is in no chain of this \(isFleet ? "fleet" : "file"): what it sealed was rewritten, cut off, or is elsewhere"
        }
    }
}

extension ChainEntry {
    /// `cluster prod, snapshot 17 taken at 2026-…`.
    var words: String {
        switch self {
        case .snapshot(let cluster, let number, let takenAt): "cluster \(cluster), snapshot \(number) taken at \(takenAt)"
        case .cut(let cluster, let madeAt): "cluster \(cluster), the cut made at \(madeAt)"
        }
    }
}

extension Damage {
    fileprivate var words: String {
        switch self {
        case .reported(let reason): "the file is damaged: \(reason.words)"
        case .wrongPages(let first, let areMore):
            "page \(first) of the file is not as it was written\(areMore ? ", nor are others" : ""): the disk changed it, or another "
                + "program wrote to it"
        }
    }
}

extension BrokenSeal {
    fileprivate var words: String {
        switch self {
        case .first(let entry, let isOfKept, let later):
            "\(entry.words)\(isOfKept ? ": what it kept from before" : ""): the first whose seal does not hold: it, what it saw, or what "
                + "stood before it was changed" + (later > 0 ? "; \(later) later ones of the cluster do not either" : "")
        case .unplaced(let cut): "\(cut.words): stands behind a snapshot that is not there"
        }
    }
}

extension BadSignature {
    fileprivate var words: String {
        switch self {
        case .invalid(let entry): "\(entry.words): its signature by this key is not valid"
        case .endUnsigned(let end, let last):
            "\(end.words): the end of the chain is not signed by this key; "
                + (last.map { "this key vouches for it only up to \($0.words)" } ?? "none of the cluster is")
        }
    }
}

extension Contradiction {
    fileprivate var words: String {
        switch self {
        case .rule(let rule, let rows): "\(rows) \(rule.words)"
        case .unused(let table, let rows): "\(rows) rows of \(table) are named by nothing"
        case .dangling(let table, let named, let rows): "\(rows) rows of \(table) name rows of \(named) that are not there"
        case .schema(let name): "the \(name) is not the one this program makes"
        case .order(let entry): "\(entry.words): the snapshot before it is not older"
        case .stub(let entry): "\(entry.words): is marked as cut off where no cut is, or not where one is"
        case .state(let fact, let object, let seen, let fault):
            "the \(fact) \(object) "
                + (seen.map { "of cluster \($0.cluster), seen from \($0.takenAt) on," } ?? "of no snapshot") + " \(fault.words)"
        case .judgement(let cluster, let wrong, let more):
            "cluster \(cluster): \(wrong.words)" + (more > 0 ? " (and \(more) more judgements that do not follow)" : "")
        }
    }
}

extension RecordRule {
    /// How rows break it.
    fileprivate var words: String {
        switch self {
        case .followers: "tags are listed as followers of a source they never followed, or missing from that list"
        case .followedSnapshots: "snapshots are said to be followed and tell of nothing, or the other way round"
        case .massDeletions: "snapshots are said to have taken much for gone that did not, or the other way round"
        case .closedWorkloads: "workloads are closed by snapshots that did not look for them completely"
        case .closedContainers: "containers are closed by snapshots that did not look for their workload completely"
        case .closedImageStreams: "image streams are closed by snapshots that did not look for them completely"
        case .closedRunning: "images are said to run no more by snapshots that did not look at Pods completely"
        case .closedTags: "tags are closed by snapshots that did not look for them completely"
        case .fingerprints: "texts are filed under another text's fingerprint"
        case .references: "references are cut into parts, or tied to a full spelling, that are not theirs"
        case .kinds: "kinds or outcomes carry another name than this program gives them"
        }
    }
}

extension StateFault {
    fileprivate var words: String {
        switch self {
        case .ofAnotherCluster: "is dated by a snapshot of another cluster"
        case .acrossClusters: "begins in one cluster and ends in another"
        case .endsBeforeItBegins: "ends before it begins"
        case .overlaps: "begins while an earlier state still stands"
        }
    }
}

extension WrongJudgement {
    fileprivate var words: String {
        switch self {
        case .ofNoState(let container): "a judgement of container number \(container) is of no state of it"
        case .ofNoContainer: "there is a judgement of a container that never was"
        case .differs(let container, let takenAt, let snapshot, let written, let expected):
            "container \(container.name) of \(container.workload) at \(takenAt?.description ?? "snapshot \(snapshot)"): the judgement "
                + "does not follow from the record: it says \(Self.words(written)), and what stood then makes it \(Self.words(expected))"
        }
    }

    private static func words(_ judgement: Judgement?) -> String {
        guard let judgement else { return "nothing" }
        let tag = judgement.tag.map { " by \($0)" } ?? ""
        let since = judgement.staleSince.map { " since \($0)" } ?? ""
        return "\(judgement.verdict.rawValue) (\(judgement.reason.rawValue)\(tag)\(since))"
    }
}

extension Verification.Note: Explainable {
    /// What holds and is worth knowing.
    public var sentence: String {
        switch self {
        case .cut(let cluster, let cutOff): "cluster \(cluster): \(cutOff.words)"
        case .otherRules(let cluster, let recorded, let known):
            "cluster \(cluster) is judged by version \(recorded) of the rules, and this program has version \(known): its "
                + "judgements were not compared; the next recording judges anew"
        case .kept(let entry, let isCutSince):
            "the seal you kept is that of \(entry.words); "
                + (isCutSince
                    ? "what was recorded up to it stands as it was, but for what was cut off since"
                    : "all before it is as it was then")
        case .keptCut(let cutOff): "the seal you kept is that of a cut: \(cutOff.words)"
        }
    }
}

extension Verification.CutOff {
    /// What it took away.
    fileprivate var words: String {
        "\(snapshots.counted("snapshot")) from \(removedFrom) on and \(states.counted("state")) that had ended before "
            + "\(keptFrom) were cut off at \(madeAt)"
    }
}
