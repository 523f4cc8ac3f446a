package import ClusterAPI
package import Model

/// Why a live cluster did not show a kind whole.
package enum ListFault: Remark, Hashable {
    /// The request failed.
    case request(APIError)
    /// The answer is no page of the list.
    case page(PageProblem)
    /// What was read cannot be kept until it is recorded.
    case source(SourceError)
    /// The server has the group in other versions only.
    case versions(group: String, served: [String])
    /// The namespace does not exist.
    case goneNamespace
    /// It may not be listed everywhere at once, and which namespaces there are cannot be listed.
    case unlisted(APIError)
    /// The namespace may be seen no longer; what was answered there.
    indirect case unseen(ListFault?)
    /// The watch broke, so what changed since is for the next list to tell.
    case watch(WatchFault)
}

/// Why an answer that came whole is no page of the list that was asked for, or no watch of it. To ask again would not help.
package enum PageProblem: Error, Sendable, Hashable {
    /// More than one list.
    case severalLists
    /// No kind.
    case noKind
    /// Items that are no list.
    case itemsNotList
    /// Another kind than asked for: what it calls itself.
    case otherKind(ObjectKind, String)
    /// An object in it is not what Kubernetes would have written.
    case object(ObjectKind, ObjectName, MalformedObject)
    /// The list itself is not.
    case list(MalformedObject)
    /// The pages lead elsewhere each time they are asked for.
    case wandering
    /// The pages lead back to themselves.
    case circle
    /// What was there a moment ago is not.
    case vanished(APIError)
    /// What was there a moment ago is not, when a later page was asked for.
    case vanishedPage(APIError)

    /// A watch was answered with a list.
    case watchedList
    /// A watch was answered with something that is no event.
    case noEvent
    /// A watch tells of another kind: what it calls itself.
    case watchedOther(ObjectKind, String)
    /// A watch of a namespace tells of another.
    case watchedElsewhere(ObjectKind, namespace: String)
    /// A watch's object is not what Kubernetes would have written.
    case watchedObject(ObjectKind, ObjectName?, MalformedObject)
}
