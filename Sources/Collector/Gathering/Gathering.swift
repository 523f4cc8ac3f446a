internal import Inventory

/// Everything found so far in a source's files: objects each once, what was covered, and what was not kept.
final class Gathering {
    let scope: Scope
    /// Whether objects outside the scope are left out, as of a must-gather, or are an error.
    let leavesOut: Bool
    /// The texts that objects of all files repeat.
    let sharedTexts = SharedTexts()

    private(set) var workloads: [Workload.ID: Kept<Workload>] = [:]
    private(set) var streams: [ImageStream.ID: Kept<StreamWithTags>] = [:]
    private(set) var streamTags: [ImageStreamTag.ID: Kept<ImageStreamTag>] = [:]
    private(set) var images: [String: Image] = [:]

    var coverage: CoverageEvidence
    /// Objects that are not part of the record, by kind.
    var skipped: [String: Int] = [:]
    /// Objects that stood alone, outside any list.
    var alone: [ObjectKind: Int] = [:]
    /// Files with an empty list whose kind nothing names.
    var emptyLists: [String] = []
    /// Objects outside the scope.
    private(set) var leftOut = 0

    init(scope: Scope, covers: Set<ObjectKind>, leavesOut: Bool) {
        self.scope = scope
        self.leavesOut = leavesOut
        coverage = CoverageEvidence(covered: covers)
    }

    /// Keeps an object; the same one again, from another file and with the same kept state, is the same.
    func add(_ object: DecodedObject, from file: String) throws {
        guard try isInScope(object) else { return }
        switch object {
        case .workload(let workload): try workloads.keep(workload, as: workload.id, from: file)
        case .imageStream(let stream, let tags):
            try streams.keep(StreamWithTags(stream: stream, tags: tags), as: stream.id, from: file)
        case .imageStreamTag(let tag, let image):
            try streamTags.keep(tag, as: tag.id, from: file)
            if let image { images[image.digest] = images[image.digest] ?? image }
        }
    }

    private func isInScope(_ object: DecodedObject) throws -> Bool {
        if scope.contains(object.namespace) { return true }
        guard leavesOut else {
            throw MalformedObject(
                reason: "it is outside the namespaces given with -n; give all that the dump covers, or -A")
        }
        leftOut += 1
        return false
    }
}

/// A stream and the tags it carries.
struct StreamWithTags: Equatable {
    var stream: ImageStream
    var tags: [ImageStreamTag]
}

/// A value and the file it came from.
struct Kept<Value: Equatable> {
    var value: Value
    var file: String
}

extension Dictionary {
    fileprivate mutating func keep<Kind>(_ new: Kind, as id: Key, from file: String) throws where Value == Kept<Kind> {
        guard let old = self[id] else {
            self[id] = Kept(value: new, file: file)
            return
        }
        if old.file == file { throw MalformedObject(reason: "it stands twice in this file") }
        guard old.value == new else {
            throw MalformedObject(
                reason: "it stands differently in \(old.file.printable); which one is true cannot be known")
        }
    }
}

extension DecodedObject {
    /// The kind it was decoded as.
    var kind: ObjectKind {
        switch self {
        case .workload(let workload): workload.id.kind
        case .imageStream: .imageStream
        case .imageStreamTag: .imageStreamTag
        }
    }

    fileprivate var namespace: String {
        switch self {
        case .workload(let workload): workload.id.namespace
        case .imageStream(let stream, _): stream.id.namespace
        case .imageStreamTag(let tag, _): tag.id.stream.namespace
        }
    }
}
