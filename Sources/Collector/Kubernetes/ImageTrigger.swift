internal import Model
internal import Record
internal import Texts

/// The `image.openshift.io/triggers` annotation, and a DeploymentConfig's triggers in its form.
enum ImageTrigger {
    /// What the annotation's text says, as Go would decode it; nil where it would decode nothing of it.
    static func entries(_ text: String, with json: JSONText) -> [TriggerEntry]? {
        json.parse(text) { root -> [TriggerEntry]? in
            guard root.shape == .array else { return root.shape == .null ? [] : nil }
            var entries: [TriggerEntry]? = []
            root.forEachElement { element in
                guard let entry = TriggerEntry(element) else {
                    entries = nil
                    return
                }
                entries?.append(entry)
            }
            return entries
        } ?? nil
    }

    /// The annotation's text for a DeploymentConfig's image change triggers, its members in the order `oc set triggers` writes.
    ///
    /// A DeploymentConfig names containers of both groups alike; the annotation says which group.
    static func annotation(_ changes: [ImageChangeTrigger], containers: [Container]) -> String {
        let initial = Set(containers.filter(\.isInit).map { ExactText($0.name) })
        let entries = changes.flatMap { change in
            change.containers.map { container in
                let namespace = change.namespace.map { ",\"namespace\":\(JSONString.plain($0))" } ?? ""
                let group = initial.contains(ExactText(container)) ? "initContainers" : "containers"
                let path = "spec.template.spec.\(group)[?(@.name==\(JSONString.plain(container)))].image"
                let from = "{\"kind\":\(JSONString.plain(change.kind)),\"name\":\(JSONString.plain(change.name))\(namespace)}"
                let paused = change.isAutomatic ? "" : ",\"paused\":true"
                return "{\"from\":\(from),\"fieldPath\":\(JSONString.plain(path))\(paused)}"
            }
        }
        return "[\(entries.joined(separator: ","))]"
    }
}

/// One trigger of type `ImageChange` of a DeploymentConfig's `spec.triggers`.
struct ImageChangeTrigger {
    var kind: String
    var name: String
    var namespace: String?
    var containers: [String]
    var isAutomatic: Bool
}

extension ObjectDecoder {
    /// A DeploymentConfig's image change triggers. What they last saw is status, and left out.
    ///
    /// - Parameter isPaused: Whether the DeploymentConfig is; then none of its triggers does anything.
    func imageChanges(_ spec: some DocumentNode, isPaused: Bool) throws -> [ImageChangeTrigger] {
        var changes: [ImageChangeTrigger] = []
        try spec.objects("triggers") { trigger in
            guard try trigger.string("type") == "ImageChange",
                let parameters = try trigger.object("imageChangeParams"), let from = try parameters.object("from")
            else { return }
            var containers: [String] = []
            parameters["containerNames"]?.forEachElement { name in
                if let name = name.text { containers.append(name) }
            }
            changes.append(
                ImageChangeTrigger(
                    kind: try from.string("kind") ?? "", name: try from.string("name") ?? "",
                    namespace: try from.nonEmptyString("namespace"), containers: containers,
                    isAutomatic: try parameters.flag("automatic") && !isPaused))
        }
        return changes
    }
}

extension TriggerEntry {
    /// Reads an entry; nil where a field is of another type than Go's, which fails the whole annotation.
    fileprivate init?(_ element: some DocumentNode) {
        self.init()
        guard element.shape == .object || element.shape == .null else { return nil }
        guard let path = Self.text(element, "fieldPath") else { return nil }
        fieldPath = path
        if let paused = element.present("paused") {
            guard let flag = paused.boolean else { return nil }
            isPaused = flag
        }
        guard let from = element.present("from") else { return }
        guard from.shape == .object, let kind = Self.text(from, "kind"), let name = Self.text(from, "name"),
            let namespace = Self.text(from, "namespace")
        else { return nil }
        self.kind = kind
        self.name = name
        self.namespace = namespace
    }

    /// Text; empty where there is none, and nil for anything else.
    private static func text(_ node: some DocumentNode, _ key: String) -> String? {
        guard let value = node.present(key) else { return "" }
        return value.shape == .scalar ? value.text : nil
    }
}
