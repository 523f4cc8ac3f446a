internal import Model
public import Record
internal import SQLite
internal import Texts

/// Every state of a file's containers and tags as numbers, kept in memory by whoever is asked about one instant after another: what
/// stood at any snapshot is counted here in the time in which the file would have told of a few hundred of them.
///
/// It is of the moment at which it was read. What is recorded later ends some of the states, but at no snapshot before.
public struct KeptStates: Sendable {
    /// A namespace.
    struct Place: Sendable {
        let cluster: String
        let namespace: String
    }

    /// How a container was judged from one snapshot until another. Texts and objects are places in the lists below.
    struct ContainerState: Sendable {
        let from: Int32
        let until: Int32
        /// The file's number.
        let container: Int32
        let name: Int32
        let workload: Int32
        let place: Int32
        let meaning: Int32
        let reference: Int32
        /// -1 where it is tied to none.
        let tag: Int32
    }

    /// How a tag stood from one snapshot until another.
    struct TagState: Sendable {
        let from: Int32
        let until: Int32
        /// The file's number.
        let tag: Int32
        let place: Int32
        let hasImage: Bool
        /// ``Problem/failingImport``.
        let isFailing: Bool
        /// ``Problem/unscheduledTag``.
        let isUnscheduled: Bool
    }

    /// What a reference would be pulled from; -1 where nothing would pull it.
    struct Reference: Sendable {
        var registry: Int32
        /// Its full spelling, each of which has one number.
        var canonical: Int32
    }

    /// What a container is judged.
    struct Meaning: Sendable {
        let verdict: String
        let form: String
    }

    /// In the order of clusters and namespaces, and in each the workloads one after the other.
    private(set) var places: [Place] = []
    private(set) var containers: [ContainerState] = []
    private(set) var tags: [TagState] = []
    private(set) var meanings: [Meaning] = []
    /// In the order of their texts.
    private(set) var references: [Reference] = []
    private(set) var registries: [String] = []
    private(set) var canonicalCount = 0
    /// The file's numbers of the tags that containers were ever tied to.
    private(set) var tied: [Int32] = []

    /// Whether any workload ever had triggers, and whether the names of any ever meant its own namespace's streams.
    private(set) var (hasTriggers, resolvesNames) = (false, false)

    private(set) var placeNames = LoweredTexts()
    private(set) var workloadNames = LoweredTexts()
    private(set) var containerNames = LoweredTexts()
    private(set) var images = LoweredTexts()
    private(set) var tiedNames = LoweredTexts()

    /// States at most: some 40 MB.
    static let most: Int64 = 1_000_000
    /// So few are kept however often each object changed.
    private static let few: Int64 = 50_000

    /// Reads them; nil where there are too many, or so many of each object that the file tells sooner what stood at one snapshot.
    public init?(_ record: RecordReader) throws { try self.init(record, most: Self.most) }

    init?(_ record: RecordReader, most: Int64) throws {
        let size = try record.rows(
            """
            SELECT sum(changes), sum(largest), max(newest) FROM (
                SELECT sum(changes) AS changes, max(containers + istags) AS largest, max(id) AS newest FROM snapshot GROUP BY cluster_id)
            """
        ).first.map { $0.map { $0.integer ?? 0 } }
        guard let size, size[0] + size[1] <= most, size[0] <= max(Self.few, 3 * size[1]), size[2] < Int32.max else {
            return nil
        }
        let numbers = try readPlaces(record)
        let referencesByNumber = try readReferences(record)
        try readContainers(record, numbers, referencesByNumber)
        try readTags(record, numbers)
        let row = try record.rows("SELECT count(triggers_id) > 0, count(resolve_names_id) > 0 FROM workload_version").first
        (hasTriggers, resolvesNames) = (row?[0].integer != 0, row?[1].integer != 0)
    }

    private mutating func readPlaces(_ record: RecordReader) throws -> [Int64: Int32] {
        var numbers: [Int64: Int32] = [:]
        for row in try record.rows("SELECT id, cluster, name FROM namespace_ ORDER BY cluster, name") {
            let place = Place(cluster: row[1].text ?? "", namespace: row[2].text ?? "")
            numbers[row[0].integer ?? 0] = Int32(places.count)
            placeNames.add(place.namespace)
            places.append(place)
        }
        return numbers
    }

