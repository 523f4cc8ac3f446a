internal import Texts

/// The string in a container's `image:` field, parsed as the field does.
///
/// Nothing is ever lost: what cannot be parsed keeps its text and has no parts. Two references are equal when they are
/// written with the same bytes.
public struct ImageReference: Sendable, Hashable {
    /// The reference exactly as it was written.
    public let text: String
    /// What the text is made of; nil where it is no valid reference.
    public let parts: Parts?

    /// Parses what stands in an `image:` field, blank or malformed included.
    public init(_ text: String) {
        self.text = text
        parts = ReferenceLayout(scanning: text.utf8.span).map { Parts(text, $0) }
    }

    /// Compares byte by byte: to `String`, "é" and "e" with a combining accent are the same, to a record they are not.
    public static func == (left: ImageReference, right: ImageReference) -> Bool {
        left.text.hasSameBytes(as: right.text)
    }

    /// Hashes the bytes of the text.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(text.utf8.count)
        text.utf8.span.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension ImageReference {
    /// What a reference says of itself, from its text alone.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// `name` or `name:tag`: an image stream tag where names are resolved locally, otherwise Docker Hub's library.
        case short
        /// A tag, written or implied, of the cluster's own registry.
        case longInternal = "long-internal"
        /// A tag, written or implied, of any other repository.
        case longExternal = "long-external"
        /// A reference with an `@sha256:…`, beside a tag or not.
        case digest
        /// Text that no registry client would pull.
        case invalid
    }

    /// The internal registry by the name that every OpenShift 4 cluster gives it.
    public static let serviceRegistry = "image-registry.openshift-image-registry.svc:5000"

    /// The names of the internal registry's service, of OpenShift 4 and of OpenShift 3, with its port and without.
    public static let serviceRegistries: Set<String> = [
        "image-registry.openshift-image-registry.svc",
        "image-registry.openshift-image-registry.svc:5000",
        "image-registry.openshift-image-registry.svc.cluster.local",
        "image-registry.openshift-image-registry.svc.cluster.local:5000",
        "docker-registry.default.svc",
        "docker-registry.default.svc:5000",
        "docker-registry.default.svc.cluster.local",
        "docker-registry.default.svc.cluster.local:5000",
    ]

    /// What the reference says of itself.
    ///
    /// - Parameter internalRegistries: Hosts, with their port where one is written, that are the cluster's own registry
    ///   beside ``serviceRegistries``: its public route, its service's address.
    public func form(internalRegistries: Set<String>) -> Form {
        guard let parts else { return .invalid }
        if parts.digest != nil { return .digest }
        guard let registry = parts.registry else { return parts.isSingleName ? .short : .longExternal }
        return Self.isInternal(registry, internalRegistries) ? .longInternal : .longExternal
    }

    /// The image stream that a reference of the internal registry names, `REGISTRY/NS/NAME` with a tag, a digest, both
    /// or neither; nil for any other registry, and where the path is not exactly a namespace and a name.
    ///
    /// - Parameter internalRegistries: As for ``form(internalRegistries:)``.
    public func imageStream(internalRegistries: Set<String>) -> ImageStream.ID? {
        guard let parts, let registry = parts.registry, Self.isInternal(registry, internalRegistries)
        else { return nil }
        let components = parts.path.split(separator: "/", omittingEmptySubsequences: false)
        guard components.count == 2 else { return nil }
        return ImageStream.ID(namespace: String(components[0]), name: String(components[1]))
    }

    private static func isInternal(_ registry: String, _ internalRegistries: Set<String>) -> Bool {
        serviceRegistries.contains(registry) || internalRegistries.contains(registry)
    }
}
