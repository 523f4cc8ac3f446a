package import ClusterAPI
package import Model
package import Record

/// What a person should know of how a live cluster was looked at.
package enum ClusterRemark: Remark, Hashable {
    /// Kinds that may not be listed in all namespaces at once, and how they were read then.
    case refusedAtOnce([ObjectKind], ByNamespace)
    /// A namespace that does not exist any more, with what stood in it.
    case goneWithAll(namespace: String)
    /// A namespace of before, in which nothing stood, that does not exist any more.
    case gone(namespace: String)
    /// A namespace that does not exist, and of which the record never held anything.
    case neverExisted(namespace: String)
    /// A namespace with nothing in it, of which the record never held anything.
    case strange(namespace: String)
    /// Namespaces that may be seen no longer, deleted or not.
    case unseen(namespaces: [String])
    /// What images are made of was read of so many, until a request failed.
    case images(told: Int, of: Int, APIError)
    /// A kind that cannot be followed, since its list does not say which moment it shows.
    case noMoment(Coverage.Scope)
    /// More watches than are opened.
    case tooManyWatches(Int, opened: Int)

    /// How kinds were read that may not be listed in all namespaces at once.
    package enum ByNamespace: Sendable, Hashable {
        /// Which namespaces there are cannot be listed; whether those that the record knows were read.
        case unlisted(APIError, readsKnown: Bool)
        /// No namespace may be seen.
        case noneSeen
        /// In each of so many that may be seen.
        case each(Int)
    }
}
