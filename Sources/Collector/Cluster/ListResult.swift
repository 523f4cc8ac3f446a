internal import Model
internal import Texts

/// How looking for one kind went, in one namespace or in all.
struct ListResult: Sendable, Hashable {
    var kind: ObjectKind
    @Exact var namespace: String?
    var outcome: Coverage.Outcome
    /// What happened, where it is not complete.
    var fault: ListFault?
    /// The version of the API that answered.
    var version: String?
    /// Whether it is absent because the namespace does not exist.
    var isOfGoneNamespace = false

    /// The look at a kind in a namespace that does not exist.
    static func gone(_ kind: ObjectKind, _ namespace: String) -> ListResult {
        ListResult(
            kind: kind, namespace: namespace, outcome: .absent, fault: .goneNamespace, isOfGoneNamespace: true)
    }

    /// Whether it tells of everything that stands in its scope.
    var isExhaustive: Bool { outcome == .complete || isOfGoneNamespace }
}

extension SnapshotBuilder {
    /// The snapshot of a cluster whose lists have all ended, one way or another.
    ///
    /// Streams carry their tags, so how looking for the tags went is how looking for the streams went.
    func assembled(_ looks: [ListResult], cluster: String, takenAt: Instant, source: String) throws -> Collected {
        let whole = Set(
            looks.filter { $0.kind == .imageStream && $0.outcome == .complete }.map { $0.namespace.map { ExactText($0) } })
        let objects = GatheredObjects(try spool.contents(), kinds: kinds, allStreamsSeenIn: whole)
        let tags = try GatheredTags(objects)
        var entries: [KindCoverage] = []
        for look in looks {
            entries.append(KindCoverage(look, look.kind, objects: objects.count(look.kind, in: look.namespace)))
            if look.kind == .imageStream {
                entries.append(KindCoverage(look, .imageStreamTag, objects: tags.count(in: look.namespace)))
            }
        }
        entries.sort { ($0.namespace ?? "", $0.kind) < ($1.namespace ?? "", $1.kind) }
        return Collected(
            GatheredHeader(cluster: cluster, takenAt: takenAt, source: source, coverage: entries), objects: objects)
    }
}

extension KindCoverage {
    fileprivate init(_ look: ListResult, _ kind: ObjectKind, objects: Int) {
        self.init(kind: kind, namespace: look.namespace, outcome: look.outcome, objects: objects, reason: look.fault)
    }
}
