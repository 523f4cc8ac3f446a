/// A kind of object the record looks for, by its name in the API.
public enum ObjectKind: String, Sendable, Hashable, CaseIterable, Comparable {
    case deployment = "Deployment"
    case statefulSet = "StatefulSet"
    case daemonSet = "DaemonSet"
    case deploymentConfig = "DeploymentConfig"
    case cronJob = "CronJob"
    case imageStream = "ImageStream"
    case imageStreamTag = "ImageStreamTag"

    /// The kinds whose objects have a pod template.
    public static let workloads: [ObjectKind] = [.deployment, .statefulSet, .daemonSet, .deploymentConfig, .cronJob]

    /// Whether objects of this kind have a pod template.
    public var isWorkload: Bool { self != .imageStream && self != .imageStreamTag }

    /// The resource's name in URLs and in `oc get`: `deployments`.
    public var resource: String {
        switch self {
        case .deployment: "deployments"
        case .statefulSet: "statefulsets"
        case .daemonSet: "daemonsets"
        case .deploymentConfig: "deploymentconfigs"
        case .cronJob: "cronjobs"
        case .imageStream: "imagestreams"
        case .imageStreamTag: "imagestreamtags"
        }
    }

    /// The short name `oc api-resources` lists: `deploy`.
    public var shortName: String {
        switch self {
        case .deployment: "deploy"
        case .statefulSet: "sts"
        case .daemonSet: "ds"
        case .deploymentConfig: "dc"
        case .cronJob: "cj"
        case .imageStream: "is"
        case .imageStreamTag: "istag"
        }
    }

    /// The API group: `apps`.
    public var group: String {
        switch self {
        case .deployment, .statefulSet, .daemonSet: "apps"
        case .deploymentConfig: "apps.openshift.io"
        case .cronJob: "batch"
        case .imageStream, .imageStreamTag: "image.openshift.io"
        }
    }

    /// The number that stands for the kind in the file; never changed, never used again for another.
    public var code: Int64 {
        switch self {
        case .deployment: 1
        case .statefulSet: 2
        case .daemonSet: 3
        case .deploymentConfig: 4
        case .cronJob: 5
        case .imageStream: 6
        case .imageStreamTag: 7
        }
    }

    /// The kind a number in the file stands for.
    public init?(code: Int64) {
        guard let kind = ObjectKind.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }

    /// Reads what people and file names call a kind: `Deployment`, `deployments`, `deploy`, `deployments.apps`; case is ignored.
    public init?(spelling: some StringProtocol) {
        var name = spelling.lowercased()
        if let dot = name.firstIndex(of: ".") {
            let suffix = name[name.index(after: dot)...]
            name = String(name[..<dot])
            guard let kind = ObjectKind(spelling: name), kind.group == suffix else { return nil }
        }
        let match = ObjectKind.allCases.first {
            name == $0.rawValue.lowercased() || name == $0.resource || name == $0.shortName
        }
        guard let match else { return nil }
        self = match
    }

    /// Orders by code.
    public static func < (left: ObjectKind, right: ObjectKind) -> Bool { left.code < right.code }
}
