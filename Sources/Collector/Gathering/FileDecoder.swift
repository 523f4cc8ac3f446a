internal import Model
internal import Record
internal import Texts

/// Decodes one file's documents into the gathering, and finds out what the file covers.
final class FileDecoder: DocumentReceiver {
    /// What is known of a file before it is read.
    struct Origin {
        /// As messages name it.
        var file: String
        /// The kind its name says it holds. That proves something of a list, never of a single object.
        var named: ObjectKind?
        /// The namespace whose folder of a must-gather it lies in: what it covers, it covers there.
        var namespace: String?
        /// Whether it is one of a folder's, where a file may be something else altogether.
        var isOfFolder = false
        /// Whether it is YAML, of which it cannot always be told whether its end is missing.
        var isYAML = false
    }

    /// Lists may stand in lists; nobody nests them so deep.
    static let deepestLists = 16

    let origin: Origin
    private let gathering: SnapshotBuilder
    private let decoder: ObjectDecoder

    /// What its lists hold, and are of.
    private var listed: Set<ObjectType> = []
    private var hasList = false
    /// Whether a list was met that is of the kind the file is named for, or of none since it is empty.
    private var provesName = false
    private var hasAnswer = false
    private var list = ListInProgress()

    init(_ origin: Origin, gathering: SnapshotBuilder) {
        self.origin = origin
        self.gathering = gathering
        decoder = ObjectDecoder(kinds: gathering.kinds, namespace: origin.namespace ?? gathering.scope.only)
    }

    convenience init(file: String, named: ObjectKind?, gathering: SnapshotBuilder) {
        self.init(Origin(file: file, named: named), gathering: gathering)
    }

    func listBegan(_ header: some DocumentNode) throws {
        list = ListInProgress()
        list.type = try? ObjectType(of: header)
    }

    func item(_ item: some DocumentNode, at place: DocumentPlace) throws {
        list.count += 1
        try told(place, item, of: list.type?.element) {
            if let type = try ObjectType(of: item) ?? list.type?.element {
                try take(item, type, into: &list, at: place, depth: 1)
            } else {
                guard list.type == nil else { throw MalformedObject.noKind }
                guard list.undecided.count < UndecidedObject.most else { throw MalformedObject.lateKind }
                list.undecided.append(UndecidedObject(item, place: place, decoder: decoder))
            }
        }
    }

    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws {
        try told(place, document) {
            try document.refuseRepeatedNames()
            guard let type = try type(of: document, isList: isList) else { return }
            if type.kind == "Status" {
                try answered(StatusAnswer(document, kinds: kinds))
            } else if try isList || type.holdsItems(document, of: kinds) {
                hasList = true
                try concludeUndecided(type)
                if origin.isYAML, isList, document.lastMember == "items" { gathering.openLists.append(origin.file) }
                try conclude(list, type, document)
                list = ListInProgress()
            } else if let object = try add(document, type), object.isKept {
                let scope = Coverage.Scope(kind: object.kind, namespace: object.namespace)
                gathering.alone[scope, default: 0] += 1
                if origin.isYAML { gathering.openEnds[origin.file, default: []].insert(scope) }
            }
        }
    }

    /// Draws the conclusions once the file is read.
    func finish() throws {
        guard let named = origin.named, hasList, !hasAnswer else { return }
        if !listed.isEmpty, !listed.contains(where: { $0.known(of: kinds) == named }) {
            let found = Set(listed.map { $0.label(among: kinds) }).sorted()
            throw SourceError(file: origin.file, .misnamed(named, holds: found))
        }
        if provesName { gathering.coverage.cover(named, in: origin.namespace) }
    }

    private var kinds: Kinds { gathering.kinds }

    /// What a document is; nil where it is no Kubernetes object, which a folder may hold beside its dumps.
    private func type(of document: some DocumentNode, isList: Bool) throws -> ObjectType? {
        let type: ObjectType?
        do {
            type = try ObjectType(of: document)
        } catch let problem as MalformedObject {
            guard isStray(isList) else { throw problem }
            type = nil
        }
        if let type { return type }
        guard isStray(isList) else { throw MalformedObject.notKubernetes }
        gathering.isStray(origin.file)
        list = ListInProgress()
        return nil
    }

