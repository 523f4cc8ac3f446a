/// A kind of object as the API names it.
package struct Resource: Hashable, Sendable {
    /// Its API group; empty for the core group.
    package let group: String
    /// Its version.
    package let version: String
    /// The name in paths and rules.
    package let plural: String
    /// The name in objects.
    package let kind: String
    /// Whether its objects live in namespaces.
    package let isNamespaced: Bool

    init(_ group: String, _ version: String, _ plural: String, _ kind: String, isNamespaced: Bool = true) {
        self.group = group
        self.version = version
        self.plural = plural
        self.kind = kind
        self.isNamespaced = isNamespaced
    }

    package static let namespaces = Resource("", "v1", "namespaces", "Namespace", isNamespaced: false)
    package static let deployments = Resource("apps", "v1", "deployments", "Deployment")
    package static let statefulSets = Resource("apps", "v1", "statefulsets", "StatefulSet")
    package static let daemonSets = Resource("apps", "v1", "daemonsets", "DaemonSet")
    package static let cronJobs = Resource("batch", "v1", "cronjobs", "CronJob")
    package static let deploymentConfigs = Resource("apps.openshift.io", "v1", "deploymentconfigs", "DeploymentConfig")
    package static let imageStreams = Resource("image.openshift.io", "v1", "imagestreams", "ImageStream")
    package static let imageStreamTags = Resource("image.openshift.io", "v1", "imagestreamtags", "ImageStreamTag")
    package static let jobs = Resource("batch", "v1", "jobs", "Job")
    package static let replicaSets = Resource("apps", "v1", "replicasets", "ReplicaSet")
    package static let replicationControllers = Resource("", "v1", "replicationcontrollers", "ReplicationController")
    package static let pods = Resource("", "v1", "pods", "Pod")
    package static let rollouts = Resource("argoproj.io", "v1alpha1", "rollouts", "Rollout")
    package static let knativeServices = Resource("serving.knative.dev", "v1", "services", "Service")
    package static let builds = Resource("build.openshift.io", "v1", "builds", "Build")
    package static let buildConfigs = Resource("build.openshift.io", "v1", "buildconfigs", "BuildConfig")
    /// A kind of a made-up group, as somebody's own operator has.
    package static let widgets = Resource("shop.example.com", "v1", "widgets", "Widget")
    package static let projects = Resource("project.openshift.io", "v1", "projects", "Project", isNamespaced: false)

    /// Every kind that is served.
    package static let all: [Resource] = [
        .namespaces, .deployments, .statefulSets, .daemonSets, .cronJobs, .deploymentConfigs, .imageStreams, .imageStreamTags,
        .projects, .jobs, .replicaSets, .replicationControllers, .pods, .rollouts, .knativeServices, .builds, .buildConfigs,
        .widgets,
    ]

    /// Whether a cluster has it only where somebody added it.
    var isAdded: Bool { group.contains(".") && !group.hasSuffix(".openshift.io") }

    /// The kind of that plural, in a group where it is told.
    package static func named(_ plural: String, of group: String? = nil) -> Resource? {
        all.first { $0.plural == plural && (group == nil || $0.group == group) }
    }

    /// `apps/v1`, or `v1` in the core group.
    var groupVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `imagestreams.image.openshift.io`, as error messages name it.
    var qualifiedName: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// Whether OpenShift's aggregated API server answers for it, whose headers differ a little.
    var isAggregated: Bool { group.hasSuffix(".openshift.io") }
}
