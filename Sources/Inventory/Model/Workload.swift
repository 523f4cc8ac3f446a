public import Texts

/// An object with a pod template, as far as an auditor of images cares.
///
/// Never kept: environment variables, secrets, labels, status, `resourceVersion`, and last-applied configurations.
@dynamicMemberLookup
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

        /// What stands for the images that some objects of a kind need beside those of workloads' own templates: the ReplicaSets kept of
        /// a Deployment for rollback, the Jobs of a CronJob, the Builds of a BuildConfig. Their own names come and go and say nothing; what
        /// is kept is what images they need, under their owner's name. No object is called so: names hold no slash, and
        /// of what comes from elsewhere nothing is decoded whose name begins with two.
        ///
        /// - Parameters:
        ///   - owner: What owns them, or the object itself where nothing does.
        ///   - name: That object's name.
        ///   - kind: The kind of the objects: ReplicaSet.
        ///   - namespace: Where they are.
        public static func need(of owner: ObjectKind, named name: String, kept kind: ObjectKind, in namespace: String) -> ID {
            ID(namespace: namespace, kind: kind, name: "//\(owner.title)/\(name)")
        }

        /// Whether it stands for what images are needed, and is no workload.
        public var isNeed: Bool { name.utf8.starts(with: "//".utf8) }

        /// Whose objects a name stands for, as `Deployment/web`; nil where it is the name of an object.
        public static func neededOwner(in name: String) -> String? {
            name.utf8.starts(with: "//".utf8) ? String(name.utf8.dropFirst(2)) : nil
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

    /// What may change of it, its containers aside. What is kept is in ``State/fields(_:)``, once.
    public struct State: Sendable, Hashable {
        /// `metadata.uid`.
        @Exact public var uid: String?
        /// `spec.replicas`; nil for kinds that have none (DaemonSet, CronJob).
        public var replicas: Int64?
        /// The value of `alpha.image.policy.openshift.io/resolve-names`, on the pod template or on the object itself.
        @Exact public var resolveNames: String?
        /// What fills images from image stream tags: the text of `image.openshift.io/triggers`, or a DeploymentConfig's image
        /// change triggers written in that annotation's form.
        @Exact public var triggers: String?
        /// `metadata.creationTimestamp`.
        public var createdAt: Instant?
    }

    /// Which object it is.
    public var id: ID
    /// What may change of it.
    public var state: State
    /// The pod template's containers, init containers first, each group in its own order.
    public var containers: [Container]

    /// Describes a workload.
    public init(
        id: ID, uid: String? = nil, replicas: Int64? = nil, resolveNames: String? = nil, triggers: String? = nil,
        createdAt: Instant? = nil, containers: [Container]
    ) {
        self.id = id
        state = State(uid: uid, replicas: replicas, resolveNames: resolveNames, triggers: triggers, createdAt: createdAt)
        self.containers = containers
    }
}

extension Workload.State: FieldList {
    @usableFromInline package static var blank: Workload.State { Workload.State() }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.text("uid", &uid)
        try visitor.number("replicas", &replicas)
        try visitor.annotation("resolve_names", "alpha.image.policy.openshift.io/resolve-names", &resolveNames)
        try visitor.text("triggers", &triggers)
        try visitor.instant("created_at", &createdAt)
    }
}

/// One container of a workload's pod template, or one image volume, which the kubelet pulls just so.
@dynamicMemberLookup
public struct Container: Sendable, Hashable {
    /// What may change of a container. Its position is told but is no change by itself: a sidecar put in front moves all
    /// others and says nothing of their images.
    public struct State: Sendable, Hashable {
        /// The `image:` field exactly as it stands, blank or malformed included.
        public var image: String
        /// The image stream tag that a trigger writes into this container, with its namespace filled in.
        public var trigger: ImageStreamTag.ID?
        /// Its place in the pod template when this state began, init containers first.
        public var position: Int64 = 0
        /// The field manager that last wrote ``image``, a program and not a person: `kubectl-client-side-apply`, `argocd-controller`. Nil
        /// where the source hides `managedFields`, which says nothing of what is known already.
        public var setBy: String?
        /// When that manager last wrote anything of what it manages, by the cluster's clock.
        public var setAt: Instant?

        /// What is known once a look showed `self` where this state stood: who set an image is known as long as it stays, and what a look
        /// does not tell, or tells of a later write that left the image as it was, is no news.
        package func continuing(_ standing: State?) -> State {
            guard let standing, standing.setBy != nil, standing.image.hasSameBytes(as: image) else { return self }
            var state = self
            state.setBy = standing.setBy
            state.setAt = standing.setAt
            return state
        }

        /// Compares what counts as a change.
        public static func == (left: State, right: State) -> Bool {
            // To `String`, two spellings of one accent are the same; to a record they are not.
            left.image.hasSameBytes(as: right.image) && left.trigger == right.trigger && left.setBy.hasSameBytes(as: right.setBy)
                && left.setAt == right.setAt
        }

        /// Feeds what `==` compares.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(image)
            hasher.combine(trigger)
        }
    }

    /// The container's name, unique in its pod template; of an image volume `volume:` and the volume's name, which no container's name
    /// can be, since those hold no colon.
    public var name: String
    /// Whether it is one of `initContainers`.
    public var isInit: Bool
    /// What may change of it. Until it is compared with what stands, its position is not told.
    public var state: State

    /// Describes a container.
    public init(
        name: String, isInit: Bool = false, image: String, trigger: ImageStreamTag.ID? = nil, setBy: String? = nil,
        setAt: Instant? = nil
    ) {
        self.name = name
        self.isInit = isInit
        state = State(image: image, trigger: trigger, setBy: setBy, setAt: setAt)
    }
}

extension Container.State: FieldList {
    @usableFromInline package static var blank: Container.State { Container.State(image: "") }

    @inlinable
    package mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure) {
        try visitor.image(FieldName("image", column: "reference_id"), &image)
        try visitor.count("position", &position)
        try visitor.tag("trigger", &trigger)
        try visitor.text("set_by", &setBy)
        try visitor.instant("set_at", &setAt)
    }
}

// What may change of an object is read and written as if it stood in the object itself.

extension Workload {
    /// A part of ``state``.
    @inlinable
    public subscript<Value>(dynamicMember part: WritableKeyPath<State, Value>) -> Value {
        get { state[keyPath: part] }
        set { state[keyPath: part] = newValue }
    }
}

extension Container {
    /// A part of ``state``.
    @inlinable
    public subscript<Value>(dynamicMember part: WritableKeyPath<State, Value>) -> Value {
        get { state[keyPath: part] }
        set { state[keyPath: part] = newValue }
    }
}

extension Container {
    /// One image that some objects need.
    ///
    /// - Parameters:
    ///   - role: What for: `kept`, `from`, `output`, `trigger`.
    ///   - reference: The image; an image stream's tag or image as a reference of the internal registry.
    public static func need(_ role: String, _ reference: String) -> Container {
        Container(name: "\(role) \(reference)", image: reference)
    }

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