    /// Whether a document that is no Kubernetes object may be passed over: nothing of it was taken for one.
    private func isStray(_ isList: Bool) -> Bool { origin.mayBeStray && !(isList && !list.kinds.isEmpty) }

    /// Takes one item of a list; a list among them gives its own, as kubectl has it.
    private func take(
        _ item: some DocumentNode, _ type: ObjectType, into list: inout ListInProgress, at place: DocumentPlace, depth: Int
    ) throws {
        if type.kind == "Status" {
            try answered(StatusAnswer(item, kinds: kinds))
        } else if try type.holdsItems(item, of: kinds) {
            guard depth < Self.deepestLists else { throw MalformedObject.deepLists }
            try item.refuseRepeatedNames()
            var inner = ListInProgress()
            try item.objects("items") { element in
                inner.count += 1
                try told(place, element, of: type.element) {
                    guard let type = try ObjectType(of: element) ?? type.element else { throw MalformedObject.noKind }
                    try take(element, type, into: &inner, at: place, depth: depth + 1)
                }
            }
            list.kinds.formUnion(try conclude(inner, type, item))
            list.isStraying = list.isStraying || inner.isStraying
        } else {
            list.kinds.insert(type)
            listed.insert(type)
            note(try add(item, type), in: &list)
        }
    }

    private func note(_ object: DecodedObject?, in list: inout ListInProgress) {
        if let object, let own = origin.namespace, !object.namespace.hasSameBytes(as: own) { list.isStraying = true }
    }

    @discardableResult
    private func add(_ object: some DocumentNode, _ type: ObjectType) throws -> DecodedObject? {
        guard let kind = type.known(of: kinds), try decoder.isPlaced(object, as: kind) else {
            gathering.skipped[type.label(among: kinds), default: 0] += 1
            try gathering.identify(ClusterIdentity(markedBy: object, type), from: origin.file)
            return nil
        }
        let decoded = try decoder.decode(object, as: kind)
        try gathering.add(decoded, from: origin.file)
        return decoded
    }

    /// Items that waited for their list's kind.
    private func concludeUndecided(_ type: ObjectType) throws {
        for object in list.undecided {
            guard let element = type.element else { throw MalformedObject.itemWithoutKind }
            listed.insert(element)
            guard let kind = element.known(of: kinds) else {
                gathering.skipped[element.label(among: kinds), default: 0] += 1
                continue
            }
            try told(object.place, type: element, name: object.name) {
                let decoded = try object.decoded(as: kind)
                try gathering.add(decoded, from: origin.file)
                note(decoded, in: &list)
            }
        }
    }

    /// What a list covers, now that all of its items were met.
    ///
    /// - Returns: The types it was understood to be a list of.
    @discardableResult
    private func conclude(_ list: ListInProgress, _ type: ObjectType, _ document: some DocumentNode) throws -> Set<ObjectType> {
        if let element = type.element { listed.insert(element) }
        let types = understood(list, type)
        let found = Set(types.compactMap { $0.known(of: kinds) })
        if list.isStraying {
            gathering.straying.append(origin.file)
        } else {
            for kind in found { gathering.coverage.cover(kind, in: origin.namespace) }
            if type.isPlainList, list.count == 0 || origin.named.map(found.contains) ?? false { provesName = true }
        }
        if type.isPlainList, list.count == 0, origin.named == nil, !origin.file.isNamedForAnotherKind {
            gathering.emptyLists.append(origin.file)
        }
        if try document.isOnePageOfSeveral() {
            for kind in found.union([origin.named].compactMap { $0 }) {
                gathering.coverage.fail(kind, in: origin.namespace, .failed, .onePage)
            }
        }
        return types
    }

    /// The types a list is of; none where that is not understood, whatever was found in it.
    private func understood(_ list: ListInProgress, _ type: ObjectType) -> Set<ObjectType> {
        if type.isPlainList { return list.kinds }
        guard let element = type.element else { return strange(list, type) }
        guard let kind = element.known(of: kinds) else {
            return list.kinds.contains { $0.known(of: kinds) != nil } ? strange(list, type) : [element]
        }
        return list.kinds.allSatisfy { $0.known(of: kinds) == kind } ? [element] : strange(list, type)
    }

