import ArgumentParser
import Inventory

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Which file, and which cluster in it.
struct RecordOptions: ParsableArguments {
    @Option(
        name: .customLong("db"),
        help: ArgumentHelp(
            "The record file (default: $ISINVENTORY_DB, else isinventory/isinventory.db in the XDG data folder).",
            valueName: "file"))
    var database: String?

    @Option(help: ArgumentHelp("Only this cluster of the file.", valueName: "name"))
    var cluster: String?

    /// The file's path: what was said, then ISINVENTORY_DB, then the XDG data folder.
    var path: String {
        if let database { return database }
        if let path = RecordOptions.environment("ISINVENTORY_DB") { return path }
        return "\(RecordOptions.dataFolder)/isinventory.db"
    }

    func open(at instant: Instant? = nil) throws -> Record { try Record(path: path, at: instant) }

    /// Opens the file to record, making the default folder where it is missing; a folder somebody named must exist.
    func openToRecord() throws -> Store {
        let store = try Store(path: pathToRecord())
        warnOfNetwork()
        return store
    }

    /// Says so where the record lies on a file system that SQLite cannot rely on.
    func warnOfNetwork() {
        guard let network = Store.networkFileSystem(of: path) else { return }
        Presentation.tell([
            "\(path) lies on a network file system (\(network)), whose locks SQLite cannot rely on: two writers at once, or "
                + "a lost connection, may damage it. Keep the record on a local disk and send copies there with `backup`."
        ])
    }

    /// The file's path, its default folder made where it is missing.
    func pathToRecord() throws -> String {
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
private enum PrivateFolder {
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
