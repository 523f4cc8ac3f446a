import Histories
import Model
import Record

/// Record files of random histories, of one cluster each or of two.
struct RecordedFiles {
    let folder: Folder
    let paths: [String]
    let clusters: [[String]]
    private var histories: [[RandomHistory]]

    init(_ clusters: [[String]], seed: UInt64) throws {
        folder = try Folder()
        self.clusters = clusters
        paths = clusters.indices.map { [folder] in "\(folder.path)/\($0).db" }
        histories = clusters.enumerated().map { file, names in
            names.enumerated().map { RandomHistory(seed: seed &+ UInt64(file * 10 + $0), cluster: $1) }
        }
    }

    /// Records so many looks at each cluster of a file.
    mutating func record(_ file: Int, _ count: Int) throws {
        let store = try RecordWriter(path: paths[file])
        for _ in 0..<count {
            for index in histories[file].indices { try store.record(histories[file][index].next()) }
        }
    }

    /// Some instants at and between the looks.
    func instants(_ random: inout SplitMix, _ count: Int, looks: Int) -> [Instant] {
        (0..<count).map { _ in
            Instant(secondsSince1970: 1_700_000_000 + 900 * Int64(random.below(looks + 2)) + Int64(random.below(2)) * 450)
        }
    }
}
