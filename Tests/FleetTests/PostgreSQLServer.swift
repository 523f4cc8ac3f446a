import Foundation
import Publish
import Synchronization
import Testing

/// Debian's PostgreSQL, started by the tests in a temporary folder and reached by a Unix socket; one for all tests of the process.
///
/// It ends with the process: a shell waits for the end of its standard input, which only this process holds open.
final class PostgreSQLServer: Sendable {
    static let folder = ["15", "16", "17"].map { "/usr/lib/postgresql/\($0)/bin" }.first {
        FileManager.default.isExecutableFile(atPath: "\($0)/initdb")
    }
    /// Told apart where it is missing: `scripts/setup test` installs it.
    static let isInstalled = folder != nil

    static let shared: Result<PostgreSQLServer, any Error> = Result { try PostgreSQLServer() }

    /// Where its socket is.
    let socket: String
    private let input: Pipe
    private static let numbers = Atomic(0)

    struct Trouble: Error {
        let words: String
    }

    private init() throws {
        guard let binaries = Self.folder else { throw Trouble(words: "no PostgreSQL") }
        // A socket's path is short.
        socket = "/tmp/isfleet-\(getpid())"
        try FileManager.default.createDirectory(atPath: socket, withIntermediateDirectories: true)
        // Not as root: initdb refuses that.
        var prefix = ""
        if getuid() == 0 {
            chown(socket, 65_534, 65_534)
            prefix = "setpriv --reuid=65534 --regid=65534 --clear-groups "
        }
        // A language's order, as servers have it: whatever sorts by it in place of bytes is found out.
        let script = """
            cd \(socket)
            \(prefix)\(binaries)/initdb -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --locale-provider=icu --icu-locale=en --no-sync >log 2>&1 || exit 1
            \(prefix)\(binaries)/postgres -D data -c unix_socket_directories=\(socket) -c listen_addresses= -c fsync=off \
                -c max_connections=250 -c shared_buffers=64MB >>log 2>&1 &
            server=$!
            read -r end
            kill -INT $server; wait $server
            cd /; rm -rf \(socket)
            """
        input = Pipe()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", script]
        process.standardInput = input
        try process.run()
        let deadline = ContinuousClock.now + .seconds(90)
        while true {
            do {
                _ = try Connection(address("postgres"))
                return
            } catch {
                guard ContinuousClock.now < deadline else {
                    let log = (try? String(contentsOfFile: "\(socket)/log", encoding: .utf8)) ?? ""
                    throw Trouble(words: "PostgreSQL did not start: \(error) \(log)")
                }
                usleep(100_000)
            }
        }
    }

    func address(_ database: String, user: String = "postgres", host: String? = nil) -> String {
        "postgresql://\(user)@/\(database)?host=\(host ?? socket)"
    }

    /// A database of its own, with the schema made unless told otherwise.
    static func database(prepared: Bool = true) throws -> (server: PostgreSQLServer, address: String, name: String) {
        let server = try shared.get()
        let name = "d\(numbers.add(1, ordering: .relaxed).newValue)"
        try Connection(server.address("postgres")).run("CREATE DATABASE \(name)")
        if prepared { try FleetSetup(Connection(server.address(name))).prepare() }
        return (server, server.address(name), name)
    }
}

/// A folder that goes when the test does.
final class Folder {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("isfleet-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
