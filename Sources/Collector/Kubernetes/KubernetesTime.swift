internal import Model
internal import Record

extension DocumentNode {
    /// The member as a time; nil where it is absent or null.
    func instant(_ key: String) throws -> Instant? {
        guard let text = try nonEmptyString(key) else { return nil }
        guard let instant = Instant(text) else { throw MalformedObject.notTime(key) }
        return instant
    }
}