    /// The references that containers ever had, in the order of their texts.
    private mutating func readReferences(_ record: RecordReader) throws -> [Int64: Int32] {
        var numbers: [Int64: Int32] = [:]
        var (knownRegistries, knownNames): ([ExactText: Int32], [ExactText: Int32]) = ([:], [:])
        func number(_ text: String?, _ known: inout [ExactText: Int32]) -> Int32 {
            guard let text = text.map({ ExactText($0) }) else { return -1 }
            if let number = known[text] { return number }
            known[text] = Int32(known.count)
            return Int32(known.count - 1)
        }
        try record.eachRow(
            """
            SELECT id, text, pulled_from, canonical FROM reference_ WHERE id IN (SELECT reference_id FROM container_version) ORDER BY text
            """
        ) { row in
            numbers[row.integer(at: 0) ?? 0] = Int32(references.count)
            images.add(row.text(at: 1) ?? "")
            references.append(
                Reference(
                    registry: number(row.text(at: 2), &knownRegistries), canonical: number(row.text(at: 3), &knownNames)))
        }
        registries = knownRegistries.sorted { $0.value < $1.value }.map(\.key.text)
        canonicalCount = knownNames.count
        return numbers
    }

    private mutating func readContainers(
        _ record: RecordReader, _ placesByNumber: [Int64: Int32], _ referencesByNumber: [Int64: Int32]
    ) throws {
        var meaningsByNumber: [Int64: Int32] = [:]
        for row in try record.rows("SELECT id, verdict, form FROM meaning") {
            meaningsByNumber[row[0].integer ?? 0] = Int32(meanings.count)
            meanings.append(Meaning(verdict: row[1].text ?? "", form: row[2].text ?? ""))
        }
        var (names, tagsByNumber): ([ExactText: Int32], [Int64: Int32]) = ([:], [:])
        var (workload, workloads, name, nameNumber) = (Int64.min, Int32(-1), "", Int32(-1))
        try record.eachRow(
            """
            SELECT w.namespace_id, w.id, w.name, b.id, b.name, j.from_snapshot, j.until_snapshot, j.meaning_id, v.reference_id, j.istag_id
            FROM namespace n
            CROSS JOIN workload w ON w.namespace_id = n.id AND substr(w.name, 1, 2) <> '//'
            CROSS JOIN container b ON b.workload_id = w.id
            CROSS JOIN judgement j ON j.container_id = b.id
            CROSS JOIN container_version v ON v.container_id = b.id AND v.from_snapshot = coalesce(j.state_from, j.from_snapshot)
            """
        ) { row in
            guard let place = row.integer(at: 0).flatMap({ placesByNumber[$0] }),
                let meaning = row.integer(at: 7).flatMap({ meaningsByNumber[$0] }),
                let reference = row.integer(at: 8).flatMap({ referencesByNumber[$0] })
            else { return }
            if let number = row.integer(at: 1), number != workload {
                (workload, workloads) = (number, workloads + 1)
                workloadNames.add(row.text(at: 2) ?? "")
            }
            if let text = row.text(at: 4), nameNumber < 0 || !text.hasSameBytes(as: name) {
                name = text
                nameNumber = names[ExactText(text)] ?? Int32(names.count)
                if nameNumber == names.count {
                    names[ExactText(text)] = nameNumber
                    containerNames.add(text)
                }
            }
            var tag: Int32 = -1
            if let number = row.integer(at: 9) {
                tag = tagsByNumber[number] ?? Int32(tied.count)
                if tag == tied.count {
                    tagsByNumber[number] = tag
                    tied.append(Int32(clamping: number))
                }
            }
            containers.append(
                ContainerState(
                    from: Self.snapshot(row.integer(at: 5)), until: Self.snapshot(row.integer(at: 6)),
                    container: Int32(clamping: row.integer(at: 3) ?? 0), name: nameNumber, workload: workloads, place: place,
                    meaning: meaning, reference: reference, tag: tag))
        }
        var texts = [String](repeating: "", count: tied.count)
        try record.eachRow(
            "SELECT t.id, t.name FROM json_each(?1) e CROSS JOIN tag_ t ON t.id = e.value", [.text(tied.jsonList)]
        ) { row in
            if let tag = row.integer(at: 0).flatMap({ tagsByNumber[$0] }) { texts[Int(tag)] = row.text(at: 1) ?? "" }
        }
        for text in texts { tiedNames.add(text) }
    }

