internal import Model
internal import Record
internal import Texts

/// Everything found so far in a source: objects each once, what was covered, and what was not kept.
final class SnapshotBuilder {
    let scope: Scope
    /// Whether objects outside the scope are left out, as of a must-gather, or are an error.
    let leavesOut: Bool
    /// The namespaces whose folders a must-gather holds: it shows those and no other, unless its user claims more. Nil where the
    /// source is none.
    let folders: Set<ExactText>?
    /// What is looked for.
    let kinds: Kinds
    /// Whether the user says that a must-gather shows every namespace.
    let claimsAll: Bool

    var coverage: CoverageEvidence
    /// Objects that are not part of the record, by kind.
    var skipped: [String: Int] = [:]
    /// Objects that stood alone, outside any list, by kind and namespace.
    var alone: [Coverage.Scope: Int] = [:]
    /// Files with an empty list whose kind nothing names.
    var emptyLists: [String] = []
    /// Files with a list of which it is not understood what it is a list of, and what it calls itself.
    var strangeLists: [(file: String, type: String)] = []
    /// Files of one namespace's folder with a list of other namespaces' objects.
    var straying: [String] = []
    /// Files that are no Kubernetes objects.
    var strays: [String] = []
    /// Files without a byte, or none that says anything.
    var emptyFiles: [String] = []
    /// YAML files of which it cannot be told whether they were cut off, with the kind and namespace that would suffer.
    var openEnds: [String: Set<Coverage.Scope>] = [:]
    /// YAML files with a list that may have been cut off.
    var openLists: [String] = []
    /// Which cluster the objects are of, and the file that said so first.
    private(set) var identity = ClusterIdentity()
    private var identifiedBy = ""
    /// Objects outside the scope.
    private(set) var leftOut = 0

    let spool = Spool()
    private var files: [String] = []

    init(
        scope: Scope, covers: Set<ObjectKind>, leavesOut: Bool, folders: Set<ExactText>? = nil, claimsAll: Bool = false,
        kinds: Kinds = .builtIn
    ) {
        self.kinds = kinds
        self.scope = scope
        self.leavesOut = leavesOut
        self.folders = folders
        self.claimsAll = claimsAll
        coverage = CoverageEvidence(covered: covers)
    }

    /// Keeps an object; the same one again, from another file and with the same kept state, is the same.
    func add(_ object: DecodedObject, from file: String) throws {
        guard try isInScope(object) else { return }
        let file = number(of: file)
        switch object {
        case .workload(let workload): try add(workload, file)
        case .pod(let report, let workload):
            if let workload { try add(workload, file) }
            try add(report, file)
        case .owned(let link): try add(link)
        case .imageStream(let stream, let tags):
            let partition = Spool.SpoolPartition(stream.id.namespace, .objects(.imageStream))
            let whole = StreamWithTags(stream: stream, tags: tags)
            guard try isNew(partition, [stream.id.name], file, read: { $0.stream() }, \.stream.id, whole) else { return }
            try spool.put(partition, key: key(partition, [stream.id.name]), file: file, tags: tags.count) {
                $0.write(stream, tags)
            }
        case .imageStreamTag(let tag, let image):
            let partition = Spool.SpoolPartition(tag.id.stream.namespace, .objects(.imageStreamTag))
            let names = [tag.id.stream.name, tag.id.tag]
            if let image { try add(image, in: tag.id.stream.namespace) }
            guard try isNew(partition, names, file, read: { $0.tag() }, \.id, tag) else { return }
            try spool.put(partition, key: key(partition, names), file: file) { $0.write(tag) }
        }
    }

    /// Notes what a file says of which cluster it is of, or throws a ``SourceError`` where another file said otherwise.
    func identify(_ marks: ClusterIdentity, from file: String) throws {
        guard !marks.isUnknown else { return }
        if let (mark, here, there) = marks.difference(from: identity) {
            throw SourceError(file: file, .otherCluster(than: identifiedBy, mark: mark, here: here, there: there))
        }
        if identity.isUnknown { identifiedBy = file }
        identity = identity.merged(with: marks)
    }

