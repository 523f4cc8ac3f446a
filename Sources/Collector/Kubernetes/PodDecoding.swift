internal import Model
internal import Texts

/// What a Pod says of the images it runs, and of what it was made for.
struct PodReport: Equatable {
    /// An object by its kind and name, in the Pod's namespace.
    struct Object: Hashable {
        var kind: ObjectKind
        @Exact var name: String
    }

    /// What one of its containers runs.
    struct Running: Equatable {
        @Exact var container: String
        var isInit: Bool
        @Exact var image: String
        @Exact var imageID: String
        var startedAt: Instant?
    }

    var namespace: String
    /// The Pod's own name; it serves to notice that the same Pod comes twice, and is not kept.
    var name: String
    /// What the Pod says owns it; itself where nothing does.
    var owner: Object
    /// What that object's owner must be, by what controllers write on their Pods, should the object itself not be at hand.
    var presumedOwner: Object?
    var running: [Running]
}

/// An object of which the record keeps no state where it has an owner: it leads from a Pod to what the Pod was made for.
struct OwnerLink: Equatable {
    var namespace: String
    var object: PodReport.Object
    /// Nil where nothing owns it.
    var owner: PodReport.Object?
    /// The images it needs, in whatever order, each once or more.
    var needs: [ImageNeed] = []
}

/// One image that an object needs which is no workload of its own.
struct ImageNeed: Hashable {
    /// `kept` for what it runs or ran, `from`, `output` or `trigger` of a build.
    @Exact var role: String
    /// A reference; an image stream's tag or image as one of the internal registry.
    @Exact var reference: String
}

extension ObjectDecoder {
    /// The object's owner: the one that says it controls it, else the first.
    ///
    /// https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/
    func owner(of object: some DocumentNode) throws -> (object: PodReport.Object, isController: Bool)? {
        var chosen: (object: PodReport.Object, isController: Bool)?
        try object.object("metadata")?.objects("ownerReferences") { reference in
            let isController = try reference.flag("controller")
            guard chosen == nil || isController && chosen?.isController == false else { return }
            guard let type = try ObjectType(of: reference), let name = try reference.nonEmptyString("name") else { return }
            let kind = type.known(of: kinds) ?? ObjectKind(group: type.group ?? "", name: type.kind)
            chosen = (PodReport.Object(kind: kind, name: name), isController)
        }
        return chosen
    }

    /// What leads from an object to its owner, and what images its pod template needs.
    func ownerLink(
        _ object: some DocumentNode, _ kind: ObjectKind, _ definition: KindDefinition.Workload
    ) throws -> OwnerLink {
        var link = try ownerLink(object, kind)
        let images = try object.object(at: definition.template).map(containers)?.map(\.image) ?? []
        link.needs = images.map { ImageNeed(role: "kept", reference: $0) }
        return link
    }

    /// What leads from an object to its owner.
    func ownerLink(_ object: some DocumentNode, _ kind: ObjectKind) throws -> OwnerLink {
        let metadata = try ObjectMetadata(of: object, namespace: namespace)
        return OwnerLink(
            namespace: metadata.namespace, object: PodReport.Object(kind: kind, name: metadata.name),
            owner: try owner(of: object)?.object)
    }

    /// What a Pod's containers run, or ran last.
    func podReport(_ pod: some DocumentNode) throws -> PodReport {
        let metadata = try ObjectMetadata(of: pod, namespace: namespace)
        let itself = PodReport.Object(kind: .pod, name: metadata.name)
        let owner = try owner(of: pod)
        var report = PodReport(
            namespace: metadata.namespace, name: metadata.name, owner: owner?.object ?? itself, running: [])
        if let owner {
            if owner.object.kind == .node {
                // A static Pod: its name is what its file says and the node's, which is not kept.
                let suffix = "-\(owner.object.name)"
                let name = metadata.name.hasSuffix(suffix) ? String(metadata.name.dropLast(suffix.count)) : metadata.name
                report.owner = PodReport.Object(kind: .pod, name: name)
            } else {
                report.presumedOwner = try presumedOwner(of: pod, metadata, owner.object)
            }
        }
        guard let status = try pod.object("status") else { return report }
        let phase = try status.string("phase")
        let isFinished = phase == "Succeeded" || phase == "Failed"
        // A finished Pod of a Job tells what the Job ran; one whose controller made another in its place (it was evicted, or its node is
        // gone) tells what nobody runs any more.
        if isFinished, let owner, owner.isController, ObjectKind.replacing.contains(owner.object.kind) { return report }
        for (list, isInit) in [
            ("initContainerStatuses", true), ("containerStatuses", false), ("ephemeralContainerStatuses", false),
        ] {
            try status.objects(list) { container in
                if let running = try running(container, isInit: isInit) { report.running.append(running) }
            }
        }
        return report
    }

