/// How a kind's objects are asked for, what people call them, and where they keep what is recorded.
public struct KindDefinition: Sendable, Hashable {
    /// Where an object with a pod template keeps it, and what else bears on its images.
    public struct Workload: Sendable, Hashable {
        /// The members that lead to the pod template; none where the object itself is one, as a Pod is.
        public var template: [String]
        /// The members that lead to the number of replicas; nil for kinds that have none.
        public var replicas: [String]?

        /// The members that lead to what names another object, whose template it runs; such an object has no containers of its own.
        public var templateElsewhere: [String]?
        /// Whether only those are recorded that no controller owns; the others are their owner's to tell of.
        public var isOnlyUnowned: Bool
        /// What fills its images from image stream tags.
        public var triggers: Triggers
        /// Whether the server resolves short names in it. What a controller of its own makes of it has an owner, and is left as it is.
        public var resolvesNames: Bool

        /// What may fill images from image stream tags.
        public enum Triggers: Sendable, Hashable {
            /// The annotation `image.openshift.io/triggers`.
            case annotation
            /// `spec.triggers` of a DeploymentConfig.
            case imageChanges
            /// Nothing; the annotation may stand there, but nobody follows it.
            case ignored
        }

        /// Describes where things are.
        public init(
            template: [String], replicas: [String]? = nil, templateElsewhere: [String]? = nil, isOnlyUnowned: Bool = false,
            triggers: Triggers = .annotation, resolvesNames: Bool = true
        ) {
            self.template = template
            self.replicas = replicas
            self.templateElsewhere = templateElsewhere
            self.isOnlyUnowned = isOnlyUnowned
            self.triggers = triggers
            self.resolvesNames = resolvesNames
        }
    }

    /// Which kind it is.
    public var kind: ObjectKind
    /// The API versions that can be decoded, the preferred one first.
    public var versions: [String]
    /// The resource's name in URLs and in `oc get`: `deployments`.
    public var resource: String
    /// The short names `oc api-resources` lists, the usual one first: `deploy`.
    public var shortNames: [String]
    /// Groups that served the kind before its own, and are still found in old dumps.
    public var formerGroups: [String]
    /// Where the pod template is; nil for image streams and their tags.
    public var workload: Workload?

    /// Describes a kind.
    public init(
        _ kind: ObjectKind, versions: [String] = ["v1"], resource: String? = nil, shortNames: [String] = [],
        formerGroups: [String] = [],
        workload: Workload? = nil
    ) {
        self.kind = kind
        self.versions = versions
        self.resource = resource ?? kind.resource
        self.shortNames = shortNames
        self.formerGroups = formerGroups
        self.workload = workload
    }

    /// The name that commands shown to people use: `deploy`.
    public var shortName: String { shortNames.first ?? kind.title.lowercased() }
    /// Whether a server has the kind only where somebody added it, so that its group may be there without it.
    public var isAdded: Bool { kind.group.contains(".") && !kind.group.hasSuffix(".openshift.io") }
}

/// The kinds that are looked for: those built in, and those that a file adds.
public struct Kinds: Sendable {
    /// All of them, the built-in ones first.
    public let all: [KindDefinition]
    private let places: [ObjectKind: Int]
    /// By lower-cased name, resource and short name; the first of a name has it.
    private let spellings: [String: [Int]]
    private let names: [String: [Int]]

    /// Those of a list.
    public init(_ all: [KindDefinition]) {
        self.all = all
        places = Dictionary(zip(all.map(\.kind), all.indices), uniquingKeysWith: { first, _ in first })
        var spellings: [String: [Int]] = [:]
        var names: [String: [Int]] = [:]
        for (place, definition) in all.enumerated() {
            let words = [definition.kind.name, definition.resource] + definition.shortNames
            for word in Set(words.map { $0.lowercased() }) { spellings[word, default: []].append(place) }
            names[definition.kind.name, default: []].append(place)
        }
        self.spellings = spellings
        self.names = names
    }

    /// How a kind's objects are read; nil for one that is not looked for.
    public subscript(kind: ObjectKind) -> KindDefinition? { places[kind].map { all[$0] } }

    /// The kinds whose objects have a pod template.
    public var workloads: [ObjectKind] { all.filter { $0.workload != nil }.map(\.kind) }

    /// The kind that an object's own words mean.
    ///
    /// - Parameters:
    ///   - name: The object's `kind`.
    ///   - group: The group of its `apiVersion`; nil where it names none.
    public func kind(named name: String, group: String?) -> ObjectKind? {
        let candidates = names[name, default: []].map { all[$0] }
        // Without a group only the kinds of Kubernetes and OpenShift themselves are meant.
        guard let group else { return candidates.first { $0.kind.title == $0.kind.name }?.kind }
        let own = candidates.first { $0.kind.group == group } ?? candidates.first { $0.formerGroups.contains(group) }
        return own?.kind
    }

