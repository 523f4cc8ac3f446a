package import Model
package import Texts

/// How looking for one kind went, in one namespace or in all: the record's coverage with its reason as a value.
package struct KindCoverage: Sendable {
    /// The kind looked for.
    package var kind: ObjectKind
    /// The namespace looked in; nil is all of them.
    @Exact package var namespace: String?
    /// How it went.
    package var outcome: Coverage.Outcome
    /// Objects of the kind found in the scope.
    package var objects: Int
    /// Why it was not seen whole.
    package var reason: (any Remark)?

    package init(
        kind: ObjectKind, namespace: String? = nil, outcome: Coverage.Outcome, objects: Int, reason: (any Remark)? = nil
    ) {
        self.kind = kind
        self.namespace = namespace
        self.outcome = outcome
        self.objects = objects
        self.reason = reason
    }
}

/// Why files do not show a kind whole.
package enum CoverageReason: Remark, Hashable {
    /// The API answered otherwise: its words; nil where it has none.
    case answer(String?)
    /// The list is one page of several.
    case onePage
    /// The file that was to hold it is empty.
    case emptyFile(String)
    /// A list of tags of so many streams, which may be all of them or one page.
    case listOfTags(streams: Int)
}

/// What is told of a snapshot before its objects, with reasons as values.
package struct GatheredHeader: Sendable {
    /// The cluster's name in the file.
    package var cluster: String
    /// When the cluster was looked at.
    package var takenAt: Instant
    /// Where the observation came from: a server's URL, a file's name.
    package var source: String
    /// What was looked at, and with what outcome.
    package var coverage: [KindCoverage]
    /// Whether nobody looked, but watches told what changed.
    package var isFollowed = false

    /// As it is recorded.
    ///
    /// - Parameter words: What the record says of a reason.
    package func header(_ words: (any Remark) -> String) -> SnapshotHeader {
        var header = SnapshotHeader(
            cluster: cluster, takenAt: takenAt, source: source,
            coverage: coverage.map {
                Coverage(
                    kind: $0.kind, namespace: $0.namespace, outcome: $0.outcome, objects: Int64($0.objects),
                    message: $0.reason.map(words))
            })
        header.isFollowed = isFollowed
        return header
    }
}
