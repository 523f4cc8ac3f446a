package import ClusterAPI
package import Model
package import Record

/// Why a watch is over before its time.
package enum WatchFault: Sendable, Hashable {
    /// The server no longer knows the moment to go on from (410).
    case forgotten
    /// So it says in the watch itself: its words; nil where it has none.
    case expired(String?)
    /// It answered with what is no watch.
    case page(PageProblem)
    /// It answered with what is no JSON.
    case document(DocumentFault)
    /// It could not be read for another reason.
    case unreadable
    /// More objects changed at once than so many.
    case tooMuch(Int)
}

/// Why the next list is due early.
package enum WatchLoss: Sendable, Hashable {
    /// A watch broke.
    case broke(Coverage.Scope, WatchFault)
    /// Too much changed at once.
    case tooMuch
}

/// A watch that the server refuses, so that only lists tell of its objects.
package struct RefusedWatch: Sendable, Hashable {
    /// What it would have told of.
    package var scope: Coverage.Scope
    /// How it was refused.
    package var error: APIError
}

/// What a watch says went wrong in the server; it is asked again from where it was.
package struct WatchFailure: Error, Hashable {
    /// The server's words; nil where it has none.
    package var words: String?
}
