extension ImageReference {
    /// What a valid reference is made of: `[registry/]path[:tag][@digest]`.
    public struct Parts: Sendable, Hashable {
        /// The registry as written, with its port: `docker.io`, `bar:5000`; nil where none is written.
        public var registry: String?
        /// The repository's path as written, without the registry: `abesesr/clamscan-docker`.
        public var path: String
        /// The tag as written: `1.4.7`; nil where none is.
        public var tag: String?
        /// The digest: `sha256:` and 64 lower-case hexadecimal digits; seldom `sha384:` or `sha512:` and theirs.
        public var digest: String?

        /// Puts parts together; that each is valid is the caller's word.
        public init(registry: String? = nil, path: String, tag: String? = nil, digest: String? = nil) {
            self.registry = registry
            self.path = path
            self.tag = tag
            self.digest = digest
        }
    }
}

extension ImageReference.Parts {
    /// The reference as it was written, byte for byte.
    public var text: String {
        joined(registry: registry, path: path, tag: tag)
    }

    /// What is pulled, with everything Docker leaves unsaid: `docker.io` for no registry and for `index.docker.io`,
    /// `library/` before a bare name of Docker Hub, `latest` where there is neither tag nor digest. Beside a digest the tag
    /// goes, since it has no say in what is pulled.
    ///
    /// Two references that pull the same thing have the same canonical text. It is what `ParseDockerRef` of
    /// `distribution/reference` gives.
    public var canonical: String {
        joined(
            registry: canonicalRegistry, path: isHubLibrary ? "library/" + path : path,
            tag: digest == nil ? tag ?? "latest" : nil)
    }

    /// Whether the path is one component: a bare name.
    package var isSingleName: Bool { !path.utf8.contains(UInt8(ascii: "/")) }

    private var canonicalRegistry: String {
        guard let registry, registry != DockerHub.legacyRegistry else { return DockerHub.registry }
        return registry
    }

    private var isHubLibrary: Bool { canonicalRegistry == DockerHub.registry && isSingleName }

    private func joined(registry: String?, path: String, tag: String?) -> String {
        var text = ""
        if let registry { text += registry + "/" }
        text += path
        if let tag { text += ":" + tag }
        if let digest { text += "@" + digest }
        return text
    }
}

extension ImageReference.Parts {
    /// Cuts `text` where the scanner found its parts to lie.
    init(_ text: String, _ layout: ReferenceLayout) {
        let bytes = text.utf8
        func part(_ range: Range<Int>) -> String {
            let start = bytes.index(bytes.startIndex, offsetBy: range.lowerBound)
            return String(text[start..<bytes.index(start, offsetBy: range.count)])
        }
        self.init(
            registry: layout.registry.map(part), path: part(layout.path), tag: layout.tag.map(part),
            digest: layout.digest.map(part))
    }
}

/// The registry that a reference means when it names none.
enum DockerHub {
    /// The name `distribution/reference` normalises to.
    static let registry = "docker.io"
    /// The name from the days of registry v1, which means the same.
    static let legacyRegistry = "index.docker.io"
}
