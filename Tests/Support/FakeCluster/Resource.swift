/// A kind of object as the API names it.
public struct Resource: Hashable, Sendable {
    /// Its API group; empty for the core group.
    public let group: String
    /// Its version.
    public let version: String
    /// The name in paths and rules.
    public let plural: String
    /// The name in objects.
    public let kind: String
    /// Whether its objects live in namespaces.
    public let isNamespaced: Bool

    init(_ group: String, _ version: String, _ plural: String, _ kind: String, isNamespaced: Bool = true) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.isNamespaced = isNamespaced
    }

    public static let namespaces = Resource("", "v1", "namespaces", "Namespace", isNamespaced: false)
    public static let deployments = Resource("apps", "v1", "deployments", "Deployment")
    public static let statefulSets = Resource("apps", "v1", "statefulsets", "StatefulSet")
    public static let daemonSets = Resource("apps", "v1", "daemonsets", "DaemonSet")
    public static let cronJobs = Resource("batch", "v1", "cronjobs", "CronJob")
    public static let deploymentConfigs = Resource("apps.openshift.io", "v1", "deploymentconfigs", "DeploymentConfig")
    public static let imageStreams = Resource("image.openshift.io", "v1", "imagestreams", "ImageStream")
    public static let imageStreamTags = Resource("image.openshift.io", "v1", "imagestreamtags", "ImageStreamTag")
    public static let projects = Resource("project.openshift.io", "v1", "projects", "Project", isNamespaced: false)

    /// Every kind that is served.
    public static let all: [Resource] = [
        .namespaces, .deployments, .statefulSets, .daemonSets, .cronJobs, .deploymentConfigs, .imageStreams, .imageStreamTags,
        .projects,
    ]

    /// The kind of that plural.
    public static func named(_ plural: String) -> Resource? { all.first { $0.plural == plural } }

    /// `apps/v1`, or `v1` in the core group.
    var groupVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `imagestreams.image.openshift.io`, as error messages name it.
    var qualifiedName: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// Whether OpenShift's aggregated API server answers for it, whose headers differ a little.
    var isAggregated: Bool { group.hasSuffix(".openshift.io") }
}
