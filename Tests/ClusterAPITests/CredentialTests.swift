import ClusterWords
import Logging
import Synchronization
import Testing

@testable import ClusterAPI

@Suite("Credentials are asked for once, kept until they expire or are refused, and never shown")
struct CredentialTests {
    let folder: ScratchFolder
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws { folder = try ScratchFolder() }

    private func connection(user: String) throws -> ClusterEndpoint {
        let file = try folder.write(
            """
            current-context: c
            clusters: [{name: c, cluster: {server: 'https://api:6443'}}]
            contexts: [{name: c, context: {cluster: c, user: u}}]
            users: [{name: u, user: \(user)}]
            """, as: "config")
        return try ClusterEndpoint(ConnectionOptions(environment: ["KUBECONFIG": file]))
    }

    private let plugin = "{exec: {apiVersion: client.authentication.k8s.io/v1, command: get-token, interactiveMode: Never}}"

    /// A plugin whose runs are counted, and a clock to be set.
    private final class Stage: Sendable {
        let runs = Mutex(0)
        let time = Mutex(1000)
        let lifetime: Int?

        init(lifetime: Int?) { self.lifetime = lifetime }

        func keeper(pause: Duration = .zero) -> CredentialKeeper {
            CredentialKeeper(
                run: { [self] plugin in
                    let number = runs.withLock { runs in
                        runs += 1
                        return runs
                    }
                    try await Task.sleep(for: pause)
                    let expiry = lifetime.map { lifetime in time.withLock { $0 } + lifetime }
                    return try ExecCredential(token: "token-\(number)", expiresAt: expiry)
                }, now: { [self] in time.withLock { $0 } })
        }
    }

    @Test("A plugin's token serves until it expires")
    func expiry() async throws {
        let stage = Stage(lifetime: 100)
        let keeper = stage.keeper()
        let connection = try connection(user: plugin)
        #expect(try await keeper.presented(connection, logger).authorization?.revealed == "Bearer token-1")
        stage.time.withLock { $0 = 1099 }
        #expect(try await keeper.presented(connection, logger).authorization?.revealed == "Bearer token-1")
        stage.time.withLock { $0 = 1100 }
        #expect(try await keeper.presented(connection, logger).authorization?.revealed == "Bearer token-2")
    }

    @Test("A token that was refused is asked for anew, once, however many requests were refused with it")
    func refusal() async throws {
        let stage = Stage(lifetime: nil)
        let keeper = stage.keeper()
        let connection = try connection(user: plugin)
        let old = try await keeper.presented(connection, logger)
        #expect(await keeper.refused(old, connection))
        let new = try await keeper.presented(connection, logger)
        #expect(new.authorization?.revealed == "Bearer token-2")
        #expect(await keeper.refused(old, connection))
        #expect(try await keeper.presented(connection, logger).authorization?.revealed == "Bearer token-2")
    }

    @Test("Requests at once wait for one run of the plugin")
    func together() async throws {
        let stage = Stage(lifetime: nil)
        let keeper = stage.keeper(pause: .milliseconds(50))
        let connection = try connection(user: plugin)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { [logger] in _ = try await keeper.presented(connection, logger) }
            }
            try await group.waitForAll()
        }
        #expect(stage.runs.withLock { $0 } == 1)
    }

    @Test("A token file is read again, a fixed token is not renewed")
    func tokenFile() async throws {
        let stage = Stage(lifetime: nil)
        let keeper = stage.keeper()
        try folder.write("one\n", as: "token")
        let fromFile = try connection(user: "{tokenFile: token}")
        let first = try await keeper.presented(fromFile, logger)
        #expect(first.authorization?.revealed == "Bearer one")
        try folder.write("two\n", as: "token")
        #expect(await keeper.refused(first, fromFile))
        #expect(try await keeper.presented(fromFile, logger).authorization?.revealed == "Bearer two")
        try folder.write("three\n", as: "token")
        stage.time.withLock { $0 += 60 }
        #expect(try await keeper.presented(fromFile, logger).authorization?.revealed == "Bearer three")
        let fixed = try connection(user: "{token: t}")
        let other = stage.keeper()
        let presented = try await other.presented(fixed, logger)
        #expect(await !other.refused(presented, fixed))
    }

    @Test("A name and a password become basic authentication")
    func basic() async throws {
        let connection = try connection(user: "{username: Aladdin, password: 'open sesame'}")
        let presented = try await CredentialKeeper().presented(connection, logger)
        #expect(presented.authorization?.revealed == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    }

    @Test("A token that cannot stand in a header is refused, and not shown", arguments: ["", "a\\nX-Evil: yes", "é"])
    func unfit(_ token: String) async throws {
        let path = try folder.write(token.replacing("\\n", with: "\n"), as: "token")
        let connection = try connection(user: "{tokenFile: token}")
        let error = await #expect(throws: ConnectionError.self) {
            try await CredentialKeeper().presented(connection, logger)
        }
        #expect(error?.description.contains(path) == true)
        #expect(error?.description.contains("X-Evil") == false)
    }
}

extension ExecCredential {
    fileprivate init(token: String, expiresAt: Int?) throws {
        let plugin = ExecPlugin(command: "x", apiVersion: "client.authentication.k8s.io/v1")
        let answer = #"{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"\#(token)"}}"#
        try self.init(answer: Array(answer.utf8), of: plugin)
        self.expiresAt = expiresAt
    }
}
