internal import Model

/// An object's `kind` and `apiVersion`, from the object itself or from the typed list it stands in.
struct ObjectType: Hashable {
    var kind: String
    var apiVersion: String?

    init(kind: String, apiVersion: String?) {
        self.kind = kind
        self.apiVersion = apiVersion
    }

    /// The type an object names; nil where it names no kind.
    init?(of node: some DocumentNode) throws {
        guard let kind = try node.nonEmptyString("kind") else { return nil }
        self.init(kind: kind, apiVersion: try node.nonEmptyString("apiVersion"))
    }

    /// The API group; nil where there is no `apiVersion`, empty for the core group.
    var group: String? {
        guard let apiVersion else { return nil }
        guard let slash = apiVersion.firstIndex(of: "/") else { return "" }
        return String(apiVersion[..<slash])
    }

    /// Which of some kinds this is; another group's object of the same name is not.
    func known(of kinds: Kinds) -> ObjectKind? { kinds.kind(named: kind, group: group) }

    /// What people are told it is: its kind, and its group where the kind's name alone would be taken for one of the record's:
    /// `StatefulSet.apps.kruise.io`.
    func label(among kinds: Kinds) -> String {
        guard let group, !group.isEmpty, known(of: kinds) == nil, kinds.all.contains(where: { $0.kind.name == kind }) else {
            return kind
        }
        return "\(kind).\(group)"
    }

    /// Whether it is `List`, whose items say themselves what they are.
    var isPlainList: Bool { kind == "List" && (group ?? "").isEmpty }

    /// Whether it holds items: `List`, `DeploymentList`.
    var isList: Bool { kind.hasSuffix("List") }

    /// What the items of a typed list are; nil for `List`, whose items say it themselves.
    var element: ObjectType? {
        guard isList, kind != "List" else { return nil }
        return ObjectType(kind: String(kind.dropLast(4)), apiVersion: apiVersion)
    }
}