    /// What one container runs; nil where it never ran: its image is not there yet, or it could not be started.
    private func running(_ status: some DocumentNode, isInit: Bool) throws -> PodReport.Running? {
        guard let name = try status.nonEmptyString("name"), let imageID = try status.nonEmptyString("imageID") else { return nil }
        let state = try status.object("state")
        let last = try status.object("lastState")?.object("terminated")
        let terminated = try state?.object("terminated")
        let current = try state?.object("running") ?? terminated
        if current == nil, last == nil, try state?.object("waiting") != nil { return nil }
        if let reason = try terminated?.string("reason"), reason == "StartError" || reason == "ContainerCannotRun", last == nil {
            return nil
        }
        let startedAt = try current?.instant("startedAt") ?? last?.instant("startedAt")
        return PodReport.Running(
            container: name, isInit: isInit, image: try status.string("image") ?? "", imageID: imageID,
            // A container that could not be started has the epoch there.
            startedAt: startedAt.flatMap { $0.secondsSince1970 > 0 ? $0 : nil })
    }

    /// Who owns a Pod's owner, by what controllers write on Pods and by how they name what they make:
    /// - A Deployment labels its Pods with a hash that its ReplicaSets' names end with; a Rollout does so under its own label.
    /// - A DeploymentConfig names itself in an annotation of its Pods, deployers' and hooks' included.
    /// - A CronJob ends its Jobs' names with the minute they are for, since 1970.
    /// - A BuildConfig numbers its Builds.
    private func presumedOwner(
        of pod: some DocumentNode, _ metadata: ObjectMetadata, _ owner: PodReport.Object
    ) throws -> PodReport.Object? {
        let labels = try pod.object("metadata")?.object("labels")
        switch owner.kind {
        case .replicaSet:
            for (label, kind) in [("pod-template-hash", ObjectKind.deployment), ("rollouts-pod-template-hash", .rollout)] {
                guard let hash = try labels?.nonEmptyString(label), let name = owner.name.without(suffix: "-\(hash)") else {
                    continue
                }
                return PodReport.Object(kind: kind, name: name)
            }
            return nil
        case .replicationController:
            guard
                let name = try pod.annotation("openshift.io/deployment-config.name") ?? labels?.nonEmptyString("deploymentconfig")
            else { return nil }
            return PodReport.Object(kind: .deploymentConfig, name: name)
        case .job:
            guard let (name, minute) = owner.name.numbered, let createdAt = metadata.createdAt,
                abs(createdAt.secondsSince1970 - minute * 60) < 86_400
            else { return nil }
            return PodReport.Object(kind: .cronJob, name: name)
        case .build:
            return owner.name.numbered.map { PodReport.Object(kind: .buildConfig, name: $0.name) }
        default: return nil
        }
    }
}

extension ObjectKind {
    fileprivate static let node = ObjectKind(group: "", name: "Node", resource: "nodes")
    fileprivate static let build = ObjectKind(group: "build.openshift.io", name: "Build", resource: "builds")
    fileprivate static let buildConfig = ObjectKind(group: "build.openshift.io", name: "BuildConfig", resource: "buildconfigs")
    /// Kinds that make a new Pod for each that ends.
    fileprivate static let replacing: Set<ObjectKind> = [.replicaSet, .replicationController, .statefulSet, .daemonSet]
}

extension String {
    /// What stands before a suffix; nil where it does not end so, or nothing stands before it.
    fileprivate func without(suffix: String) -> String? {
        hasSuffix(suffix) && utf8.count > suffix.utf8.count ? String(dropLast(suffix.count)) : nil
    }

    /// A name and the number behind its last hyphen.
    fileprivate var numbered: (name: String, number: Int64)? {
        guard let hyphen = utf8.lastIndex(of: UInt8(ascii: "-")), hyphen > startIndex else { return nil }
        let digits = self[utf8.index(after: hyphen)...]
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.utf8.count < 12, let number = Int64(digits) else {
            return nil
        }
        return (String(self[..<hyphen]), number)
    }
}
