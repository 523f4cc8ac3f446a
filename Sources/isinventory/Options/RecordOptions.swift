import ArgumentParser
import Glibc
import Model
import Questions
import Record
import Report

/// Which file, and which cluster in it.
struct RecordOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: databaseHelp, completion: .file())
    var database: String?

    @Option(help: clusterHelp)
    var cluster: String?

    static let databaseHelp = ArgumentHelp(
        "The record file, or postgresql://… for a fleet's (default: $ISINVENTORY_DB, else isinventory/isinventory.db in the XDG data folder).",
        valueName: "file|url")
    static let clusterHelp = ArgumentHelp("Only this cluster of the file.", valueName: "name")

    /// What names no file, or one that would be somewhere else at each call, is refused before anything is done.
    func validate() throws {
        let named = database.map { ($0, "--db") } ?? RecordOptions.environment("ISINVENTORY_DB").map { ($0, "ISINVENTORY_DB") }
        if let (path, origin) = named {
            guard !path.isEmpty else { throw ValidationError("\(origin): names no file.") }
            guard path != ":memory:" else {
                throw ValidationError("\(origin): a record in memory would be gone when the command ends. Name a file.")
            }
            return
        }
        let (name, folder) =
            RecordOptions.environment("XDG_DATA_HOME").map { ("XDG_DATA_HOME", $0) }
            ?? ("HOME", RecordOptions.environment("HOME") ?? "")
        guard !folder.isEmpty else {
            throw ValidationError(
                "HOME is not set, so there is no default place for the record. Name a file with --db or ISINVENTORY_DB.")
        }
        guard folder.hasPrefix("/") else {
            throw ValidationError(
                "\(name) is '\(folder)', which is no absolute path, so the record would be another one in each folder. Name a file with "
                    + "--db or ISINVENTORY_DB.")
        }
    }

    /// The file's path: what was said, then ISINVENTORY_DB, then the XDG data folder.
    var path: String {
        // An address may hold a password, and paths are shown.
        if let fleet { return fleet.name }
        if let database { return database }
        if let path = RecordOptions.environment("ISINVENTORY_DB") { return path }
        return "\(RecordOptions.dataFolder)/isinventory.db"
    }

    /// The fleet in PostgreSQL, where that is named in a file's stead.
    var fleet: Fleet? { (database ?? RecordOptions.environment("ISINVENTORY_DB")).flatMap(Fleet.init) }

    /// The file to ask: of a fleet, a copy of what it has of the cluster, brought up to date.
    func pathToAsk() throws -> String { try fleet?.mirror(of: cluster) ?? path }

    func open(at instant: Instant? = nil) throws -> RecordReader {
        let record = try RecordReader(path: pathToAsk(), at: instant)
        RecordOptions.tellIfOlder(record)
        return record
    }

    /// Says where a file of an older isinventory is asked by way of a copy.
    static func tellIfOlder(_ record: RecordReader) {
        guard let version = record.olderVersion else { return }
        Presentation.tell([
            "\(record.path) was written by an older isinventory (schema \(version)): what is asked is a copy of it, brought up to date in "
                + "the folder for temporary files. The next `collect` or `import` brings the file itself up to date."
        ])
    }

    /// Opens the file to record, making the default folder where it is missing; a folder somebody named must exist.
    func openToRecord() throws -> RecordWriter {
        let store = try RecordWriter(path: pathToRecord())
        warnOfNetwork()
        return store
    }

    /// Says where was recorded: the default is easily another file than the one somebody has in mind.
    func tellPlace() { StandardError.write(terminalSafe("recorded in \(path)") + "\n") }

    /// Says so where the record lies on a file system that SQLite cannot rely on.
    func warnOfNetwork() {
        guard let network = RecordWriter.networkFileSystem(of: path) else { return }
        Presentation.tell([
            "\(path) lies on a network file system (\(network)), whose locks SQLite cannot rely on: two writers at once, or "
                + "a lost connection, may damage it. Keep the record on a local disk and send copies there with `backup`."
        ])
    }

    /// The file's path, its default folder made where it is missing.
    func pathToRecord() throws -> String {
        guard fleet == nil else { throw FleetFailure.file(command: "This") }
        if database == nil, RecordOptions.environment("ISINVENTORY_DB") == nil {
            try PrivateFolder.make(RecordOptions.dataFolder)
        }
        return path
    }

    /// https://specifications.freedesktop.org/basedir-spec/latest/
    private static var dataFolder: String {
        let base = environment("XDG_DATA_HOME") ?? "\(environment("HOME") ?? ".")/.local/share"
        return "\(base)/isinventory"
    }

    static func environment(_ name: String) -> String? {
        guard let value = getenv(name).map({ String(cString: $0) }), !value.isEmpty else { return nil }
        return value
    }
}

/// Makes a folder that only its owner may enter, and those above it.
enum PrivateFolder {
    static func make(_ path: String) throws {
        var partial = ""
        for component in path.split(separator: "/", omittingEmptySubsequences: false) {
            partial +=
                partial.isEmpty && component.isEmpty
                ? "/" : partial.hasSuffix("/") || partial.isEmpty ? "\(component)" : "/\(component)"
            guard mkdir(partial, 0o700) != 0, errno != EEXIST, errno != EISDIR else { continue }
            throw StoreError.cannotOpen(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
