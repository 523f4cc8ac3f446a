internal import Model

/// An item that says no kind, in a list that says its own only after the items (`jq -S` sorts a typed list so).
///
/// It is decoded as every kind its shape allows, and the list's end chooses: what is kept of an object is little, while its
/// document is gone by then.
struct UndecidedObject {
    /// As many as the largest known cluster has Deployments, twice; the bound keeps hostile input from filling the memory.
    static let most = 200_000

    /// Where the item stands.
    let place: DocumentPlace
    /// What the item is called.
    let name: ObjectName
    private var choices: [ObjectKind: Result<DecodedObject, MalformedObject>] = [:]

    init(_ object: some DocumentNode, place: DocumentPlace, decoder: ObjectDecoder) {
        self.place = place
        name = ObjectName(object)
        for definition in decoder.kinds.all where definition.fits(object) {
            let kind = definition.kind
            do {
                choices[kind] = .success(try decoder.decode(object, as: kind))
            } catch {
                choices[kind] = .failure(error as? MalformedObject ?? .unreadable)
            }
        }
    }

    /// What it is, now that its kind is known.
    func decoded(as kind: ObjectKind) throws -> DecodedObject {
        guard let choice = choices[kind] else { throw MalformedObject.notOfList(kind) }
        return try choice.get()
    }
}

extension KindDefinition {
    /// Whether an object's shape is one that the kind's objects have.
    fileprivate func fits(_ object: some DocumentNode) -> Bool {
        guard let workload else {
            if kind == .build || kind == .buildConfig { return object.present("spec")?.present("strategy") != nil }
            if kind == .imageStreamTag { return object.present("image") != nil }
            let spec = object.present("spec")
            return spec?["template"] == nil && spec?["containers"] == nil && object["image"] == nil
        }
        if workload.template.isEmpty { return object.present("spec")?.present("containers") != nil }
        return object.present(at: workload.template) != nil
            || workload.templateElsewhere.map { object.present(at: $0) != nil } == true
    }
}

extension DocumentNode {
    fileprivate func present(at path: [String]) -> Self? {
        path.reduce(Optional(self)) { node, member in node?.present(member) }
    }
}
