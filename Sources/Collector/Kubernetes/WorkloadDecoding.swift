internal import Model
internal import Texts

extension ObjectDecoder {
    /// Decodes an object with a pod template.
    func workload(_ object: some DocumentNode, _ kind: ObjectKind, _ definition: KindDefinition.Workload) throws -> Workload {
        let metadata = try ObjectMetadata(of: object, namespace: namespace)
        guard let template = try object.object(at: definition.template) else {
            if let elsewhere = definition.templateElsewhere, try object.object(at: elsewhere) != nil {
                return Workload(
                    id: Workload.ID(namespace: metadata.namespace, kind: kind, name: metadata.name), uid: metadata.uid,
                    replicas: try definition.replicas.flatMap { try object.integer(at: $0) }, createdAt: metadata.createdAt,
                    containers: [])
            }
            throw MalformedObject.noTemplate
        }
        var workload = Workload(
            id: Workload.ID(namespace: metadata.namespace, kind: kind, name: metadata.name), uid: metadata.uid,
            createdAt: metadata.createdAt, containers: try containers(template))
        try object.addImageWriters(to: &workload.containers, template: definition.template)
        workload.replicas = try definition.replicas.flatMap { try object.integer(at: $0) }
        var annotations = AnnotationFields { try template.annotation($0) ?? object.annotation($0) }
        try workload.state.fields(&annotations)
        workload.triggers = try object.annotation(Annotation.triggers)
        if definition.triggers == .imageChanges, let spec = try object.object("spec") {
            let changes = try imageChanges(spec, isPaused: spec.flag("paused"))
            if !changes.isEmpty {
                workload.triggers = ImageTrigger.annotation(changes, containers: workload.containers)
            }
        }
        if definition.triggers != .ignored { tie(&workload) }
        return workload
    }

    func containers(_ template: some DocumentNode) throws -> [Container] {
        var containers: [Container] = []
        var names: Set<ExactText> = []
        for group in ["initContainers", "containers"] {
            try template.object("spec")?.objects(group) { container in
                guard let name = try container.nonEmptyString("name") else {
                    throw MalformedObject.unnamedContainer(group: group)
                }
                guard names.insert(ExactText(name)).inserted else { throw MalformedObject.sameContainers }
                let image = try container.string("image") ?? ""
                containers.append(Container(name: name, isInit: group == "initContainers", image: image))
            }
        }
        guard containers.contains(where: { !$0.isInit }) else { throw MalformedObject.noContainers }
        return try containers + imageVolumes(template)
    }

    /// The volumes that are images, which the kubelet pulls as it does a container's. Those without a reference are left out: only a
    /// template that something else completes may have them.
    private func imageVolumes(_ template: some DocumentNode) throws -> [Container] {
        var volumes: [Container] = []
        try template.object("spec")?.objects("volumes") { volume in
            guard let image = try volume.object("image"), let reference = try image.nonEmptyString("reference") else { return }
            guard let name = try volume.nonEmptyString("name") else { throw MalformedObject.unnamedVolume }
            let container = Container.volume(name, reference: reference)
            guard !volumes.contains(where: { $0.name.hasSameBytes(as: container.name) }) else {
                throw MalformedObject.sameVolumes
            }
            volumes.append(container)
        }
        return volumes
    }

    private func tie(_ workload: inout Workload) {
        guard let text = workload.triggers else { return }
        guard let entries = ImageTrigger.entries(text, with: annotations) else { return }
        for reading in TriggerReading.read(entries, of: workload.id, containers: workload.containers) {
            guard let place = reading.container, let tag = reading.tie else { continue }
            if workload.containers[place].trigger == nil { workload.containers[place].trigger = tag }
        }
    }
}

extension DocumentNode {
    /// The object that some members lead to; nil where one of them is absent or null.
    func object(at path: some Sequence<String>) throws -> Self? {
        var node = self
        for member in path {
            guard let next = try node.object(member) else { return nil }
            node = next
        }
        return node
    }

    /// The whole number that some members lead to.
    fileprivate func integer(at path: [String]) throws -> Int64? {
        guard let last = path.last else { return nil }
        return try object(at: path.dropLast())?.integer(last)
    }
}

/// Annotations that bear on images.
enum Annotation {
    /// https://docs.openshift.com: image stream tags that are written into containers when they move.
    static let triggers = "image.openshift.io/triggers"
}
