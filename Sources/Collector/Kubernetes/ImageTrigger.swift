internal import Model
internal import Record

/// One entry of the `image.openshift.io/triggers` annotation that can be understood.
struct ImageTrigger {
    var container: ContainerPath
    var from: ImageStreamTag.ID

    /// Reads the annotation, which a person may have written: what is malformed ties nothing.
    static func parse(_ text: String, namespace: String, with json: JSONText) -> [ImageTrigger] {
        json.parse(text) { root in
            var triggers: [ImageTrigger] = []
            root.forEachElement { entry in
                if let trigger = ImageTrigger(entry, namespace: namespace) { triggers.append(trigger) }
            }
            return triggers
        } ?? []
    }

    private init?(_ entry: some DocumentNode, namespace: String) {
        guard let from = entry["from"], from["kind"]?.text == "ImageStreamTag",
            let name = from["name"]?.text, let path = entry["fieldPath"]?.text,
            let container = ContainerPath(path), entry.repeatedName == nil, from.repeatedName == nil, !name.holdsNUL
        else { return nil }
        let own = from["namespace"]?.text.flatMap { $0.isEmpty ? nil : $0 }
        guard let tag = ImageStreamTag.ID(namespace: own ?? namespace, name: name) else { return nil }
        self.container = container
        self.from = tag
    }

    /// The annotation's text for a DeploymentConfig's image change triggers, its members in the order `oc set triggers` writes.
    ///
    /// A DeploymentConfig names containers of both groups alike; the annotation says which group.
    static func annotation(_ changes: [ImageChange], containers: [Container]) -> String {
        let initial = Set(containers.filter(\.isInit).map(\.name))
        let entries = changes.flatMap { change in
            change.containers.map { container in
                let namespace = change.namespace.map { ",\"namespace\":\(jsonString($0))" } ?? ""
                let group = initial.contains(container) ? "initContainers" : "containers"
                let path = "spec.template.spec.\(group)[?(@.name==\(jsonString(container)))].image"
                let from = "{\"kind\":\(jsonString(change.kind)),\"name\":\(jsonString(change.name))\(namespace)}"
                let paused = change.isAutomatic ? "" : ",\"paused\":true"
                return "{\"from\":\(from),\"fieldPath\":\(jsonString(path))\(paused)}"
            }
        }
        return "[\(entries.joined(separator: ","))]"
    }
}

/// One `ImageChange` of a DeploymentConfig's `spec.triggers`.
struct ImageChange {
    var kind: String
    var name: String
    var namespace: String?
    var containers: [String]
    var isAutomatic: Bool
}

extension ObjectDecoder {
    /// A DeploymentConfig's image change triggers. What they last saw is status, and left out.
    func imageChanges(_ spec: some DocumentNode) throws -> [ImageChange] {
        var changes: [ImageChange] = []
        try spec.objects("triggers") { trigger in
            guard try trigger.string("type") == "ImageChange",
                let parameters = try trigger.object("imageChangeParams"), let from = try parameters.object("from")
            else { return }
            var containers: [String] = []
            parameters["containerNames"]?.forEachElement { name in
                if let name = name.text { containers.append(name) }
            }
            changes.append(
                ImageChange(
                    kind: try from.string("kind") ?? "", name: try from.string("name") ?? "",
                    namespace: try from.nonEmptyString("namespace"), containers: containers,
                    isAutomatic: try parameters.flag("automatic")))
        }
        return changes
    }
}

extension ImageStreamTag.ID {
    /// Reads `stream:tag`; nil for anything else.
    init?(namespace: String, name: String) {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return nil }
        self.init(namespace: namespace, stream: String(parts[0]), tag: String(parts[1]))
    }
}
