import Glibc
import Model
import Questions
import Record
import Report

/// Copies of a fleet's clusters, one after another.
///
/// Of a few clusters they are kept for the next question. Of many each is gone once the next is asked for, which is made meanwhile, so that
/// neither disk nor memory grow with the fleet.
final class ClusterCopies {
    /// One cluster's copy.
    struct Copy {
        let cluster: String
        let path: String
        /// How many there are yet to come, this one among them.
        let left: Int
    }

    /// Of so many clusters copies are kept.
    static let mostKept = 16

    private let fleet: Fleet
    private let clusters: [String]
    private let folder: TemporaryFolder?
    private var place = 0
    private var making: (process: pid_t, path: String)?

    init(of clusters: [String], in fleet: Fleet) throws {
        self.fleet = fleet
        self.clusters = clusters
        folder = clusters.count > Self.mostKept ? try TemporaryFolder() : nil
    }

    deinit {
        if let making {
            kill(making.process, SIGTERM)
            try? Fleet.wait(for: making.process)
        }
        folder?.remove()
    }

    /// The next one; what was answered before is gone then, where copies are not kept.
    func next() throws -> Copy? {
        guard place < clusters.count else { return nil }
        defer { place += 1 }
        let cluster = clusters[place]
        if StandardError.isTerminal { StandardError.write("[\(place + 1)/\(clusters.count)] \(terminalSafe(cluster))\n") }
        let path = try folder.map(made) ?? fleet.mirror(of: cluster)
        return Copy(cluster: cluster, path: path, left: clusters.count - place)
    }

    private func made(in folder: TemporaryFolder) throws -> String {
        if place > 0 { folder.empty(beginning: "\(place - 1).db") }
        try make(place, in: folder)
        let done = making
        making = nil
        if let done { try Fleet.wait(for: done.process) }
        try make(place + 1, in: folder)
        return Self.path(place, in: folder)
    }

    /// Begins to make a copy, unless one is being made.
    private func make(_ place: Int, in folder: TemporaryFolder) throws {
        guard making == nil, place < clusters.count else { return }
        let path = Self.path(place, in: folder)
        making = (try fleet.startFetching(clusters[place], to: path), path)
    }

    private static func path(_ place: Int, in folder: TemporaryFolder) -> String { "\(folder.path)/\(place).db" }
}

extension RecordOptions {
    /// The fleet and its clusters, where one is asked and it is not about one cluster of it.
    func fleetOfSeveral() throws -> (fleet: Fleet, clusters: [String])? {
        guard cluster == nil, let fleet, case let clusters = try fleet.clusters(), clusters.count > 1 else { return nil }
        return (fleet, clusters)
    }

    /// Asks the file, or of a fleet's clusters the copy of one after another, where none was named.
    ///
    /// - Parameter ask: Told the record, and how many there are yet to ask, this one among them.
    /// - Throws: What one of them does not know is an error where none knows it.
    func askEach<Result>(at instant: Instant?, _ ask: (_ record: RecordReader, _ left: Int) throws -> Result) throws -> [Result] {
        guard let (fleet, clusters) = try fleetOfSeveral() else { return [try ask(open(at: instant), 1)] }
        var answers: [Result] = []
        var unknown: QuestionError?
        let copies = try ClusterCopies(of: clusters, in: fleet)
        while let copy = try copies.next() {
            do {
                answers.append(try ask(RecordReader(path: copy.path, at: instant), copy.left))
            } catch let error as QuestionError {
                guard case .notFound = error else { throw error }
                unknown = unknown ?? error
            }
        }
        if answers.isEmpty, let unknown { throw unknown }
        return answers
    }
}
