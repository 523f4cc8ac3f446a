public import Texts

/// The namespaces of a cluster of which a record holds anything.
public struct RecordedNamespaces: Sendable, Equatable {
    /// Those in which something stands.
    public var standing: Set<ExactText>
    /// Those in which anything ever stood.
    public var ever: Set<ExactText>

    /// Names them.
    public init(standing: Set<ExactText> = [], ever: Set<ExactText> = []) {
        self.standing = standing
        self.ever = ever
    }
}
