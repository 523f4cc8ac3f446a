import Foundation
import Histories
import Model
import Publish
import Record
import Synchronization
import Testing

@testable import Publish

/// Whatever ends a publisher, its backend or the network in the middle: nothing is lost, nothing is there twice, and the chains verify.
///
/// ISINVENTORY_FLEET_KILLS says how often (20); `make torture-fleet` says 500.
@Suite(.enabled(if: PostgreSQLServer.isInstalled, "PostgreSQL is not installed: scripts/setup test"), .serialized)
struct KillTests {
    static let kills = ProcessInfo.processInfo.environment["ISINVENTORY_FLEET_KILLS"].flatMap(Int.init) ?? 20

    @Test("publishers that are killed at any instant")
    func publishers() throws {
        try withLife { address, files, random in
            var killed = 0
            for _ in 0..<Self.kills {
                for file in 0..<2 { try files.record(file, 1 + random.below(3)) }
                let file = random.below(2)
                let process = try start(address, files.paths[file])
                usleep(UInt32(random.below(60_000)))
                kill(process.processIdentifier, SIGKILL)
                process.waitUntilExit()
                if process.terminationReason == .uncaughtSignal { killed += 1 }
            }
            #expect(killed > Self.kills / 4, "hardly one was killed at work")
        }
    }

    @Test("backends that are ended in the middle of a transaction")
    func backends() throws {
        try withLife { address, files, random in
            var broken = 0
            for _ in 0..<max(Self.kills / 4, 5) {
                for file in 0..<2 { try files.record(file, 2 + random.below(4)) }
                let connection = try Connection(address)
                let backend = connection.backend
                let done = Atomic(false)
                let delay = UInt32(random.below(40_000))
                let assassin = Thread {
                    usleep(delay)
                    // A backend that is gone already is not there to be ended.
                    if !done.load(ordering: .relaxed) {
                        _ = try? Connection(address).rows("SELECT pg_terminate_backend(\(backend))")
                    }
                }
                assassin.start()
                do {
                    _ = try Publisher(RecordReader(path: files.paths[random.below(2)]), to: connection, changesAtOnce: 5)
                        .publish()
                } catch let error as PostgreSQLError {
                    #expect(error.isPassing, "\(error)")
                    broken += 1
                }
                done.store(true, ordering: .relaxed)
            }
            #expect(broken > 0)
        }
    }

    @Test("a network that is cut after any number of bytes")
    func network() throws {
        try withLife { address, files, random in
            let server = try PostgreSQLServer.shared.get()
            let proxy = try CuttingProxy(to: "\(server.socket)/.s.PGSQL.5432")
            defer { proxy.stop() }
            var broken = 0
            for _ in 0..<Self.kills {
                for file in 0..<2 { try files.record(file, 1 + random.below(3)) }
                proxy.cut(after: random.below(20_000))
                do {
                    let through = address.replacing("host=\(server.socket)", with: "host=\(proxy.folder)")
                    _ = try Publisher(RecordReader(path: files.paths[random.below(2)]), to: Connection(through), changesAtOnce: 9)
                        .publish()
                } catch let error as PostgreSQLError {
                    #expect(error.isPassing, "\(error)")
                    broken += 1
                }
            }
            #expect(broken > Self.kills / 4)
        }
    }

    @Test("many publishers of many clusters at once, and two of the same")
    func together() async throws {
        let (_, address, _) = try PostgreSQLServer.database()
        let names = (0..<12).map { ["c\($0)"] }
        var files = try RecordedFiles(names, seed: 99)
        for file in names.indices { try files.record(file, 10) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for path in files.paths + files.paths {
                group.addTask {
                    _ = try Publisher(RecordReader(path: path), to: Connection(address), changesAtOnce: 20).publish()
                }
            }
            try await group.waitForAll()
        }
        #expect(try Connection(address).rows("SELECT count(*) FROM isinventory.snapshot") == [["120"]])
    }

    /// Lets two clusters live, has something done to them, and compares what is published in the end with what was never disturbed.
    private func withLife(_ body: (String, inout RecordedFiles, inout SplitMix) throws -> Void) throws {
        let (_, address, _) = try PostgreSQLServer.database()
        let (_, quiet, _) = try PostgreSQLServer.database()
        var random = SplitMix(11)
        var files = try RecordedFiles([["alpha"], ["beta", "gamma"]], seed: 31)
        try body(address, &files, &random)
        let folder = try Folder()
        for (path, names) in zip(files.paths, files.clusters) {
            _ = try Publisher(RecordReader(path: path), to: Connection(address)).publish()
            _ = try Publisher(RecordReader(path: path), to: Connection(quiet)).publish()
            for name in names {
                try FleetMirror(Connection(address)).update("\(folder.path)/\(name).db", cluster: name)
                let verification = try RecordReader(path: "\(folder.path)/\(name).db").verify()
                #expect(verification.holds, "\(verification.findings)")
                #expect(try verification.chains == RecordReader(path: path).verify().chains.filter { $0.cluster == name })
            }
        }
        #expect(try PublishTests.counts(address) == PublishTests.counts(quiet))
    }

    private func start(_ address: String, _ path: String) throws -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appendingPathComponent("isinventory-fleet")
        process.arguments = ["publish", "--record", path]
        process.environment = ["ISINVENTORY_FLEET": address, "PATH": "/usr/bin:/bin"]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}

/// A socket that hands on to another one, and closes both ends after so many bytes, wherever in a message that is.
private final class CuttingProxy: Sendable {
    let folder: String
    private let target: String
    private let listener: Int32
    private let left = Atomic(0)

    init(to target: String) throws {
        self.target = target
        // A socket's path is short.
        self.folder = "/tmp/isproxy-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        mkdir(self.folder, 0o700)
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        let bound = Self.withAddress("\(self.folder)/.s.PGSQL.5432") { bind(listener, $0, $1) }
        guard bound == 0, listen(listener, 10) == 0 else { throw PostgreSQLServer.Trouble(words: "proxy: \(errno)") }
        Thread { [self] in
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                Thread { [self] in serve(client) }.start()
            }
        }.start()
    }

    func cut(after bytes: Int) { left.store(bytes, ordering: .sequentiallyConsistent) }

    private func serve(_ client: Int32) {
        let server = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer {
            close(client)
            close(server)
        }
        guard Self.withAddress(target, { connect(server, $0, $1) }) == 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        var ends = [pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0)]
        while poll(&ends, 2, -1) > 0 {
            for (index, other) in [(0, server), (1, client)] where ends[index].revents != 0 {
                let count = read(ends[index].fd, &buffer, buffer.count)
                guard count > 0 else { return }
                let rest = left.subtract(count, ordering: .sequentiallyConsistent).oldValue
                let passed = min(count, max(rest, 0))
                if passed > 0, send(other, buffer, passed, Int32(MSG_NOSIGNAL)) < 0 { return }
                if passed < count { return }
            }
        }
    }

    private static func withAddress(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }

    /// The thread that accepts ends with its socket.
    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
