public import Texts

/// What the containers of one name of an owner's Pods really run: what the kubelet says, beside what a template asks for.
///
/// Many Pods make one of these; never kept are their names (but a Pod's that nothing owns), their environment, addresses and nodes.
public struct RunningImage: Sendable, Hashable {
    /// What the Pods were made for: a Deployment, a CronJob, a custom resource, or the Pod itself where nothing owns it.
    public var owner: Workload.ID
    /// The container's name, unique in a Pod; ephemeral and init containers have one as any other.
    @Exact public var container: String
    /// Whether it is one of `initContainerStatuses`.
    public var isInit: Bool
    /// `status.containerStatuses[].image`: what the container runtime calls it, often not what the template says.
    @Exact public var image: String
    /// `status.containerStatuses[].imageID`, read.
    public var imageID: RuntimeImageID
    /// When the first of the containers that run it was started, by the kubelet's clock.
    public var startedAt: Instant?
    /// In how many Pods it runs. A count that moves is no change.
    public var pods: Int64

    /// Describes what runs.
    public init(
        owner: Workload.ID, container: String, isInit: Bool = false, image: String, imageID: RuntimeImageID,
        startedAt: Instant? = nil, pods: Int64 = 1
    ) {
        self.owner = owner
        self.container = container
        self.isInit = isInit
        self.image = image
        self.imageID = imageID
        self.startedAt = startedAt
        self.pods = pods
    }
}

/// What an `imageID` says: the digest that was pulled, or the image's number on its node, which are never one for the other.
///
/// The digest is of a manifest or of an index of manifests, and anybody can pull by it. The local ID is the digest of the image's
/// configuration; it tells images apart on any node, but nothing can be pulled by it. The same container's spelling can change without
/// its being restarted.
public struct RuntimeImageID: Sendable, Hashable {
    /// The digest that was pulled, `sha256:…`; nil where the image was loaded, or the runtime does not say.
    @Exact public var digest: String?
    /// The digest of the image's configuration, `sha256:…`.
    @Exact public var localID: String?
    /// The text as it stands where it is neither, such as a name and a tag.
    @Exact public var other: String?

    /// Describes an image by what is known of it.
    public init(digest: String? = nil, localID: String? = nil, other: String? = nil) {
        self.digest = digest
        self.localID = localID
        self.other = other
    }

    /// Reads what a kubelet reports; nil where it says nothing, as it does until the image was pulled.
    ///
    /// | spelling | from | means |
    /// | --- | --- | --- |
    /// | `REPOSITORY@sha256:…` | CRI-O, containerd | the digest |
    /// | `docker-pullable://REPOSITORY@sha256:…` | dockershim | the digest |
    /// | `docker://sha256:…`, `sha256:…` | dockershim, containerd of a loaded image | the local ID |
    /// | 64 hexadecimal digits | CRI-O after its restart, OpenShift 4.15 | the local ID |
    public init?(_ text: String) {
        let rest = text.withoutRuntime
        guard !rest.isEmpty else { return nil }
        if let at = rest.lastIndex(of: "@") {
            let digest = String(rest[rest.index(after: at)...])
            if ImageDigest.isWellFormed(digest) {
                self.init(digest: digest)
                return
            }
        } else if ImageDigest.isWellFormed(rest) {
            self.init(localID: rest)
            return
        } else if rest.utf8.count == 64, ImageDigest.isWellFormed("sha256:\(rest)") {
            self.init(localID: "sha256:\(rest)")
            return
        }
        self.init(other: rest)
    }

    /// Whether both surely name one image: they share what they say.
    public func isSame(as other: RuntimeImageID) -> Bool {
        if let digest, let theirs = other.digest { return digest == theirs }
        if let localID, let theirs = other.localID { return localID == theirs }
        guard digest == nil, localID == nil, other.digest == nil, other.localID == nil else { return false }
        guard let mine = self.other, let theirs = other.other else { return false }
        return mine.hasSameBytes(as: theirs)
    }

    /// What tells it from others in the record: the digest where it is known, else the local ID, else the text.
    public var key: String { digest ?? localID ?? other ?? "" }

    /// The views' column `image_id`: what is known beside the digest.
    public var local: String? { localID ?? other }
}

/// Digests as OCI spells them, lower case.
///
/// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
public enum ImageDigest {
    /// Whether a text is `sha256:` with 64 hexadecimal digits, or another algorithm's digest of 32 and more.
    public static func isWellFormed(_ text: some StringProtocol) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count == 2, let algorithm = parts.first, let hex = parts.last, !algorithm.isEmpty else { return false }
        let isAlgorithm = algorithm.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || "+._-".utf8.contains(byte)
        }
        guard isAlgorithm, hex.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else { return false }
        return algorithm.elementsEqual("sha256".utf8) ? hex.count == 64 : hex.count >= 32
    }
}

extension String {
    /// Without the runtime's name in front: `docker-pullable://`, `docker://`, `containerd://`.
    fileprivate var withoutRuntime: String {
        let bytes = utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[bytes.index(after: colon)...].starts(with: "//".utf8),
            bytes[..<colon].allSatisfy({ (0x61...0x7A).contains($0) || $0 == UInt8(ascii: "-") })
        else { return self }
        return String(self[bytes.index(colon, offsetBy: 3)...])
    }
}
