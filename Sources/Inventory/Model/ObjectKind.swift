internal import Synchronization

/// A kind of object, told by its API group and its name: `Deployment` of `apps`. How a kind is asked for and where its objects keep
/// their pod template is in ``KindDefinition``.
///
/// Every kind that a process meets has a number, so that kinds are compared and hashed as cheaply as numbers are. The numbers
/// differ from run to run and never leave the process: files, seals and answers name kinds by text.
public struct ObjectKind: Sendable, Hashable {
    private let number: Int32

    /// The kind of that name in an API group.
    ///
    /// - Parameters:
    ///   - group: `apps`; empty for the core group.
    ///   - name: `Deployment`.
    ///   - resource: `deployments`; nil where only the name is known. Whoever names a kind's resource first names it for all.
    public init(group: String, name: String, resource: String? = nil) {
        number = KindTable.shared.withLock { $0.number(group: group, name: name, resource: resource) }
    }

    fileprivate init(number: Int32) { self.number = number }

    /// The kind of that title; nil where nothing of the sort can be one.
    public init?(title: some StringProtocol) {
        let title = String(title)
        if let known = KindTable.titled[title] {
            self = known
            return
        }
        guard let dot = title.firstIndex(of: ".") else { return nil }
        let (name, group) = (title[..<dot], title[title.index(after: dot)...])
        guard !name.isEmpty, !group.isEmpty else { return nil }
        self.init(group: String(group), name: String(name))
    }

    /// The API group: `apps`; empty for the core group.
    public var group: String { entry.group }
    /// The name in the API: `Deployment`.
    public var name: String { entry.name }
    /// The resource's name in URLs and in `oc get`: `deployments`. A guess by English grammar where nobody told it.
    public var resource: String { entry.resource ?? "\(name.lowercased())s" }
    /// Name and group, `Deployment.apps`; the name alone for the core group. Two kinds never share it, and it never changes, so seals
    /// name kinds by it.
    public var qualified: String { entry.qualified }
    /// What answers call it, in the views' columns `kind`: the bare name of the kinds that are built in and that no other kind of
    /// Kubernetes shares, `Name.group` of all others. Two kinds never share it.
    public var title: String { KindTable.untitled.contains(self) || number >= KindTable.builtIn.count ? qualified : name }

    /// The resource with its group where the title has one: `deployments`, `services.serving.knative.dev`.
    public var resourceTitle: String { title == name ? resource : "\(resource).\(group)" }

    /// Whether objects of this kind have a pod template.
    public var isWorkload: Bool { self != .imageStream && self != .imageStreamTag }

    private var entry: KindTable.Entry { KindTable.shared.withLock { $0.entries[Int(number)] } }
}

extension ObjectKind {
    /// `Deployment` of `apps`.
    public static let deployment = ObjectKind(number: 0)
    /// `StatefulSet` of `apps`.
    public static let statefulSet = ObjectKind(number: 1)
    /// `DaemonSet` of `apps`.
    public static let daemonSet = ObjectKind(number: 2)
    /// `DeploymentConfig` of `apps.openshift.io`.
    public static let deploymentConfig = ObjectKind(number: 3)
    /// `CronJob` of `batch`.
    public static let cronJob = ObjectKind(number: 4)
    /// `ImageStream` of `image.openshift.io`.
    public static let imageStream = ObjectKind(number: 5)
    /// `ImageStreamTag` of `image.openshift.io`.
    public static let imageStreamTag = ObjectKind(number: 6)
    /// `Job` of `batch`.
    public static let job = ObjectKind(number: 7)
    /// `ReplicaSet` of `apps`.
    public static let replicaSet = ObjectKind(number: 8)
    /// `ReplicationController` of the core group.
    public static let replicationController = ObjectKind(number: 9)
    /// `Pod` of the core group.
    public static let pod = ObjectKind(number: 10)
    /// `Rollout` of Argo Rollouts, `argoproj.io`.
    public static let rollout = ObjectKind(number: 11)
    /// `Service` of Knative Serving, `serving.knative.dev`; the core group has another one.
    public static let knativeService = ObjectKind(number: 12)
    /// `Build` of `build.openshift.io`.
    public static let build = ObjectKind(number: 13)
    /// `BuildConfig` of `build.openshift.io`.
    public static let buildConfig = ObjectKind(number: 14)
}

extension ObjectKind: Comparable {
    /// The kinds that are built in come first, in the order of ``Kinds/builtIn``; the others by their qualified names.
    public static func < (left: ObjectKind, right: ObjectKind) -> Bool {
        let known = KindTable.builtIn.count
        if left.number < known || right.number < known { return left.number < right.number }
        return left != right && left.qualified < right.qualified
    }
}

/// The names of all kinds that this process met.
private struct KindTable {
    struct Entry: Sendable {
        let group: String
        let name: String
        let qualified: String
        var resource: String?

        init(group: String, name: String, resource: String?) {
            self.group = group
            self.name = name
            self.resource = resource
            qualified = group.isEmpty ? name : "\(name).\(group)"
        }
    }

    private(set) var entries: [Entry] = []
    private var numbers: [String: Int32] = [:]

    /// The kinds that have a number from the start, in its order. What is added is added at the end.
    static let builtIn = [
        Entry(group: "apps", name: "Deployment", resource: "deployments"),
        Entry(group: "apps", name: "StatefulSet", resource: "statefulsets"),
        Entry(group: "apps", name: "DaemonSet", resource: "daemonsets"),
        Entry(group: "apps.openshift.io", name: "DeploymentConfig", resource: "deploymentconfigs"),
        Entry(group: "batch", name: "CronJob", resource: "cronjobs"),
        Entry(group: "image.openshift.io", name: "ImageStream", resource: "imagestreams"),
        Entry(group: "image.openshift.io", name: "ImageStreamTag", resource: "imagestreamtags"),
        Entry(group: "batch", name: "Job", resource: "jobs"),
        Entry(group: "apps", name: "ReplicaSet", resource: "replicasets"),
        Entry(group: "", name: "ReplicationController", resource: "replicationcontrollers"),
        Entry(group: "", name: "Pod", resource: "pods"),
        Entry(group: "argoproj.io", name: "Rollout", resource: "rollouts"),
        Entry(group: "serving.knative.dev", name: "Service", resource: "services"),
        Entry(group: "build.openshift.io", name: "Build", resource: "builds"),
        Entry(group: "build.openshift.io", name: "BuildConfig", resource: "buildconfigs"),
    ]

    /// Built-in kinds that share their name with another kind of every cluster.
    static let untitled: Set<ObjectKind> = [.knativeService]

    /// The built-in kinds whose bare name is their title.
    static let titled: [String: ObjectKind] = Dictionary(
        uniqueKeysWithValues: builtIn.indices.map { ObjectKind(number: Int32($0)) }.filter { !untitled.contains($0) }
            .map { ($0.name, $0) })

    static let shared = Mutex(KindTable())

    private init() {
        for entry in Self.builtIn { _ = number(group: entry.group, name: entry.name, resource: entry.resource) }
    }

    mutating func number(group: String, name: String, resource: String?) -> Int32 {
        let entry = Entry(group: group, name: name, resource: resource)
        if let known = numbers[entry.qualified] {
            if let resource, entries[Int(known)].resource == nil { entries[Int(known)].resource = resource }
            return known
        }
        let number = Int32(entries.count)
        entries.append(entry)
        numbers[entry.qualified] = number
        return number
    }
}
