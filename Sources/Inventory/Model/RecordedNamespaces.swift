/// The namespaces of a cluster of which a record holds anything.
public struct RecordedNamespaces: Sendable, Equatable {
    /// Those in which something stands.
    public var standing: Set<String>
    /// Those in which anything ever stood.
    public var ever: Set<String>

    /// Names them.
    public init(standing: Set<String> = [], ever: Set<String> = []) {
        self.standing = standing
        self.ever = ever
    }
}
