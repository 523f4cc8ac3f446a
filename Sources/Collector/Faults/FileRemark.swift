package import Model

/// What a person should know of how a source was read, as a value; the words for it stand in `Words`.
public protocol Remark: Sendable {}

/// What was doubted, left out or taken for granted of files.
package enum FileRemark: Remark, Hashable {
    /// An empty list of which nothing says a kind, so it covers none.
    case emptyList(file: String)
    /// A list whose items are of other kinds than it says: what it calls itself. It covers none.
    case strangeList(file: String, type: String)
    /// Lists in one namespace's folder that hold another's objects, so they cover none.
    case strayingLists(files: [String])
    /// Objects that stood alone, so that no other is taken to be gone.
    case alone(ObjectKind, count: Int)
    /// Objects outside the namespaces that were named.
    case leftOut(Int)
    /// Files without a Kubernetes object.
    case strays(files: [String])
    /// Files without anything.
    case empty(files: [String])
    /// YAML that may have been cut off.
    case maybeCut(files: [String])
    /// Tags whose ImageStreamTag names another digest than their stream.
    case differentDigests(TagExamples)
    /// ImageStreamTags that no stream has.
    case unknownTags(TagExamples)

    /// A must-gather that is said to show all namespaces: how many folders it holds, and of which kinds each has a list.
    case claimedWhole(folders: Int, kinds: [ObjectKind])
    /// Namespaces that were named and have no folder in a must-gather.
    case noFolders([String])
    /// When a must-gather was made, whether it says so itself, and as taken at which other time it is recorded, where that was given.
    case gathered(Instant, saysSo: Bool, recordedAs: Instant?)
    /// Files that were not read.
    case unread(Int, in: String)
    /// Links out of a folder.
    case leadingOut([String], of: String)
}

/// The first few of many tags.
package struct TagExamples: Sendable, Hashable {
    /// The first few.
    package private(set) var first: [ImageStreamTag.ID] = []
    /// How many there are.
    package private(set) var count = 0

    mutating func add(_ tags: [ImageStreamTag.ID]) {
        count += tags.count
        first = Array((first + tags).sorted().prefix(3))
    }
}
