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
        try withLife("publishers killed") { address, files, random, harm in
            // How long one takes that nobody disturbs: whatever the machine does meanwhile, any instant of it is met.
            var whole = 0
            var turns = 0
            while harm.count < Self.kills {
                turns += 1
                try #require(turns < Self.kills * 4 + 10, "hardly one was killed at work")
                for file in 0..<2 { try files.record(file, 1 + random.below(3)) }
                let begin = ContinuousClock.now
                let process = try start(address, files.paths[random.below(2)])
                if whole > 0 {
                    usleep(UInt32(random.below(whole)))
                    kill(process.processIdentifier, SIGKILL)
                }
                process.waitUntilExit()
                if process.terminationReason != .uncaughtSignal {
                    if process.terminationStatus != 0 { harm.crashes += 1 }
                    if whole == 0 { whole = Int((ContinuousClock.now - begin) / .microseconds(1)) }
                } else if process.terminationStatus == SIGKILL {
                    harm.count += 1
                } else {
                    harm.crashes += 1
                }
            }
        }
    }

    @Test("backends that are ended in the middle of a transaction")
    func backends() throws {
        try withLife("backends ended in mid-transaction") { address, files, random, harm in
            let wanted = max(Self.kills / 4, 5)
            var turns = 0
            while harm.count < wanted {
                turns += 1
                try #require(turns < wanted * 10, "hardly one was ended at work")
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
                    harm.count += 1
                }
                done.store(true, ordering: .relaxed)
            }
        }
    }

    @Test("a network that is cut after any number of bytes")
    func network() throws {
        try withLife("networks cut after some bytes") { address, files, random, harm in
            let server = try PostgreSQLServer.shared.get()
            let proxy = try CuttingProxy(to: "\(server.socket)/.s.PGSQL.5432")
            defer { proxy.stop() }
            var turns = 0
            while harm.count < Self.kills {
                turns += 1
                try #require(turns < Self.kills * 4 + 10, "hardly one was cut at work")
                for file in 0..<2 { try files.record(file, 1 + random.below(3)) }
                proxy.cut(after: random.below(20_000))
                do {
                    let through = address.replacing("host=\(server.socket)", with: "host=\(proxy.folder)")
                    _ = try Publisher(RecordReader(path: files.paths[random.below(2)]), to: Connection(through), changesAtOnce: 9)
                        .publish()
                } catch let error as PostgreSQLError {
                    #expect(error.isPassing, "\(error)")
                    harm.count += 1
                }
            }
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

    /// What was done how often, and what came of it.
    private struct Harm {
        var count = 0
        /// Clusters of whose snapshots one is missing, or there twice.
        var lost = 0
        /// Clusters that do not verify, or hold other rows than where nobody disturbed.
        var wrong = 0
        /// Publishers that ended otherwise than by being killed.
        var crashes = 0
    }

    /// Lets two clusters live, has something done to them, and compares what is published in the end with what was never disturbed.
    private func withLife(_ name: String, _ body: (String, inout RecordedFiles, inout SplitMix, inout Harm) throws -> Void) throws
    {
        let (_, address, _) = try PostgreSQLServer.database()
        let (_, quiet, _) = try PostgreSQLServer.database()
        var random = SplitMix(11)
        var files = try RecordedFiles([["alpha"], ["beta", "gamma"]], seed: 31)
        var harm = Harm()
        try body(address, &files, &random, &harm)
        let folder = try Folder()
        for (path, names) in zip(files.paths, files.clusters) {
            _ = try Publisher(RecordReader(path: path), to: Connection(address)).publish()
            _ = try Publisher(RecordReader(path: path), to: Connection(quiet)).publish()
            for name in names {
                try FleetMirror(Connection(address)).update("\(folder.path)/\(name).db", cluster: name)
                let verification = try RecordReader(path: "\(folder.path)/\(name).db").verify()
                #expect(verification.holds, "\(verification.findings)")
                if !verification.holds { harm.wrong += 1 }
                let isWhole = try verification.chains == RecordReader(path: path).verify().chains.filter { $0.cluster == name }
                #expect(isWhole, "the chain of \(name)")
                if !isWhole { harm.lost += 1 }
            }
        }
        let (counts, undisturbed) = (try PublishTests.counts(address), try PublishTests.counts(quiet))
        #expect(counts == undisturbed)
        if counts != undisturbed { harm.wrong += 1 }
        #expect(harm.count > 0 && harm.crashes == 0, "\(name): \(harm)")
        try note(harm, as: name)
    }

    /// A line for the table of `make torture-fleet`, as those of `make torture` are.
    private func note(_ harm: Harm, as name: String) throws {
        guard let path = ProcessInfo.processInfo.environment["ISINVENTORY_TORTURE_TABLE"] else { return }
        if !FileManager.default.fileExists(atPath: path) { _ = FileManager.default.createFile(atPath: path, contents: nil) }
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data("\(name)\t\(harm.count)\t\(harm.lost)\t\(harm.wrong)\t\(harm.crashes)\n".utf8))
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