    /// Keeps what is known of an image that something in a namespace names.
    func add(_ image: Image, in namespace: String) throws {
        try spool.put(Spool.SpoolPartition(namespace, .images)) { $0.write(image) }
    }

    private func add(_ workload: Workload, _ file: Int32) throws {
        let partition = Spool.SpoolPartition(workload.id.namespace, .objects(workload.id.kind))
        guard try isNew(partition, [workload.id.name], file, read: { $0.workload(workload.id.kind) }, \.id, workload) else {
            return
        }
        try spool.put(partition, key: key(partition, [workload.id.name]), file: file) { $0.write(workload) }
        if kinds[workload.id.kind]?.workload?.isOnlyUnowned == true {
            let object = PodReport.Object(kind: workload.id.kind, name: workload.id.name)
            try add(OwnerLink(namespace: workload.id.namespace, object: object))
        }
    }

    /// Keeps what a Pod runs. Two files of a must-gather show a Pod at two moments; that it is the same Pod is told from its name's hash, since
    /// the name is not kept, and what the first one says counts.
    private func add(_ report: PodReport, _ file: Int32) throws {
        let partition = Spool.SpoolPartition(report.namespace, .podReports)
        let key = key(partition, [report.name])
        if let place = spool.place(of: key) {
            if place.file == file { throw MalformedObject.twice }
            return
        }
        try spool.put(partition, key: key, file: file) { $0.write(report) }
    }

    private func add(_ link: OwnerLink) throws {
        try spool.put(Spool.SpoolPartition(link.namespace, .ownerLinks(link.object.kind))) { $0.write(link) }
    }

    /// Whether nothing of the kind and name was met before; that the same thing was is no matter, but two different ones are.
    private func isNew<Value: Equatable, ID: Equatable>(
        _ partition: Spool.SpoolPartition, _ names: [String], _ file: Int32, read: (inout SpoolReader) -> Value,
        _ id: (Value) -> ID, _ new: Value
    ) throws -> Bool {
        guard let place = spool.place(of: key(partition, names)) else { return true }
        var reader = try spool.reader(at: place, namespace: partition.namespace.text)
        let old = read(&reader)
        // Two names with one hash.
        guard id(old) == id(new) else { return true }
        if place.file == file { throw MalformedObject.twice }
        guard old == new else { throw MalformedObject.different(from: files[Int(place.file)]) }
        return false
    }

    private func key(_ partition: Spool.SpoolPartition, _ names: [String]) -> Int {
        var hasher = Hasher()
        hasher.combine(partition)
        for name in names { hasher.combine(ExactText(name)) }
        return hasher.finalize()
    }

    private func number(of file: String) -> Int32 {
        // Objects come file by file.
        if files.last != file { files.append(file) }
        return Int32(files.count - 1)
    }

    private func isInScope(_ object: DecodedObject) throws -> Bool {
        if scope.contains(object.namespace) { return true }
        guard leavesOut else { throw MalformedObject.outOfScope }
        leftOut += 1
        return false
    }
}

/// A stream and the tags it carries.
struct StreamWithTags: Equatable {
    var stream: ImageStream
    var tags: [ImageStreamTag]
}

extension DecodedObject {
    /// The kind it was decoded as.
    var kind: ObjectKind {
        switch self {
        case .workload(let workload): workload.id.kind
        case .imageStream: .imageStream
        case .imageStreamTag: .imageStreamTag
        case .pod: .pod
        case .owned(let link): link.object.kind
        }
    }

    /// Whether the record keeps its state, and it is not another's to tell of.
    var isKept: Bool {
        switch self {
        case .workload, .imageStream, .imageStreamTag: true
        case .pod(_, let workload): workload != nil
        case .owned: false
        }
    }

    /// The namespace it stands in.
    var namespace: String {
        switch self {
        case .workload(let workload): workload.id.namespace
        case .imageStream(let stream, _): stream.id.namespace
        case .imageStreamTag(let tag, _): tag.id.stream.namespace
        case .pod(let report, _): report.namespace
        case .owned(let link): link.namespace
        }
    }
}
