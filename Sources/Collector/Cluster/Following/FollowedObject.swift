internal import Model
internal import Texts

/// Which object it is that a list or a watch shows.
struct FollowedKey: Hashable, Sendable {
    var kind: ObjectKind
    @Exact var namespace: String
    @Exact var name: String
}

/// What is remembered of an object, so that it is known again when a watch shows it: three numbers, however large it is.
struct FollowedMark: Hashable, Sendable {
    /// Of all that the record keeps of it.
    var fingerprint: UInt64
    /// Of its uid; what is deleted and made again has another. 0 where it says none.
    var uid: UInt64
    /// Its resource version, where that is a number; 0 where not.
    var version: UInt64
    /// Whether the record keeps its state, and it is not its owner's to tell of.
    var isKept: Bool

    /// Whether another tells nothing that is kept and was not known.
    func isSameState(as other: FollowedMark) -> Bool { fingerprint == other.fingerprint && uid == other.uid }

    /// Whether this is an earlier moment of the same object: a duplicate, or one that was overtaken.
    func isNoLater(than other: FollowedMark) -> Bool {
        uid == other.uid && version != 0 && other.version != 0 && version <= other.version
    }
}

/// An object as it was shown, with what is kept of it.
struct FollowedObject: Sendable {
    var key: FollowedKey
    var mark: FollowedMark
    var content: DecodedObject

    /// Reads it, or throws ``MalformedObject``.
    ///
    /// - Parameter content: What the decoder made of it.
    init(_ object: some DocumentNode, _ kind: ObjectKind, namespace: String?, content: DecodedObject) throws {
        let identity = try FollowedIdentity(object, kind, namespace: namespace)
        key = identity.key
        mark = FollowedMark(
            fingerprint: content.fingerprint, uid: identity.uid, version: identity.version, isKept: content.isKept)
        self.content = content
    }
}

/// What an object calls itself, and which of its moments it is.
struct FollowedIdentity: Sendable {
    var key: FollowedKey
    var uid: UInt64
    var version: UInt64

    init(_ object: some DocumentNode, _ kind: ObjectKind, namespace: String?) throws {
        guard let metadata = try object.object("metadata"), let name = try metadata.nonEmptyString("name") else {
            throw MalformedObject.noName
        }
        guard let namespace = try metadata.nonEmptyString("namespace") ?? namespace else {
            throw MalformedObject.noNamespace(maySay: false)
        }
        key = FollowedKey(kind: kind, namespace: namespace, name: name)
        uid = try metadata.nonEmptyString("uid").map { hashed(Array($0.utf8)) } ?? 0
        version = try object.resourceVersion().flatMap { UInt64($0) } ?? 0
    }
}

extension DecodedObject {
    /// A number that differs, but for chance, where anything differs that is kept: a hash of the bytes that the spool has of it.
    var fingerprint: UInt64 {
        var bytes = SpoolWriter()
        switch self {
        case .workload(let workload): bytes.write(workload)
        case .imageStream(let stream, let tags): bytes.write(stream, tags)
        case .imageStreamTag(let tag, _): bytes.write(tag)
        case .pod(let report, let workload):
            bytes.write(report.withoutTimes)
            if let workload { bytes.write(workload) }
        case .owned(let link): bytes.write(link)
        }
        return hashed(bytes.bytes)
    }
}

extension DocumentNode {
    /// `metadata.resourceVersion` as it stands; nil where there is none that a server would write.
    func resourceVersion() throws -> String? {
        guard let text = try object("metadata")?.nonEmptyString("resourceVersion") else { return nil }
        let isPlain = text.utf8.count <= 64 && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        return isPlain && text != "0" ? text : nil
    }
}

/// Differs from process to process, so that nobody can make two objects that are taken for one.
func hashed(_ bytes: [UInt8]) -> UInt64 {
    var hasher = Hasher()
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
    return UInt64(bitPattern: Int64(hasher.finalize()))
}
