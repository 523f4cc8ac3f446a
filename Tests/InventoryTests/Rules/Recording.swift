import SQLite

@testable import Model
@testable import Questions
@testable import Record

/// A record of its own for one test, with snapshots told in few words: one a day, all of it seen unless said otherwise.
final class Recording {
    let file: TemporaryFile
    let store: RecordWriter
    var path: String { file.path }

    init() throws {
        file = try TemporaryFile()
        store = try RecordWriter(path: file.path)
    }

    static let complete = Kinds.builtIn.all.map(\.kind).map { Coverage(kind: $0, outcome: .complete, objects: 0) }
    static let streamsOnly = [Coverage(kind: .imageStream, outcome: .complete, objects: 0)]
    static let tagsOnly = [Coverage(kind: .imageStreamTag, outcome: .complete, objects: 0)]

    static func day(_ day: Int) -> Instant { Instant(secondsSince1970: 1_767_225_600 + Int64(day) * 86_400) }

    static func snapshot(
        _ day: Int, cluster: String = "okd", coverage: [Coverage] = complete, workloads: [Workload] = [],
        streams: [ImageStream] = [], tags: [ImageStreamTag] = [], images: [Image] = []
    ) -> Snapshot {
        Snapshot(
            cluster: cluster, takenAt: Recording.day(day), source: "a test", coverage: coverage, workloads: workloads,
            imageStreams: streams, imageStreamTags: tags, images: images)
    }

    @discardableResult
    func record(
        _ day: Int, coverage: [Coverage] = complete, workloads: [Workload] = [], streams: [ImageStream] = [],
        tags: [ImageStreamTag] = [], images: [Image] = []
    ) throws -> Recorded {
        try store.record(
            Recording.snapshot(
                day, coverage: coverage, workloads: workloads, streams: streams, tags: tags, images: images))
    }

    /// What some SQL over the file answers, as of the end of a day or now.
    func rows(_ sql: String, at day: Int? = nil) throws -> [[Value]] {
        try RecordReader(path: path, at: day.map(Recording.day)).rows(sql)
    }

    /// The first column of what some SQL answers, as text.
    func column(_ sql: String, at day: Int? = nil) throws -> [String?] { try rows(sql, at: day).map(\.[0].text) }

    /// Every row of every table, table by table.
    func dump() throws -> [String: [[Value]]] { try SQLDump.tables(path) }
}

enum SQLDump {
    /// Every row of every table of a file.
    static func tables(_ path: String) throws -> [String: [[Value]]] {
        let connection = try Connection(path: path, mode: .readOnly)
        var tables: [String: [[Value]]] = [:]
        for row in try connection.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name") {
            guard let name = row[0].text else { continue }
            tables[name] = try connection.rows("SELECT * FROM \(name)").sorted { "\($0)" < "\($1)" }
        }
        return tables
    }
}

extension Workload {
    /// A Deployment with one container a given image.
    static func deployment(named name: String = "web", in namespace: String = "shop", _ images: String...) -> Workload {
        Workload(
            id: Workload.ID(namespace: namespace, kind: .deployment, name: name), uid: "u-\(name)", replicas: 1,
            containers: images.enumerated().map { Container(name: "c\($0)", image: $1) })
    }
}

extension ImageStream {
    static func named(_ name: String, in namespace: String = "shop", lookup: Bool = false) -> ImageStream {
        ImageStream(
            id: ID(namespace: namespace, name: name), uid: "u-\(name)", lookupLocal: lookup,
            repository: "image-registry.openshift-image-registry.svc:5000/\(namespace)/\(name)")
    }
}

extension ImageStreamTag {
    /// `shop/web:1`, whose history is told newest first.
    static func web(_ revisions: Revision..., source: Source = Source(), error: String? = nil) -> ImageStreamTag {
        ImageStreamTag(
            id: ID(namespace: "shop", stream: "web", tag: "1"), source: source, revisions: revisions, importError: error
        )
    }
}

extension ImageStreamTag.Revision {
    /// An entry whose digest is one letter over and over, created on a day.
    static func at(_ day: Int?, _ letter: Character) -> ImageStreamTag.Revision {
        let digest = Recording.digest(letter)
        return ImageStreamTag.Revision(
            createdAt: day.map(Recording.day), digest: digest, image: "docker.io/abesesr/x@\(digest)")
    }
}

extension Recording {
    static func digest(_ letter: Character) -> String { "sha256:" + String(repeating: letter, count: 64) }
}
