internal import AsyncHTTPClient
internal import Logging
internal import Model
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
public import Questions
internal import Record
internal import ServiceLifecycle
internal import ServiceWords
internal import Texts
internal import Words

/// Whom to tell what changed.
public struct NotifyTarget: Sendable {
    /// The webhook; whoever knows it may post there, so it is a secret: no message, no log and no file holds it.
    let url: String
    /// What to tell of.
    let events: Set<SnapshotNews.Event>

    /// A webhook of `http` or `https`; nil for anything else.
    public init?(url: String, events: Set<SnapshotNews.Event>) {
        guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(where: \.isWhitespace) else { return nil }
        self.url = url
        self.events = events
    }

    /// What tells targets apart in the cursor's file, without telling what they are.
    var name: String { String(url.fnv1a(), radix: 16) }
}

/// Tells a webhook of each snapshot that changed something it asked for: in order, at least once, again after a restart.
///
/// It reads the record as anybody may and never stands in recording's way: it only looks, every few seconds, whether there is a
/// snapshot that it has not told of. How far it is stands in a file beside the record, written after the webhook took the news; between
/// the two it may end, and then the same news comes again, with the same key.
struct Notifier: Service {
    let target: NotifyTarget
    let path: String
    let clusters: [String]
    let time: any Timekeeper
    let log: Logger

    /// Between two looks at the record.
    static let pause: Duration = .seconds(5)
    /// The longest wait after failures that follow each other; each waits twice as long as the one before it.
    static let longestWait: Duration = .seconds(300)
    /// How long the webhook may take to answer.
    static let patience: Int64 = 15

    func run() async throws {
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let thread = NIOThreadPool(numberOfThreads: 1)
        thread.start()
        let cursor = NotifyCursor(path: path, target: target.name)
        // An error here is the end, which the loop looks for itself.
        try? await cancelWhenGracefulShutdown { try await tell(http, thread, cursor) }
        try? await http.shutdown()
        try? await thread.shutdownGracefully()
    }

    private var configuration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(10), read: .seconds(Self.patience))
        return configuration
    }

    private func tell(_ http: HTTPClient, _ thread: NIOThreadPool, _ cursor: NotifyCursor) async throws {
        var failures = 0
        while !Task.isCancelled {
            do {
                let isMore = try await tellNext(http, thread, cursor)
                failures = 0
                if !isMore { try await time.sleep(for: Self.pause) }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                failures += 1
                let wait = Swift.min(Duration.seconds(1 << Swift.min(failures - 1, 9)), Self.longestWait)
                // What a client's error quotes may be the address.
                log.warning(.event(.notTold(Self.failure(error), wait: wait.components.seconds)))
                try await time.sleep(for: wait)
            }
        }
    }

    /// Tells of the next snapshot of each cluster that has one.
    ///
    /// - Returns: Whether there was one.
    private func tellNext(_ http: HTTPClient, _ thread: NIOThreadPool, _ cursor: NotifyCursor) async throws -> Bool {
        var isMore = false
        for cluster in clusters {
            let news = try await thread.runIfActive { [path, events = target.events] in
                try cursor.next(of: cluster, in: path, events: events)
            }
            guard let news else { continue }
            isMore = true
            if !news.items.isEmpty { try await post(NewsMessage(news), http) }
            try await thread.runIfActive { try cursor.told(news.cluster, until: news.takenAt) }
        }
        return isMore
    }

    private func post(_ message: NewsMessage, _ http: HTTPClient) async throws {
        var request = HTTPClientRequest(url: target.url)
        request.method = .POST
        request.headers.add(name: "Content-Type", value: "application/json")
        request.headers.add(name: "Idempotency-Key", value: message.key)
        request.headers.add(name: "User-Agent", value: "isinventory")
        request.body = .bytes(ByteBuffer(string: message.json))
        let answer = try await http.execute(request, timeout: .seconds(Self.patience))
        guard (200..<300).contains(answer.status.code) else { throw WebhookFailure.answered(Int(answer.status.code)) }
        log.info(.event(.told(changes: message.count)), metadata: ["key": "\(message.key)"])
    }

    private static func failure(_ error: any Error) -> WebhookFailure {
        switch error {
        case let error as WebhookFailure: error
        case let error as HTTPClientError: .client("\(error.shortDescription)")
        case is StoreError, is QuestionError: .record(error)
        default: .unreachable
        }
    }
}
