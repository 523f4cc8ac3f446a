internal import Model

/// Decodes one file's documents into the gathering, and finds out what the file covers.
final class FileDecoder: DocumentReceiver {
    private let file: String
    private let gathering: Gathering
    private let decoder: ObjectDecoder
    /// The kind the file's name says it holds.
    private let named: ObjectKind?

    /// What the file holds, its lists' kinds included.
    private var seen: Set<ObjectType> = []
    private var hasAnswer = false
    private var list = ListInProgress()

    init(file: String, named: ObjectKind?, gathering: Gathering) {
        self.file = file
        self.gathering = gathering
        decoder = ObjectDecoder(kinds: gathering.kinds, namespace: gathering.scope.only)
        self.named = named
    }

    func listBegan(_ header: some DocumentNode) throws {
        list = ListInProgress()
        list.type = try? ObjectType(of: header)
    }

    func item(_ item: some DocumentNode, at place: DocumentPlace) throws {
        list.count += 1
        try told(place, item) {
            if let type = try ObjectType(of: item) {
                list.kinds.insert(type)
                try add(item, type)
            } else if let type = list.type {
                guard let element = type.element else { throw MalformedObject(reason: "it has no kind") }
                try add(item, element)
            } else {
                guard list.undecided.count < UndecidedObject.most else {
                    throw MalformedObject(reason: "the list must say its kind before so many items that say none")
                }
                list.undecided.append(UndecidedObject(item, place: place, decoder: decoder))
            }
        }
    }

    func documentEnded(_ document: some DocumentNode, isList: Bool, at place: DocumentPlace) throws {
        try told(place, document) {
            try document.refuseRepeatedNames()
            guard let type = try ObjectType(of: document) else {
                throw MalformedObject(reason: "it is not a Kubernetes object: it has no kind")
            }
            if type.kind == "Status" {
                try answered(StatusAnswer(document, kinds: kinds))
            } else if isList || type.isList {
                try listEnded(type, document)
            } else {
                if try add(document, type), let kind = type.known(of: kinds) { gathering.alone[kind, default: 0] += 1 }
            }
        }
    }

    /// Draws the conclusions once the file is read.
    func finish() throws {
        guard let named, !hasAnswer else { return }
        if !seen.isEmpty, !seen.contains(where: { $0.known(of: kinds) == named }) {
            let found = Set(seen.map(\.kind)).sorted().joined(separator: ", ").printable
            throw SourceError(
                file: file, reason: "its name says \(named.title), but it holds \(found)",
                advice: "give it a name that fits, or dump \(named.resource) again")
        }
        gathering.coverage.covered.insert(named)
    }

    private var kinds: Kinds { gathering.kinds }

    /// Says whether it is kept.
    @discardableResult
    private func add(_ object: some DocumentNode, _ type: ObjectType) throws -> Bool {
        seen.insert(type)
        guard let kind = type.known(of: kinds) else {
            gathering.skipped[type.kind, default: 0] += 1
            return false
        }
        guard let object = try decoder.decode(object, as: kind) else { return false }
        try gathering.add(object, from: file)
        return true
    }

    private func listEnded(_ type: ObjectType, _ document: some DocumentNode) throws {
        for object in list.undecided {
            guard let element = type.element else { throw MalformedObject(reason: "one of its items has no kind") }
            seen.insert(element)
            if let kind = element.known(of: kinds) {
                try told(object.place, type: element, name: object.name) {
                    if let object = try object.decoded(as: kind) { try gathering.add(object, from: file) }
                }
            } else {
                gathering.skipped[element.kind, default: 0] += 1
            }
        }
        let covered = Set(list.kinds.compactMap { $0.known(of: kinds) } + [type.element?.known(of: kinds)].compactMap { $0 })
        if let element = type.element { seen.insert(element) }
        gathering.coverage.covered.formUnion(covered)
        if list.count == 0, type.element == nil, named == nil, !file.isNamedForAnotherKind { gathering.emptyLists.append(file) }
        if try document.continueToken() != nil {
            let message = "the list is one page of several; the others are missing"
            for kind in covered.union([named].compactMap { $0 }) { gathering.coverage.fail(kind, .failed, message) }
        }
        list = ListInProgress()
    }

    private func answered(_ status: StatusAnswer) throws {
        hasAnswer = true
        guard let kind = status.kind ?? named else {
            throw MalformedObject(reason: "it is an answer, not a dump: \(status.message.printable)")
        }
        gathering.coverage.fail(kind, in: status.namespace, status.outcome, status.message)
    }

    /// Names the file, the place and the object in what goes wrong inside.
    private func told(_ place: DocumentPlace, _ object: some DocumentNode, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as MalformedObject {
            let type = (try? ObjectType(of: object)) ?? list.type?.element
            throw problem(error, place, type: type, name: ObjectName(object))
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
        let subject = [type?.kind, name.description].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        return SourceError(
            file: file, place: place, reason: subject.isEmpty ? error.reason : "\(subject.printable): \(error.reason)")
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
}

extension String {
    /// Whether a file is named for a resource that is no part of the record, as folders of dumps often hold.
    fileprivate var isNamedForAnotherKind: Bool {
        let stem = lastPathComponent.lowercased().split(separator: ".").first.map(String.init) ?? ""
        return ["builds", "services", "routes"].contains(stem)
    }
}
