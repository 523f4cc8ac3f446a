public import Model
internal import Texts

extension Coverage {
    /// A kind, in one namespace or in all.
    public struct Scope: Sendable, Hashable {
        /// The kind looked for.
        public let kind: ObjectKind
        /// The namespace looked in; nil is all of them.
        public let namespace: String?

        /// Names a kind in a namespace, or in all.
        public init(kind: ObjectKind, namespace: String?) {
            self.kind = kind
            self.namespace = namespace
        }

        /// Compares bytes.
        public static func == (left: Scope, right: Scope) -> Bool {
            guard left.kind == right.kind else { return false }
            guard let mine = left.namespace, let other = right.namespace else {
                return left.namespace == nil && right.namespace == nil
            }
            return mine.hasSameBytes(as: other)
        }
    }

    /// The scope this entry speaks of.
    public var scope: Scope { Scope(kind: kind, namespace: namespace) }
}
