import FleetWords
import Glibc
import Model
import Publish
import Questions
import Record
import Texts
import Words

/// The few things that isinventory asks of this program.
struct FleetProgram {
    let arguments: [String]

    func run() throws {
        guard let address = getenv("ISINVENTORY_FLEET").map({ String(cString: $0) }), !address.isEmpty else { throw Usage() }
        // Kept from the programs that libpq may start, and from whoever reads the environment later.
        unsetenv("ISINVENTORY_FLEET")
        switch arguments.first {
        case "publish": try publish(address)
        case "init": try prepare(address)
        case "fetch" where arguments.count == 3: try FleetMirror(Connection(address)).update(arguments[2], cluster: arguments[1])
        case "mirror": print(try FleetMirror(Connection(address)).cached(cluster: arguments.dropFirst().first))
        case "clusters":
            let names = try FleetMirror(Connection(address)).clusters()
            // As an answer, since a name may hold whatever would set it apart from the next.
            try Self.write(Answer(columns: [.init("cluster")], rows: names.map { [.text($0)] }).encoded)
        case "ask" where arguments.count == 2:
            guard let request = FleetRequest(encoded: arguments[1]) else { throw Usage() }
            let answer = try FleetReader(Connection(address), at: request.instant).answer(request)
            try Self.write(answer.encoded)
        default: throw Usage()
        }
    }

    struct Usage: Error, CustomStringConvertible {
        let description = "isinventory-fleet is started by isinventory: see `isinventory publish --help` and docs/fleet.md"
    }

    private func option(_ name: String) -> [String] {
        arguments.indices.dropLast().filter { arguments[$0] == name }.map { arguments[$0 + 1] }
    }

    private func prepare(_ address: String) throws {
        let setup = FleetSetup(try Connection(address))
        for note in try setup.prepare() { Self.say("isinventory: \(note.sentence)") }
        for pair in option("--allow") {
            guard let equals = pair.lastIndex(of: "=") else { throw Usage() }
            let (role, cluster) = (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
            try setup.allow(role: role, cluster: cluster)
            Self.say("isinventory: role \(role) may write cluster \(cluster), and read all")
        }
    }

    // MARK: Publishing

    private func publish(_ address: String) throws {
        guard let path = option("--record").first else { throw Usage() }
        let replace = option("--replace").first
        if let period = option("--follow").first.flatMap(UInt32.init) { try follow(address, path, every: period) }
        try Patience().trying { try once(address, path, cluster: replace ?? option("--cluster").first, replace: replace != nil) }
    }

    private func once(_ address: String, _ path: String, cluster: String?, replace: Bool) throws {
        let record = try RecordReader(path: path)
        let connection = try Connection(address)
        for note in try FleetSetup(connection).prepare() { Self.say("isinventory: \(note.sentence)") }
        // Told of what was done only once it is done.
        for outcome in try Publisher(record, to: connection).publish(cluster: cluster, replace: replace) {
            try Self.write(Array((outcome.sentence(server: connection.server) + "\n").utf8))
        }
    }

    /// Publishes whenever something new stands in the record, until it is told to end. What goes wrong is said, once, and tried again.
    private func follow(_ address: String, _ path: String, every period: UInt32) throws -> Never {
        var published: [ExactText: Instant] = [:]
        var said = ""
        var wait = period
        // Whoever started it is gone once it has another parent.
        let parent = getppid()
        while true {
            if getppid() != parent { exit(0) }
            do {
                let record = try RecordReader(path: path)
                let newest = Dictionary(try record.clusters().map { (ExactText($0.cluster), $0.takenAt) }) { first, _ in first }
                    .compactMapValues { $0 }
                if newest != published {
                    try once(address, path, cluster: option("--cluster").first, replace: false)
                    published = newest
                }
                said = ""
                wait = period
            } catch {
                // A record that is not there yet is not worth a word.
                if case StoreError.missing = error { sleep(period); continue }
                let sentence = error.sentence
                if sentence != said {
                    try? Self.write(
                        Array("!not published, and tried again until it is: \(sentence.filter { !$0.isNewline })\n".utf8))
                }
                said = sentence
                wait = min(max(wait * 2, 1), 60)
            }
            sleep(wait)
        }
    }

    // MARK: Words

    static func say(_ text: String) {
        try? write(Array((text.filter { !$0.isNewline } + "\n").utf8), to: STDERR_FILENO)
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32 = STDOUT_FILENO) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytesWritten(descriptor, $0) }
            guard count > 0 || errno == EINTR else { throw Usage() }
            if count > 0 { rest = rest.dropFirst(count) }
        }
    }

}

private func bytesWritten(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
}

/// Tries again what a lost connection, another publisher or a full server stood in the way of.
struct Patience {
    /// How long a place at a full server is waited for, in milliseconds: whoever else publishes at that minute is done by then.
    private static let place: UInt32 = 120_000
    private static let tries = 5

    func trying(_ body: () throws -> Void) throws {
        var attempt = 0
        var waited: UInt32 = 0
        while true {
            do {
                return try body()
            } catch let error as PostgreSQLError where error.isPassing && (error.state != nil || error.isLoss) {
                guard error.isFull ? waited < Self.place : attempt < Self.tries else { throw error }
                if error.isFull, waited == 0 {
                    FleetProgram.say(
                        "isinventory: \(error.server): \(error.message). Waiting for a place, for two minutes at most.")
                }
                // By chance longer or shorter, so that those who were turned away at once do not come back at once.
                let wait = UInt32.random(in: 100...200) << UInt32(min(attempt, 5))
                usleep(wait * 1000)
                waited += wait
                attempt += 1
            }
        }
    }
}

extension Publisher.Outcome {
    func sentence(server: String) -> String {
        guard snapshots > 0 else {
            return "cluster \(cluster): nothing new; \(server) has it up to \(newest?.description ?? "nothing")"
        }
        return "cluster \(cluster): \(snapshots.counted("snapshot")) and \(rows.counted("row")) published to \(server), up to "
            + "\(newest?.description ?? "")" + (replaced.map { "; all of it anew, since \($0.words)" } ?? "")
    }
}
