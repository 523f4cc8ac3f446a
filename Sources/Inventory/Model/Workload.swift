/// An object with a pod template, as far as an auditor of images cares.
///
/// Never kept: environment variables, secrets, labels, status, `resourceVersion`, and last-applied configurations.
public struct Workload: Sendable, Hashable {
    /// Which object it is; the uid is state, since deleting and creating again keeps the name and changes the uid.
    public struct ID: Sendable, Hashable, Comparable, CustomStringConvertible {
        /// The namespace the object lives in.
        public let namespace: String
        /// One of ``ObjectKind/workloads``.
        public let kind: ObjectKind
        /// The object's name.
        public let name: String

        /// Names a workload.
        public init(namespace: String, kind: ObjectKind, name: String) {
            self.namespace = namespace
            self.kind = kind
            self.name = name
        }

        /// `deployment/web in shop`.
        public var description: String { "\(kind.title.lowercased())/\(name) in \(namespace)" }

        /// Compares bytes.
        public static func == (left: ID, right: ID) -> Bool {
            left.kind == right.kind && left.name.hasSameBytes(as: right.name) && left.namespace.hasSameBytes(as: right.namespace)
        }

        /// Orders by namespace, kind and name.
        public static func < (left: ID, right: ID) -> Bool {
            if let isBefore = left.namespace.isBefore(right.namespace) { return isBefore }
            if left.kind != right.kind { return left.kind < right.kind }
            return left.name.isBefore(right.name) ?? false
        }
    }

    /// Which object it is.
    public var id: ID
    /// `metadata.uid`.
    public var uid: String?
    /// `spec.replicas`; nil for kinds that have none (DaemonSet, CronJob).
    public var replicas: Int64?
    /// The value of `alpha.image.policy.openshift.io/resolve-names`, on the pod template or on the object itself.
    public var resolveNames: String?
    /// What fills images from image stream tags: the text of `image.openshift.io/triggers`, or a DeploymentConfig's image
    /// change triggers written in that annotation's form.
    public var triggers: String?
    /// `metadata.creationTimestamp`.
    public var createdAt: Instant?
    /// The pod template's containers, init containers first, each group in its own order.
    public var containers: [Container]

    /// Describes a workload.
    public init(
        id: ID, uid: String? = nil, replicas: Int64? = nil, resolveNames: String? = nil, triggers: String? = nil,
        createdAt: Instant? = nil, containers: [Container]
    ) {
        self.id = id
        self.uid = uid
        self.replicas = replicas
        self.resolveNames = resolveNames
        self.triggers = triggers
        self.createdAt = createdAt
        self.containers = containers
    }
}

/// One container of a workload's pod template, or one image volume, which the kubelet pulls just so.
public struct Container: Sendable, Hashable {
    /// The container's name, unique in its pod template; of an image volume `volume:` and the volume's name, which no container's name
    /// can be, since those hold no colon.
    public var name: String
    /// Whether it is one of `initContainers`.
    public var isInit: Bool
    /// The `image:` field exactly as it stands, blank or malformed included.
    public var image: String
    /// The image stream tag that a trigger writes into this container, with its namespace filled in.
    public var trigger: ImageStreamTag.ID?

    /// Describes a container.
    public init(name: String, isInit: Bool = false, image: String, trigger: ImageStreamTag.ID? = nil) {
        self.name = name
        self.isInit = isInit
        self.image = image
        self.trigger = trigger
    }
}

extension Container {
    private static let volumePrefix = "volume:"

    /// An image volume of a pod template (`volumes[].image`), told beside its containers.
    ///
    /// - Parameters:
    ///   - name: The volume's name.
    ///   - reference: `image.reference` as it stands.
    public static func volume(_ name: String, reference: String) -> Container {
        Container(name: volumePrefix + name, image: reference)
    }

    /// The name of the image volume that a container's name stands for; nil for a container.
    public static func volumeName(of container: String) -> String? {
        container.utf8.starts(with: volumePrefix.utf8) ? String(container.utf8.dropFirst(volumePrefix.utf8.count)) : nil
    }
}
