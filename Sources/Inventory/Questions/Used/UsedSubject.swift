internal import Model
internal import Record
internal import SQLite

/// What a question about use is about, as people paste it.
enum UsedSubject {
    /// `sha256:…`, its beginning, or a reference that names a digest: whatever ran that content.
    case digest(String)
    /// References whose full spelling fits a pattern, its wildcards `*`, `?` and `[…]`.
    case pattern(String)
    /// A reference by tag, in any spelling; as `name:tag` or `name` also an image stream's tags, if the record has them.
    case reference(ImageReference.Parts)
    /// A repository, with whatever tag or digest.
    case repository(ImageReference.Parts)
    /// An object: a workload with all it ever ran, a stream or a tag with whoever was tied to it.
    case object(Subject)

    /// Reads what was pasted.
    ///
    /// - Parameter kinds: The kinds that `KIND/NAME` may name.
    init(_ text: String, among kinds: Kinds) throws {
        let text = PastedText.cleaned(text)
        if let beginning = Self.digestBeginning(text) {
            self = .digest(beginning)
        } else if text.contains(where: { $0 == "*" || $0 == "?" }) {
            self = .pattern(Self.fullPattern(text))
        } else if let subject = Self.subject(text, among: kinds) {
            self = .object(subject)
        } else if let parts = ImageReference(text).parts {
            self = parts.digest.map(UsedSubject.digest) ?? (parts.tag == nil ? .repository(parts) : .reference(parts))
        } else if text.hasSuffix("/"), ImageReference(text + "x").parts != nil {
            self = .pattern(Self.fullPattern(text + "*"))
        } else {
            throw QuestionError.noImage(text)
        }
    }

    /// `sha256:` and hex digits, or 12 and more hex digits alone.
    static func digestBeginning(_ text: String) -> String? {
        if text.hasPrefix("sha256:") { return text }
        let isHex = text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        return isHex && (12...64).contains(text.utf8.count) ? "sha256:\(text)" : nil
    }

    /// `KIND/NAME`, where the first word is a kind and there is no further slash: such a repository of Docker Hub is asked for with its
    /// registry in front.
    private static func subject(_ text: String, among kinds: Kinds) -> Subject? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, kinds.kind(spelling: parts[0]) != nil else { return nil }
        return try? Subject(text, among: kinds)
    }

    /// The pattern with the registry that Docker leaves unsaid, as in a reference: `bitnami/*` is Docker Hub's.
    private static func fullPattern(_ text: String) -> String {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let first = parts[0]
        let isHost = first == "localhost" || first.contains { ".:*?[".contains($0) }
        if parts.count == 1 {
            // Without a slash a colon begins a tag; a pattern that begins with a wildcard may stand for anything.
            return first.hasPrefix("*") ? text : "docker.io/library/\(text)"
        }
        return isHost ? text : "docker.io/\(text)"
    }
}

extension RecordReader {
    /// The references whose full spelling fits a pattern; case counts.
    func referenceNumbers(pattern: String) throws -> [Int64] {
        try rows("SELECT id FROM reference_ WHERE canonical GLOB ?1", [.text(pattern)]).compactMap { $0[0].integer }
    }

    /// Every spelling in the record that pulls what these parts do.
    ///
    /// - Parameter anyTag: Whether all of the repository is meant, by whatever tag or digest.
    func referenceNumbers(_ parts: ImageReference.Parts, anyTag: Bool) throws -> [Int64] {
        let wanted = anyTag ? parts.repositoryText : parts.canonical
        return try rows(
            """
            SELECT r.id, h.host, p.path, r.tag FROM reference r JOIN repository p ON p.id = r.repository_id
            LEFT JOIN registry h ON h.id = p.registry_id
            WHERE p.path LIKE '%' || ?1\(anyTag ? "" : " AND r.digest_id IS NULL")
            """, [.text(String(parts.path.split(separator: "/").last ?? ""))]
        ).compactMap { row in
            let candidate = ImageReference.Parts(registry: row[1].text, path: row[2].text ?? "", tag: row[3].text)
            return (anyTag ? candidate.repositoryText : candidate.canonical) == wanted ? row[0].integer : nil
        }
    }

    /// The containers that ever named one of these references or were tied to one of these tags.
    func containerNumbers(references: [Int64], tags: [Int64]) throws -> [Int64] {
        try rows(
            """
            SELECT container_id FROM container_version WHERE reference_id IN (\(references.list))
            UNION SELECT container_id FROM judgement WHERE istag_id IN (\(tags.list))
            """
        ).compactMap { $0[0].integer }
    }
}

extension ImageReference.Parts {
    /// The repository in its full spelling.
    var repositoryText: String {
        let whole = ImageReference.Parts(registry: registry, path: path, tag: "x").canonical
        return String(whole.dropLast(2))
    }

    /// What it would be called as an image stream's tag: nil where it writes a registry or a path.
    var imageStreamTag: (stream: String, tag: String?)? {
        registry == nil && !path.contains("/") ? (path, tag) : nil
    }
}
