import ClusterAPI
import CollectorWords
import FakeCluster
import Foundation
import Logging
import Model
import Questions
import Record
import Testing
import Texts

@testable import Collector

/// A fake cluster, the way to it, and a record of what was seen of it.
final class LiveRecord {
    let server: FakeServer
    let store: RecordWriter
    let folder: TemporaryFolder
    /// How it is looked at; tests change it.
    var source: ClusterSource
    private var looks = 0

    private init(_ server: FakeServer) throws {
        self.server = server
        folder = try TemporaryFolder()
        store = try RecordWriter(path: folder.path + "/record.db")
        var options = ConnectionOptions(environment: [:])
        options.kubeconfig = try folder.write("kubeconfig", server.kubeconfig(token: "right", name: "lab"))
        source = ClusterSource(options, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
        // A machine that runs all tests at once may take long over each.
        source.deadline = .seconds(7200)
        source.limits.firstPause = .milliseconds(2)
        source.limits.longestPause = .milliseconds(20)
        source.limits.requestTimeout = .seconds(20)
        source.imageMetadata = 0
        source.knownNamespaces = { [path = store.path] in try RecordReader(path: path).recordedNamespaces(of: $0) }
    }

    /// Runs a test against a cluster of its own.
    static func with(
        _ contents: any ClusterContents = SmallCluster.before, _ options: FakeServer.Options = .init(),
        _ body: (LiveRecord) async throws -> Void
    ) async throws {
        let server = try await FakeServer(contents, options)
        server.admit(token: "right")
        do {
            try await body(LiveRecord(server))
        } catch {
            try await server.stop()
            throw error
        }
        try await server.stop()
    }

    /// Looks at the cluster and records what was seen, a quarter of an hour after the last look.
    @discardableResult
    func look() async throws -> ClusterLook {
        looks += 1
        let look = try await source.read(takenAt: noon.advanced(by: Int64(looks) * 900))
        try look.collected.record(in: store)
        return look
    }

    /// The rows of some SQL over the views, each a line.
    func rows(_ sql: String, at instant: Instant? = nil) throws -> [String] {
        let record = try RecordReader(path: store.path, at: instant)
        return try record.answer(SQLQuestion(sql)).rows.map { $0.map(\.line).joined(separator: " ") }
    }

    /// Names of what stands of a kind: `shop/web`.
    func standing(_ kind: ObjectKind) throws -> Set<String> {
        switch kind {
        case .imageStream: Set(try rows("SELECT namespace || '/' || name FROM image_streams"))
        case .imageStreamTag: Set(try rows("SELECT namespace || '/' || istag FROM istags"))
        default: Set(try rows("SELECT namespace || '/' || name FROM workloads WHERE kind = '\(kind.title)'"))
        }
    }

    /// `shop/web web quay.io/…` of each container that stands.
    func containers() throws -> Set<String> {
        Set(try rows("SELECT namespace || '/' || name, container, image FROM containers"))
    }
}

extension Answer.Cell {
    var line: String {
        switch self {
        case .null: "-"
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .boolean(let truth): "\(truth)"
        case .real(let number): "\(number)"
        }
    }
}

extension ClusterLook {
    func outcome(_ kind: ObjectKind, in namespace: String? = nil) -> Coverage.Outcome? {
        entry(kind, in: namespace)?.outcome
    }

    func message(_ kind: ObjectKind, in namespace: String? = nil) -> String { entry(kind, in: namespace)?.message ?? "" }

    private func entry(_ kind: ObjectKind, in namespace: String?) -> Coverage? {
        collected.header.coverage.first { $0.kind == kind && $0.namespace == namespace }
    }
}

/// A cluster small enough to be told in full, and the same a little later.
enum SmallCluster {
    static let namespaces = ["billing", "shop", "shop-test"]

    /// Three namespaces; in each five Deployments and three streams of two tags.
    static var before: StoredContents { contents(resourceVersion: 100, version: "1.0", without: []) }

    /// Every Deployment runs another image, every tag has moved, and of each kind one object is gone in each namespace.
    static var after: StoredContents { contents(resourceVersion: 200, version: "2.0", without: ["app-2"]) }

    static func contents(resourceVersion: Int, version: String, without gone: Set<String>) -> StoredContents {
        var contents = StoredContents(resourceVersion: resourceVersion)
        for (place, namespace) in namespaces.enumerated() {
            for number in 0..<5 where !gone.contains("app-\(number)") {
                let key = ObjectKey(namespace: namespace, name: "app-\(number)")
                var deployment = DeploymentText(
                    key, uid: "d\(place)\(number)", resourceVersion: resourceVersion,
                    containers: [.init("main", "quay.io/acme/app-\(number):\(version)")], seed: number)
                deployment.variables = 2
                contents.put(deployment)
                if number < 3 { contents.put(stream(key, uid: "s\(place)\(number)", resourceVersion, version)) }
            }
        }
        return contents
    }

    private static func stream(_ key: ObjectKey, uid: String, _ resourceVersion: Int, _ version: String) -> StreamText {
        StreamText(
            key, uid: uid, resourceVersion: resourceVersion,
            tags: ["latest", "stable"].map { tag in
                var revisions = [StreamText.Revision(created: "2026-11-01T00:00:00Z", digest: digest("\(key.name) \(tag) 1.0"))]
                if version != "1.0" {
                    revisions.insert(.init(created: "2026-11-02T00:00:00Z", digest: digest("\(key.name) \(tag) 2.0")), at: 0)
                }
                return StreamText.Tag(tag, source: "quay.io/acme/\(key.name):\(tag)", revisions: revisions)
            })
    }

    /// A digest that follows from a text.
    static func digest(_ text: String) -> String {
        let hash = text.fnv1a()
        let digits = String(hash, radix: 16)
        return "sha256:" + String(String(repeating: String(repeating: "0", count: 16 - digits.count) + digits, count: 4))
    }

    /// What `containers()` says of such contents.
    static func containers(version: String, without gone: Set<String> = []) -> Set<String> {
        Set(
            namespaces.flatMap { namespace in
                (0..<5).filter { !gone.contains("app-\($0)") }.map {
                    "\(namespace)/app-\($0) main quay.io/acme/app-\($0):\(version)"
                }
            })
    }

    static let containersBefore = containers(version: "1.0")
    static let containersAfter = containers(version: "2.0", without: ["app-2"])
}
