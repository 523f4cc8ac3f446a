public import Collector
public import Model
public import Record
internal import Texts
internal import Words

extension Remark {
    /// What a person should know; what has no sentence here describes itself.
    public var sentence: String { (self as? any Explainable)?.sentence ?? "\(self)" }

    /// The same as it is written into the record.
    var recorded: String {
        // What files say was freed of credentials when it was read.
        self is CoverageReason ? sentence : sentence.withoutCredentials(limit: longestText)
    }
}

extension Collected {
    /// What is to be recorded, its objects aside.
    public var header: SnapshotHeader { gathered.header(\.recorded) }

    /// What was doubted or left out otherwise than by its kind, a sentence each.
    public var remarks: [String] { findings.map(\.sentence) }

    /// All of it, a sentence each; nothing is left out without a count.
    public var notices: [String] { Collected.sentence(skipped: skipped) + remarks }

    /// What was skipped, in words; nothing where nothing was.
    public static func sentence(skipped: [String: Int]) -> [String] {
        guard !skipped.isEmpty else { return [] }
        let kinds = skipped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key.printable)" }
        let isOne = skipped.values.reduce(0, +) == 1
        return ["\(kinds.joined(separator: ", ")) \(isOne ? "object is" : "objects are") not part of the record"]
    }

    /// Records it, part by part.
    ///
    /// - Throws: ``StoreError``, or ``SourceError`` where what was gathered cannot be read back; the file is then as it was.
    @discardableResult
    public func record(in store: RecordWriter, deletions: DeletionPolicy = .recorded) throws -> Recorded {
        try record(header, in: store, deletions: deletions)
    }

    /// All of it at once, however much it is.
    public func snapshot() throws -> Snapshot { try snapshot(header) }
}

extension CoverageReason: Explainable {
    /// What the record says of it.
    package var sentence: String {
        switch self {
        case .answer(let words): words ?? Self.noReason
        case .onePage: "the list is one page of several; the others are missing"
        case .emptyFile(let file): "\(file) is empty"
        case .listOfTags(let streams):
            "the list of imagestreamtags names \(streams) streams, and oc get istag stops after a page of 500 "
                + "streams without saying so; dump imagestreams too"
        }
    }

    static let noReason = "it gives no reason"
}

extension FileRemark: Explainable {
    /// What was doubted, left out or taken for granted.
    package var sentence: String {
        switch self {
        case .emptyList(let file):
            "\(file.printable) is an empty list that nothing names, so it covers no kind; say which with --covers"
        case .strangeList(let file, let type):
            "\(file.printable) has a \(type.printable) whose items are of other kinds: they were recorded, but it covers none"
        case .strayingLists(let files):
            "lists in one namespace's folder that hold another's objects cover none: \(files.examples)"
        case .alone(let kind, let count):
            "\(count) \(kind.title)\(count == 1 ? "" : " objects") outside any list: recorded, but no other is taken to be gone"
        case .leftOut(let count):
            "\(count.counted("object")) outside the namespaces given with -n \(count == 1 ? "was" : "were") left out"
        case .strays(let files):
            files.count == 1
                ? "\(files.examples) holds no Kubernetes object and was left out"
                : "\(files.count) files hold no Kubernetes object and were left out: \(files.examples)"
        case .empty(let files):
            files.count == 1
                ? "\(files.examples) is empty and was left out"
                : "\(files.count) files are empty and were left out: \(files.examples)"
        case .maybeCut(let files):
            "had \(files.examples) been cut off at the end of a line, YAML could not tell; JSON (-o json) can"
        case .differentDigests(let tags):
            "imagestreamtags and imagestreams name different digests for \(tags.words); the streams' were recorded"
        case .unknownTags(let tags): "imagestreams do not have \(tags.words), which imagestreamtags list; not recorded"
        case .claimedWhole(let folders, let kinds): Self.claim(folders, kinds)
        case .noFolders(let namespaces): "it holds no folder of \(namespaces.examples), so nothing was looked at there"
        case .gathered(let instant, true, let recordedAs?):
            "the must-gather was begun at \(instant), and is recorded as taken at \(recordedAs)"
        case .gathered(let instant, false, let recordedAs?):
            "the newest event or log in the must-gather is of \(instant); it is recorded as taken at \(recordedAs)"
        case .gathered(let instant, true, nil): "the must-gather was begun at \(instant), and is recorded as of then"
        case .gathered(let instant, false, nil):
            "the must-gather does not say when it was made; it is recorded as of its newest event or log, \(instant)"
        case .unread(let count, let folder):
            "\(count.counted("other file")) in \(folder.printable) \(count == 1 ? "was" : "were") not read"
        case .leadingOut(let links, let folder):
            "links to folders outside of \(folder.printable) were not followed: \(links.examples)"
        }
    }

    private static func claim(_ folders: Int, _ kinds: [ObjectKind]) -> String {
        let places = folders == 1 ? "that of 1 namespace" : "those of \(folders) namespaces"
        let everywhere = kinds.map(\.resource).joined(separator: ", ")
        return "a must-gather shows only the namespaces whose folders it holds, here \(places). -A says that these are all"
            + (kinds.isEmpty
                ? "; but no kind has a list in each of them, so what stands elsewhere still stands"
                : ", so what it does not show is taken to be gone in every other too: \(everywhere)")
    }
}

extension TagExamples {
    /// The first few, and how many more.
    fileprivate var words: String {
        let few = first.map { $0.description.printable }.joined(separator: ", ")
        return count > first.count ? "\(few) and \(count - first.count) more" : few
    }
}

extension [String] {
    /// The first few, and how many more.
    fileprivate var examples: String {
        let few = prefix(3).map(\.printable).joined(separator: ", ")
        return count > 3 ? "\(few) and \(count - 3) more" : few
    }
}
