import ArgumentParser
import Glibc
import Questions
import Synchronization

/// A fleet's record in PostgreSQL, by way of the program beside this one that knows libpq.
///
/// It is started only where an address is given, so that whoever keeps to files neither loads libpq nor needs it.
struct Fleet {
    /// The address as it was given, which may hold a password.
    let address: String

    /// An address is told from a file by how it begins.
    init?(_ text: String) {
        guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") else { return nil }
        address = text
    }

    /// The address without what must not be shown: the password before the `@`, and all behind the `?` but the name of a service.
    var name: String {
        let end = address.firstIndex(of: "?") ?? address.endIndex
        let service = address[end...].dropFirst().split(separator: "&").first { $0.hasPrefix("service=") }.map { "?\($0)" } ?? ""
        guard let slash = address.firstIndex(of: "/"), let at = address[..<end].lastIndex(of: "@") else {
            return address[..<end] + service
        }
        // Behind the two slashes.
        let start = address.index(slash, offsetBy: 2)
        let user = address[start..<at].prefix { $0 != ":" }
        return address[..<start] + user + address[at..<end] + service
    }

    // MARK: What is asked of the other program

    func answer(_ request: FleetRequest) throws -> Answer {
        let bytes = try output(["ask", request.encoded])
        guard let answer = Answer(encoded: bytes) else { throw FleetFailure.unreadable }
        return answer
    }

    /// A file of all that the fleet has of a cluster, kept beside other caches and brought up to date.
    func mirror(of cluster: String?) throws -> String { try line(["mirror"] + (cluster.map { [$0] } ?? [])) }

    /// The clusters that are published, by name.
    func clusters() throws -> [String] {
        guard let answer = Answer(encoded: try output(["clusters"])) else { throw FleetFailure.unreadable }
        return answer.rows.map { $0[0].plain }
    }

    /// Makes a file of all that the fleet has of a cluster, by nothing but what stands there now.
    func fetch(_ cluster: String, to path: String) throws { _ = try output(["fetch", cluster, path]) }

    /// Begins to do so in a process of its own.
    func startFetching(_ cluster: String, to path: String) throws -> pid_t { try spawn(["fetch", cluster, path], output: nil) }

    /// Waits for a process that was started, which has said itself what went wrong.
    static func wait(for process: pid_t) throws {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw Outcome.error }
    }

    /// Becomes the other program.
    func become(_ arguments: [String]) throws -> Never {
        let path = try Self.program()
        // By the environment, since everybody can read a program's arguments.
        setenv("ISINVENTORY_FLEET", address, 1)
        let words = [path] + arguments
        var pointers = words.map { strdup($0) } + [nil]
        execv(path, &pointers)
        throw FleetFailure.missing(path: path, reason: String(cString: strerror(errno)))
    }

    /// Starts the other program and goes on beside it.
    ///
    /// - Returns: The process, and where to read what it says.
    func start(_ arguments: [String]) throws -> (process: pid_t, output: Int32) {
        let ends = try Self.openEnds()
        defer { close(ends.write) }
        return (try spawn(arguments, output: ends.write), ends.read)
    }

    /// Has the other program do something that answers nothing.
    func call(_ arguments: [String]) throws {
        let said = try output(arguments)
        if !said.isEmpty { StandardError.write(String(decoding: said, as: UTF8.self)) }
    }

    // MARK: Starting it

    private func line(_ arguments: [String]) throws -> String {
        String(decoding: try output(arguments), as: UTF8.self).filter { !$0.isNewline }
    }

    private func output(_ arguments: [String]) throws -> [UInt8] {
        let ends = try Self.openEnds()
        defer { close(ends.read) }
        let process: pid_t
        do {
            defer { close(ends.write) }
            process = try spawn(arguments, output: ends.write)
        }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(ends.read, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        try Self.wait(for: process)
        return bytes
    }

    /// Held so that no program that is started meanwhile holds another's pipe open.
    private static let starting = Mutex(())

    /// No other program that is started meanwhile holds it open.
    private static func openEnds() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        return try starting.withLock { _ in
            guard pipe(&ends) == 0 else {
                throw FleetFailure.missing(path: "a pipe", reason: String(cString: strerror(errno)))
            }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
    }

    private func spawn(_ arguments: [String], output: Int32?) throws -> pid_t {
        let path = try Self.program()
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        // By the environment, since everybody can read a program's arguments; its own, since several are started at once.
        var variables = environ
        var environment = [strdup("ISINVENTORY_FLEET=\(address)")]
        while let variable = variables.pointee {
            if strncmp(variable, "ISINVENTORY_FLEET=", 18) != 0 { environment.append(strdup(variable)) }
            variables += 1
        }
        let words = ([path] + arguments).map { strdup($0) }
        defer { for word in words + environment { free(word) } }
        var process = pid_t()
        let code = Self.starting.withLock { _ in
            posix_spawn(&process, path, &actions, nil, words + [nil], environment + [nil])
        }
        guard code == 0 else { throw FleetFailure.missing(path: path, reason: String(cString: strerror(code))) }
        return process
    }

    /// The program beside this one, or where packages put such.
    private static func program() throws -> String {
        var buffer = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let own = String(decoding: buffer.prefix(max(count, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let folder = own.lastIndex(of: "/").map { own[..<$0] } ?? "."
        let places = ["\(folder)/isinventory-fleet", "\(folder)/../libexec/isinventory/isinventory-fleet"]
        guard let found = places.first(where: { access($0, X_OK) == 0 }) else {
            throw FleetFailure.missing(path: places[0], reason: String(cString: strerror(ENOENT)))
        }
        return found
    }
}

/// Why the program for fleets could not be started, or understood.
enum FleetFailure: Error, CustomStringConvertible {
    case missing(path: String, reason: String)
    case unreadable
    case file(command: String)
    case exists(path: String)

    var description: String {
        switch self {
        case .missing(let path, let reason):
            "\(path): \(reason). What is kept in PostgreSQL is reached by this program, which comes with isinventory and needs libpq "
                + "(Debian: libpq5); docs/fleet.md."
        case .unreadable: "isinventory-fleet answered what this isinventory cannot read: the two are not of one version."
        case .file(let command):
            "\(command) works on a record file, and --db (or ISINVENTORY_DB) names a fleet in PostgreSQL. Record into a file, and "
                + "send it there with `isinventory publish --to …` or `collect --every … --publish-to …`; docs/fleet.md."
        case .exists(let path): "\(path): there is a file already. Nothing was written; name another one."
        }
    }
}
