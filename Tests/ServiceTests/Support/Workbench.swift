import Foundation
import Logging
import Model
import Questions
import Record
import ServiceLifecycle
import Synchronization
import Testing

@testable import Service

/// A collector in the making, with a record of its own and a clock that a test moves.
final class Workbench: Sendable {
    let time: ManualTime
    let folder: String
    let path: String
    let writer: SnapshotQueue
    let service: CollectorService
    let lines = Lines()
    private let targets: [ClusterTarget]

    init(_ targets: [ClusterTarget], at wall: String, time: ManualTime? = nil, in path: String? = nil) throws {
        let time = time ?? ManualTime(wall)
        self.time = time
        self.targets = targets
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder.path
        self.path = path ?? "\(folder.path)/record.db"
        writer = SnapshotQueue(path: self.path, signingKey: nil, busyTimeout: 20, time: time)
        let log = Logger(label: "test") { [lines] _ in
            LineLogHandler(format: .text, level: .debug, now: { time.now }, write: { lines.append($0) })
        }
        service = CollectorService(.init(targets: targets, version: "1.2.3"), writer: writer, log: log, time: time)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    /// Runs the loops while the test goes on, then asks them to end and waits for it.
    ///
    /// - Parameter finishing: How long a look may go on after the end was asked for.
    func run<Result>(finishing: Duration = .seconds(60), _ body: (Workbench) async throws -> Result) async throws -> Result {
        let connections = targets.map { ObserverConnection($0.connect) }
        return try await run(connections, finishing: finishing, body)
    }

    func run<Result>(
        _ connections: [ObserverConnection], finishing: Duration = .seconds(60), _ body: (Workbench) async throws -> Result
    ) async throws -> Result {
        let loops = zip(targets, connections).map { service.loop($0, $1) }
        var configuration = ServiceGroupConfiguration(
            services: loops.map { .init(service: $0) }, logger: Logger(label: "group") { _ in SwiftLogNoOpLogHandler() })
        configuration.maximumGracefulShutdownDuration = finishing
        let group = ServiceGroup(configuration: configuration)
        let running = Task { try? await group.run() }
        do {
            let result = try await body(self)
            await group.triggerGracefulShutdown()
            await running.value
            return result
        } catch {
            running.cancel()
            await running.value
            throw error
        }
    }

    func figures(_ cluster: String = "prod") throws -> ClusterFigures {
        try #require(service.board.clusters.first { $0.name == cluster }).figures
    }

    /// What is recorded of a cluster: the instants, oldest first.
    func recorded(_ cluster: String = "prod") throws -> [String] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try RecordReader(path: path).instants(of: cluster).sorted().map(\.description)
    }

    /// Answers SQL over the record, cells as text.
    func rows(_ sql: String) throws -> [[String]] {
        try RecordReader(path: path).answer(SQLQuestion(sql)).rows.map { $0.map(\.plain) }
    }
}

/// Log lines, in order.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])

    func append(_ line: String) { lines.withLock { $0.append(line) } }

    var all: [String] { lines.withLock { $0 } }

    func having(_ part: String) -> [String] { all.filter { $0.contains(part) } }
}
