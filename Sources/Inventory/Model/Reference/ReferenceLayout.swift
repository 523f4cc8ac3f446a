/// Where the parts of a reference lie in its UTF-8, in byte offsets.
///
/// The grammar and the splitting are those of `ParseNormalizedNamed` in `distribution/reference`, by which the kubelet and
/// the container runtimes read the field; `docs/references.md` says where other parsers see it differently. It is one
/// pass without a regular expression engine, since each snapshot brings every reference of the cluster through here.
struct ReferenceLayout {
    /// The registry with its port, without the slash behind it.
    var registry: Range<Int>?
    /// The repository's path.
    var path: Range<Int>
    /// The tag, without the colon before it.
    var tag: Range<Int>?
    /// The digest with its algorithm, without the `@` before it.
    var digest: Range<Int>?

    /// Finds the parts, or nil where the bytes are no valid reference.
    init?(scanning bytes: Span<UInt8>) {
        // A bare image identifier would be a valid name, and Docker took it for an image's ID.
        if bytes.count == 64, bytes.endOfLowerHex(from: 0) == 64 { return nil }
        let host = bytes.endOfHost()
        let start = host.map { $0 + 1 } ?? 0
        guard let end = bytes.endOfPath(from: start) else { return nil }
        registry = host.map { 0..<$0 }
        path = start..<end
        guard countedLength(in: bytes) <= 255 else { return nil }

        var position = end
        if bytes.holds(":", at: position) {
            guard let end = bytes.endOfTag(from: position + 1) else { return nil }
            tag = position + 1..<end
            position = end
        }
        if bytes.holds("@", at: position) {
            guard let end = bytes.endOfDigest(from: position + 1) else { return nil }
            digest = position + 1..<end
            position = end
        }
        guard position == bytes.count else { return nil }
    }

    /// The length that is held against the limit: the path's as it is pulled, `library/` included, without the registry.
    private func countedLength(in bytes: Span<UInt8>) -> Int {
        guard let registry else {
            return path.count + (bytes.isSingleName(path) ? "library/".utf8.count : 0)
        }
        // A host with an underscore is no domain in the grammar, so the grammar counts it into the path.
        guard bytes.isDomain(registry) else { return registry.count + 1 + path.count }
        let isHub =
            bytes.equals(DockerHub.registry, in: registry) || bytes.equals(DockerHub.legacyRegistry, in: registry)
        return path.count + (isHub && bytes.isSingleName(path) ? "library/".utf8.count : 0)
    }
}

extension Span<UInt8> {
    /// Where the registry ends, if the text names one: at its first slash, when what stands before looks like a host.
    ///
    /// A host is told from a path's first component as Docker does: it is `localhost`, or holds a dot, a colon, or a capital.
    /// Whether it is also well formed is not asked; a malformed host leaves a path that starts with it, and fails there.
    fileprivate func endOfHost() -> Int? {
        var looksLikeHost = false
        for position in 0..<count {
            switch self[position] {
            case UInt8(ascii: "/"):
                let host = 0..<position
                guard looksLikeHost || equals("localhost", in: host) else { return nil }
                // Docker pulls `foo_bar.com/baz` from a host of that name, though an underscore is for paths alone.
                return isDomain(host) || endOfPathComponent(from: 0) == position ? position : nil
            case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "A")...UInt8(ascii: "Z"): looksLikeHost = true
            case UInt8(ascii: "@"): return nil
            default: continue
            }
        }
        return nil
    }

    fileprivate func isSingleName(_ path: Range<Int>) -> Bool {
        !path.contains { self[$0] == UInt8(ascii: "/") }
    }
}