    /// Reads what people and file names call a kind: `Deployment`, `deployments`, `deploy`, `deployments.apps`; case is ignored.
    public func kind(spelling: some StringProtocol) -> ObjectKind? {
        let parts = spelling.lowercased().split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let candidates = spellings[String(parts[0]), default: []].map { all[$0].kind }
        guard parts.count == 2 else { return candidates.first { !isAnothers(String(parts[0]), $0) } }
        return candidates.first { $0.group == parts[1] }
    }

    /// These and others, of which no more is known than that they are.
    public func adding(_ others: [ObjectKind]) -> Kinds {
        Kinds(all + others.filter { self[$0] == nil }.map { KindDefinition($0, workload: .init(template: [])) })
    }

    /// Whether a bare word that a kind has means a kind of every cluster that is not looked for: `services` is no Knative Service's.
    private func isAnothers(_ word: String, _ kind: ObjectKind) -> Bool {
        guard let definition = self[kind], !definition.shortNames.contains(word) else { return false }
        return kind.title != kind.name && Kinds.everywhere.contains(kind.name.lowercased())
    }

    private static let everywhere: Set<String> = [
        "configmap", "endpoints", "event", "ingress", "limitrange", "namespace", "networkpolicy", "node", "persistentvolume",
        "persistentvolumeclaim", "podtemplate", "resourcequota", "route", "secret", "service", "serviceaccount",
    ]
}

extension Kinds {
    /// What is looked for without being told.
    public static let builtIn = Kinds([
        KindDefinition(.deployment, shortNames: ["deploy"], formerGroups: ["extensions"], workload: .inSpec),
        KindDefinition(.statefulSet, shortNames: ["sts"], workload: .inSpec),
        KindDefinition(
            .daemonSet, shortNames: ["ds"], formerGroups: ["extensions"], workload: .init(template: ["spec", "template"])),
        KindDefinition(
            .deploymentConfig, shortNames: ["dc"], formerGroups: [""],
            workload: .init(template: ["spec", "template"], replicas: ["spec", "replicas"], triggers: .imageChanges)),
        KindDefinition(
            .cronJob, versions: ["v1", "v1beta1"], shortNames: ["cj"],
            workload: .init(template: ["spec", "jobTemplate", "spec", "template"])),
        KindDefinition(.imageStream, shortNames: ["is"], formerGroups: [""]),
        KindDefinition(.imageStreamTag, shortNames: ["istag"], formerGroups: [""]),
        KindDefinition(
            .job, workload: .init(template: ["spec", "template"], isOnlyUnowned: true, triggers: .ignored)),
        KindDefinition(.replicaSet, shortNames: ["rs"], formerGroups: ["extensions"], workload: .unowned),
        KindDefinition(.replicationController, shortNames: ["rc"], workload: .unowned),
        // A Pod is itself what others have as their template.
        KindDefinition(.pod, shortNames: ["po"], workload: .init(template: [], isOnlyUnowned: true, triggers: .ignored)),
        KindDefinition(
            .rollout, versions: ["v1alpha1"], shortNames: ["ro"],
            workload: .init(
                template: ["spec", "template"], replicas: ["spec", "replicas"], templateElsewhere: ["spec", "workloadRef"],
                triggers: .ignored, resolvesNames: false)),
        KindDefinition(
            .knativeService, shortNames: ["ksvc", "kservice"],
            workload: .init(template: ["spec", "template"], triggers: .ignored, resolvesNames: false)),
        // No workloads: only what images they need is kept, see ``Workload/ID/need(of:named:kept:in:)``.
        KindDefinition(.build, formerGroups: [""]),
        KindDefinition(.buildConfig, shortNames: ["bc"], formerGroups: [""]),
    ])
}

extension KindDefinition.Workload {
    /// The usual places.
    fileprivate static let inSpec = KindDefinition.Workload(template: ["spec", "template"], replicas: ["spec", "replicas"])

    /// The usual places, of what a Deployment or the like owns as a rule.
    fileprivate static let unowned = KindDefinition.Workload(
        template: ["spec", "template"], replicas: ["spec", "replicas"], isOnlyUnowned: true, triggers: .ignored)
}

extension ObjectKind {
    /// The kind as commands and reports for people write it before a name: `deploy`, or its title where it has no short name or is
    /// not built in; oc takes either.
    public var shortName: String { Kinds.builtIn[self]?.shortName ?? title.lowercased() }
}
