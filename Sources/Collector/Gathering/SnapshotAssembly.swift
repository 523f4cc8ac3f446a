internal import Inventory

extension Gathering {
    /// `oc get istag -A` reads one page of 500 streams and the server loses the rest without a word, so that many streams or
    /// nearly so in a list of tags alone may be all there are or not.
    static let mostStreamsOfTagList = 250

    /// The snapshot, and what a person should know of how it came to be.
    func assembled(cluster: String, takenAt: Instant, source: String) -> Collected {
        var snapshot = Snapshot(cluster: cluster, takenAt: takenAt, source: source, coverage: [])
        let complete = Set(
            scope.entries.filter { coverage.entry(.imageStream, in: $0, objects: 0)?.outcome == .complete })
        let reconciled = TagReconciliation(self) { complete.contains($0) || complete.contains(nil) }
        snapshot.workloads = workloads.values.map(\.value)
        snapshot.workloads.sort { $0.id < $1.id }
        snapshot.imageStreams = streams.values.map(\.value.stream)
        snapshot.imageStreams.sort { $0.id < $1.id }
        snapshot.imageStreamTags = reconciled.tags
        snapshot.images = images.values.sorted { $0.digest < $1.digest }
        snapshot.coverage = scope.entries.flatMap { namespace in
            ObjectKind.allCases.compactMap { entry($0, in: namespace, of: snapshot) }
        }
        return Collected(snapshot: snapshot, skipped: skipped, remarks: remarks(reconciled, snapshot.coverage))
    }

    private func entry(_ kind: ObjectKind, in namespace: String?, of snapshot: Snapshot) -> Coverage? {
        let objects = count(kind, in: namespace, of: snapshot)
        let told = coverage.entry(kind, in: namespace, objects: objects)
        guard kind == .imageStreamTag else { return told }
        // Streams carry their tags, so seeing all streams is seeing all tags, whatever the list of tags was like.
        if coverage.entry(.imageStream, in: namespace, objects: 0)?.outcome == .complete {
            return Coverage(kind: kind, namespace: namespace, outcome: .complete, objects: Int64(objects))
        }
        let listed = Set(streamTags.keys.filter { namespace == nil || $0.stream.namespace == namespace }.map(\.stream))
        guard told?.outcome == .complete, listed.count >= Self.mostStreamsOfTagList else { return told }
        return Coverage(
            kind: kind, namespace: namespace, outcome: .failed, objects: Int64(objects),
            message:
                "the list of imagestreamtags names \(listed.count) streams, and oc get istag stops after a page of 500 "
                + "streams without saying so; dump imagestreams too")
    }

    private func count(_ kind: ObjectKind, in namespace: String?, of snapshot: Snapshot) -> Int {
        func isHere(_ other: String) -> Bool { namespace == nil || namespace == other }
        return switch kind {
        case .imageStream: snapshot.imageStreams.count { isHere($0.id.namespace) }
        case .imageStreamTag: snapshot.imageStreamTags.count { isHere($0.id.stream.namespace) }
        default: snapshot.workloads.count { $0.id.kind == kind && isHere($0.id.namespace) }
        }
    }
}
