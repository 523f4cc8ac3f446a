import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// An API server on loopback: it answers as real ones do, goes wrong on demand, and remembers what it was asked.
package final class FakeServer: Sendable {
    /// How it listens.
    package struct Options: Sendable {
        /// Whether HTTP/2 is offered beside HTTP/1.1, as real servers do.
        package var offersHTTP2 = true
        /// What is wrong with its certificate.
        package var flaw = TestCertificates.Flaw.none
        /// Whether it asks for a client certificate.
        package var asksForCertificate = false
        /// The port; 0 is any.
        package var port = 0
        /// By which the cluster is known.
        package var uid = "5f0c3f52-5a0e-4b57-9d0e-c0ffee000001"

        package init() {}
    }

    /// Where it listens.
    package let port: Int
    /// The certificates it uses.
    package let certificates: TestCertificates
    private let state: Mutex<ClusterState>
    let log = Mutex(WatchLog())
    private let discovery: Discovery
    private let group: MultiThreadedEventLoopGroup
    private let channel: Mutex<(any Channel)?>
    private let answering = Answering()

    /// Starts serving.
    package init(_ contents: any ClusterContents, _ options: Options = Options()) async throws {
        certificates = try TestCertificates.shared.get()
        discovery = try Discovery()
        state = Mutex(ClusterState(contents, uid: options.uid))
        group = MultiThreadedEventLoopGroup(numberOfThreads: 2)
        channel = Mutex(nil)
        let context = try NIOSSLContext(configuration: certificates.configuration(options))
        let answering = answering
        let bound = try await ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                }.flatMap {
                    channel.configureCommonHTTPServerPipeline { stream in
                        stream.eventLoop.makeCompletedFuture {
                            try stream.pipeline.syncOperations.addHandler(Exchange(answering))
                        }
                    }
                }
            }
            .bind(host: "127.0.0.1", port: options.port).get()
        port = bound.localAddress?.port ?? 0
        channel.withLock { $0 = bound }
        answering.server = self
    }

    /// Its address.
    package var url: String { "https://127.0.0.1:\(port)" }

    /// Stops listening and drops every connection.
    package func stop() async throws {
        let bound = channel.withLock { channel in
            defer { channel = nil }
            return channel
        }
        answering.server = nil
        try? await bound?.close()
        try await group.shutdownGracefully()
    }

    // MARK: What it holds

    /// What it holds now.
    package var contents: any ClusterContents { state.withLock { $0.contents } }

    /// Shows another state; lists in the middle go on in the one they began in.
    package func show(_ next: any ClusterContents) {
        let before = state.withLock { state in
            defer { state.show(next) }
            return state.contents
        }
        tellWatchers(before, next)
    }

    /// Forgets every earlier state: a list in the middle, and a watch that goes on from before, meet a 410.
    package func compact() {
        let version = state.withLock { state in
            state.compact()
            return state.contents.resourceVersion
        }
        log.withLock { $0.compact(at: version) }
    }

    /// Groups that the cluster does not have, as plain Kubernetes lacks OpenShift's.
    /// Serves kinds that are no part of a cluster until somebody adds them; `groups` are served without any of these.
    package func add(_ kinds: Resource..., groups: Set<String> = []) {
        state.withLock { $0.added = AddedKinds(kinds: Set(kinds), groups: groups) }
    }

    package func lack(_ groups: Set<String>) { state.withLock { $0.absentGroups = groups } }

    /// Groups whose own API server is down.
    package func takeDown(_ groups: Set<String>) { state.withLock { $0.downGroups = groups } }

    /// Has a page that is asked for again tell another token than before, though both lead to the same.
    package func varyTokens() { state.withLock { $0.variesTokens = true } }

    /// The body of one page of a list as it stands now, before any compression.
    ///
    /// - Parameter number: Which page, the first being 0.
    package func pageText(_ resource: Resource, limit: Int, page number: Int) -> String {
        let contents = contents
        let after = number == 0 ? nil : contents.key(resource, namespace: nil, at: number * limit - 1)
        let page = ListPage(resource, namespace: nil, of: contents, limit: limit, after: after)
        guard case .whole(let bytes) = page.answer.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lets no page be larger, whatever is asked; nil lifts that.
    package func limitPages(to size: Int?) { state.withLock { $0.largestPage = size } }

    // MARK: Who may ask

    /// Asks everybody who they are.
    ///
    /// - Parameter users: By the value of the `Authorization` header, such as `Bearer abc`. nil lets everybody do everything.
    package func admit(_ users: [String: User]?, certificate: User? = nil) {
        state.withLock {
            $0.users = users
            $0.certificateUser = certificate
        }
    }

    /// Admits one bearer token and nobody else.
    package func admit(token: String, _ permissions: Permissions = .everything) {
        admit(["Bearer \(token)": User("system:serviceaccount:image-inventory:reader", permissions)])
    }

    // MARK: What goes wrong

    /// Lets something go wrong from now on. Of several that befall a request, the first counts.
    package func inject(_ faults: Fault...) { state.withLock { $0.faults += faults } }

    /// Nothing goes wrong any more.
    package func clearFaults() { state.withLock { $0.faults = [] } }

    // MARK: What it is asked

    /// Every request so far, in the order they came.
    package var requests: [LoggedRequest] { state.withLock { $0.log } }

    /// Forgets them.
    package func forgetRequests() { state.withLock { $0.log = [] } }

    /// Switches the log on or off; runs of many hours need none.
    package func keepLog(_ isLogging: Bool) { state.withLock { $0.isLogging = isLogging } }

    /// Calls this before each request is answered, so that the cluster can change in the middle of a list.
    package func beforeEach(_ hook: (@Sendable (LoggedRequest) -> Void)?) { state.withLock { $0.hook = hook } }

    func answer(_ call: Call) -> Answer {
        if let hook = state.withLock({ $0.hook }) { hook(LoggedRequest(call, status: 0, bytes: nil)) }
        // The state is copied out, so that pages of different connections are made at the same time.
        let (fault, snapshot) = state.withLock { state -> (Fault?, ClusterState) in
            var copy = state
            copy.log = []
            let page = copy.listPage(call)?.number ?? 0
            return (state.fault(for: call, page: page), copy)
        }
        var answer = snapshot.answer(call, fault: fault, discovery: discovery)
        if let watch = answer.watch, let refusal = refusal(of: watch) { answer = refusal }
        answer = answer.compressed(for: call)
        var bytes: Int?
        if case .whole(let body) = answer.body { bytes = body.count }
        state.withLock { state in
            state.traffic.requests += 1
            state.traffic.bytes += bytes ?? 0
            guard state.isLogging else { return }
            state.log.append(LoggedRequest(call, status: answer.status, bytes: bytes))
        }
        return answer
    }
}

extension TestCertificates {
    fileprivate func configuration(_ options: FakeServer.Options) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(certificate(options.flaw)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: key(options.flaw), format: .pem)))
        configuration.applicationProtocols = options.offersHTTP2 ? ["h2", "http/1.1"] : ["http/1.1"]
        if options.asksForCertificate {
            configuration.certificateVerification = .optionalVerification
            configuration.trustRoots = .file(authority)
        }
        return configuration
    }
}

/// Ties connections to the server, which exists only once it listens.
final class Answering: Sendable {
    private let weakServer = Mutex<FakeServer?>(nil)

    var server: FakeServer? {
        get { weakServer.withLock { $0 } }
        set { weakServer.withLock { $0 = newValue } }
    }
}