    private func strange(_ list: ListInProgress, _ type: ObjectType) -> Set<ObjectType> {
        gathering.strangeLists.append((origin.file, type.label(among: kinds)))
        return []
    }

    private func answered(_ status: StatusAnswer) throws {
        hasAnswer = true
        guard let kind = status.kind ?? origin.named else { throw MalformedObject.answer(status.message) }
        gathering.coverage.fail(kind, in: status.namespace ?? origin.namespace, status.outcome, .answer(status.message))
    }

    /// Names the file, the place and the object in what goes wrong inside.
    private func told(
        _ place: DocumentPlace, _ object: some DocumentNode, of element: ObjectType? = nil, _ body: () throws -> Void
    ) throws {
        do {
            try body()
        } catch let error as MalformedObject {
            throw problem(error, place, type: (try? ObjectType(of: object)) ?? element, name: ObjectName(object))
        }
    }

    private func told(_ place: DocumentPlace, type: ObjectType, name: ObjectName, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as MalformedObject {
            throw problem(error, place, type: type, name: name)
        }
    }

    private func problem(_ error: MalformedObject, _ place: DocumentPlace, type: ObjectType?, name: ObjectName)
        -> SourceError
    {
        SourceError(file: origin.file, place: place, .object(type: type?.label(among: kinds), name: name, error))
    }
}

extension FileDecoder.Origin {
    /// Whether it may be something that no Kubernetes API wrote, without a dump being lost by that.
    var mayBeStray: Bool { isOfFolder && named == nil }
}

extension SnapshotBuilder {
    /// Notes a file that holds something else than Kubernetes objects.
    func isStray(_ file: String) {
        if strays.last != file { strays.append(file) }
    }

    /// Notes a folder's file that holds nothing, as a dump does that broke off before it began. Where its name says a kind, that kind was
    /// not seen; the others were.
    func isEmpty(_ origin: FileDecoder.Origin) {
        emptyFiles.append(origin.file)
        guard let named = origin.named else { return }
        coverage.fail(named, in: origin.namespace, .failed, .emptyFile(origin.file.lastPathComponent))
    }
}

/// The list that is being read.
private struct ListInProgress {
    /// The list's own type, where it stands before the items.
    var type: ObjectType?
    /// What its items say they are.
    var kinds: Set<ObjectType> = []
    var count = 0
    /// Items that wait for the list's kind.
    var undecided: [UndecidedObject] = []
    /// Whether it has objects of another namespace than that whose folder it lies in.
    var isStraying = false
}

extension ObjectType {
    /// Whether a document of this type is a list: `List`, or one of a kind of the record, or anything that calls itself one and
    /// has items. Items that are none make it malformed.
    fileprivate func holdsItems(_ document: some DocumentNode, of kinds: Kinds) throws -> Bool {
        guard isList else { return false }
        guard let items = document.present("items") else {
            guard isPlainList || element?.known(of: kinds) != nil else { return false }
            try document.refuseMissingItems()
            return true
        }
        if items.shape == .array { return true }
        guard !isPlainList, element?.known(of: kinds) == nil else { throw MalformedObject.itemsNotArray }
        return false
    }
}

extension DocumentNode {
    /// The name of the last member.
    fileprivate var lastMember: String? {
        var last: String?
        forEachMember { name, _ in last = name }
        return last
    }
}

extension String {
    /// A file's name without what says its format: `deployments.apps` of `deployments.apps.json` or `deployments.apps.json.gz`.
    var withoutDumpSuffix: String {
        let name = withoutPackingSuffix
        for suffix in [".json", ".yaml", ".yml"] where name.lowercased().hasSuffix(suffix) {
            return String(name.dropLast(suffix.count))
        }
        return self
    }

    /// Whether a file is named for a resource that is no part of the record, as folders of dumps often hold.
    fileprivate var isNamedForAnotherKind: Bool {
        let stem = lastPathComponent.lowercased().split(separator: ".").first.map(String.init) ?? ""
        return ["builds", "services", "routes"].contains(stem)
    }
}