    private mutating func readTags(_ record: RecordReader, _ placesByNumber: [Int64: Int32]) throws {
        try record.eachRow(
            """
            SELECT namespace_id, id, from_snapshot, until_snapshot, digest_id IS NOT NULL, import_error_id IS NOT NULL,
                \(Problem.isUnscheduled)
            FROM (
                SELECT i.namespace_id, t.id, v.from_snapshot, v.until_snapshot, v.digest_id, v.import_error_id, s.from_kind, s.scheduled,
                    s.reference_only, (SELECT is_pinned FROM pinned_ WHERE id = s.from_reference_id) AS is_pinned
                FROM namespace n
                CROSS JOIN image_stream i ON i.namespace_id = n.id
                CROSS JOIN istag t ON t.image_stream_id = i.id
                CROSS JOIN istag_version v ON v.istag_id = t.id
                CROSS JOIN tag_source s ON s.id = v.source_id)
            """
        ) { row in
            guard let place = row.integer(at: 0).flatMap({ placesByNumber[$0] }) else { return }
            tags.append(
                TagState(
                    from: Self.snapshot(row.integer(at: 2)), until: Self.snapshot(row.integer(at: 3)),
                    tag: Int32(clamping: row.integer(at: 1) ?? 0), place: place, hasImage: row.integer(at: 4) == 1,
                    isFailing: row.integer(at: 5) == 1, isUnscheduled: row.integer(at: 6) == 1))
        }
    }

    /// A snapshot's number; where there is none, one that never comes.
    private static func snapshot(_ number: Int64?) -> Int32 { number.map { Int32(clamping: $0) } ?? .max }
}

extension KeptStates {
    /// The snapshot that a reader shows of each place; -1, by which nothing had begun, where it shows none or the place is not asked for.
    func shown(by record: RecordReader, _ filter: Filter) throws -> [Int32] {
        let snapshots = Dictionary(
            try record.clusters().map { (ExactText($0.cluster), $0.snapshot) }, uniquingKeysWith: { first, _ in first })
        return places.map { place in
            guard filter.asks(place.cluster), filter.includes(namespace: place.namespace),
                let snapshot = snapshots[ExactText(place.cluster)] ?? nil
            else { return -1 }
            return Int32(clamping: snapshot)
        }
    }

    /// Goes through the containers that stand at those snapshots, a workload's one after the other.
    func eachContainer(_ shown: [Int32], _ body: (ContainerState) throws -> Void) rethrows {
        for state in containers {
            let snapshot = shown[Int(state.place)]
            if state.from <= snapshot, snapshot < state.until { try body(state) }
        }
    }

    /// Goes through the tags that stand at those snapshots.
    func eachTag(_ shown: [Int32], _ body: (TagState) throws -> Void) rethrows {
        for state in tags {
            let snapshot = shown[Int(state.place)]
            if state.from <= snapshot, snapshot < state.until { try body(state) }
        }
    }
}

extension KeptStates {
    /// The file's numbers of the containers of which a state began or ended by a snapshot of this number or a higher one; nil where they
    /// are so many that all may as well be asked.
    func changedContainers(from first: Int64) -> [Int64]? {
        var found: Set<Int64> = []
        for state in containers where state.from >= first || state.until >= first && state.until < .max {
            found.insert(Int64(state.container))
            if found.count > 1_000 { return nil }
        }
        return found.sorted()
    }
}

extension Sequence where Element: FixedWidthInteger {
    /// The numbers as a list in JSON, by which one statement serves whatever numbers are asked for.
    var jsonList: String { "[\(map { String($0) }.joined(separator: ","))]" }
}
