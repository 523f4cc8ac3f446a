internal import ClusterAPI
internal import ClusterWords
public import Collector
public import Model
public import Record
internal import Texts
internal import Words

extension ClusterRemark: Explainable {
    /// How a live cluster was looked at.
    package var sentence: String {
        switch self {
        case .refusedAtOnce(let kinds, let way):
            "\(kinds.map(\.resourceTitle).joined(separator: ", ")): not allowed in all namespaces at once\(Self.words(way))"
        case .goneWithAll(let namespace): "namespace \(namespace) does not exist any more; what stood in it is gone with it"
        case .gone(let namespace): "namespace \(namespace) does not exist any more"
        case .neverExisted(let namespace):
            "namespace \(namespace) does not exist, and the record never held anything of it; check its name"
        case .strange(let namespace):
            "nothing was found in namespace \(namespace), and the record never held anything of it; check its name"
        case .unseen(let namespaces):
            "no longer among the namespaces that may be seen: \(namespaces.joined(separator: ", ")). Deleted, or the right to see "
                + "\(namespaces.count == 1 ? "it was" : "them was") taken away; which of both cannot be known, so what was last known of "
                + "\(namespaces.count == 1 ? "it" : "them") still stands"
        case .images(let told, let all, let error):
            "what images are made of: \(told) of \(all) read, then \(error.explanation)"
        case .noMoment(let scope): "\(scope.words) cannot be followed: the list does not say which moment it shows"
        case .tooManyWatches(let count, let opened):
            "of \(count) watches, a kind and namespace each, \(opened) are opened; what the other \(count - opened) would "
                + "tell is for the next look"
        }
    }

    private static func words(_ way: ByNamespace) -> String {
        switch way {
        case .unlisted(let error, let readsKnown):
            ", and \(unlisted(error))" + (readsKnown ? "; read in those the record knows" : "")
        case .noneSeen: ", and no namespace may be seen; name some with -n"
        case .each(let count): "; read one by one in the \(count) that may be seen"
        }
    }

    static func unlisted(_ error: APIError) -> String { "which namespaces there are cannot be listed: \(error.explanation)" }
}

extension ClusterFollowing {
    /// What is not followed, and why, a sentence each.
    public var remarks: [String] { unfollowed.map(\.sentence) }

    /// Why the next list is due early; nil where nothing is lost.
    public var loss: String? { get async { await lost?.words } }

    /// What was refused since this was last asked, a sentence each.
    public func refusals() async -> [String] {
        await takeRefused().map {
            "\($0.scope.words) cannot be watched, so only looks tell of them: \($0.error.explanation)"
        }
    }
}

extension FollowedChanges {
    /// What is told of it before its objects.
    public var header: SnapshotHeader { gathered.header(\.recorded) }

    /// Records it in one transaction; nil where nothing that is kept changed.
    ///
    /// - Throws: ``StoreError``; the file is then as it was.
    public func record(in store: RecordWriter) throws -> Recorded? { try record(header, in: store) }
}

extension WatchLoss {
    fileprivate var words: String {
        switch self {
        case .broke(let scope, let fault): "\(scope.words): \(fault.words)"
        case .tooMuch: "too much changed at once"
        }
    }
}

extension WatchFault {
    /// Why the watch is over.
    var words: String {
        switch self {
        case .forgotten: "the server no longer knows where it was (410)"
        case .expired(let words): "\(Self.forgotten.words): \((words ?? WatchFailure.noReason).printable)"
        case .page(let problem): problem.reason
        case .document(let fault): fault.words
        case .unreadable: "it could not be read"
        case .tooMuch(let most): "more than \(most) objects changed at once"
        }
    }
}

extension WatchFailure: CustomStringConvertible {
    /// The server's words.
    package var description: String { "\((words ?? Self.noReason).printable)" }

    static let noReason = "no reason told"
}

extension Coverage.Scope {
    fileprivate var words: String { kind.resourceTitle + (namespace.map { " in \($0)" } ?? "") }
}
