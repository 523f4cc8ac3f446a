import ArgumentParser
import Glibc

struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish", _superCommandName: Program.name,
        abstract: "Send the record to a fleet's PostgreSQL.",
        discussion: """
            Whatever of the record is not there yet is written, in order: run it as often as you like. The chain of seals is the cursor, so \
            an end in the middle loses nothing and doing it twice does nothing; what does not go on from what is there is refused. \
            Afterwards ask there with `--db postgresql://…`, prove it there with `verify --db postgresql://…`.

            libpq makes the connection: ~/.pgpass, ~/.pg_service.conf and PGSSLMODE work as they do for psql. docs/fleet.md has it from \
            nothing to two clusters in ten minutes, with Citus, roles, sizes and a dashboard.

            Examples:
              isinventory publish --to postgresql://collector@db.example/fleet
              isinventory publish --to postgresql:///fleet --init --allow collector=prod
              isinventory publish --to postgresql:///fleet --fetch prod prod.db
            """)

    @Option(
        help: ArgumentHelp("The fleet's address (default: $ISINVENTORY_PUBLISH_TO).", valueName: "url"))
    var to: String?
    @Option(help: ArgumentHelp("Keep on: look for something new this often, in seconds.", valueName: "seconds"))
    var every: Int?
    @Option(help: ArgumentHelp("Throw away what is there of this cluster, and publish it anew.", valueName: "cluster"))
    var replace: String?
    @Flag(name: .customLong("init"), help: "Only make the schema and the roles, as the database's owner.")
    var initialize = false
    @Option(
        help: ArgumentHelp(
            "With --init: let a role of the server write a cluster; may be given more than once.", valueName: "role=cluster"))
    var allow: [String] = []
    @Option(help: ArgumentHelp("Make FILE a record of what is there of this cluster.", valueName: "cluster"))
    var fetch: String?
    @Argument(help: ArgumentHelp("The file that --fetch makes.", valueName: "file")) var file: String?
    @OptionGroup var record: RecordOptions

    func validate() throws {
        guard let text = to ?? RecordOptions.environment("ISINVENTORY_PUBLISH_TO") else {
            throw ValidationError("Where to? --to postgresql://USER@HOST/DATABASE, or ISINVENTORY_PUBLISH_TO.")
        }
        guard Fleet(text) != nil else {
            throw ValidationError("--to is an address that begins with postgresql://, such as postgresql://USER@HOST/DATABASE.")
        }
        if !allow.isEmpty, !initialize { throw ValidationError("--allow goes with --init.") }
        if let pair = allow.first(where: { !$0.contains("=") || $0.hasPrefix("=") || $0.hasSuffix("=") }) {
            throw ValidationError("--allow '\(pair)': write ROLE=CLUSTER.")
        }
        if (fetch == nil) != (file == nil) {
            throw ValidationError("--fetch CLUSTER goes with the FILE to make, and the other way round.")
        }
        if let every, !(1...86_400).contains(every) { throw ValidationError("--every is between 1 and 86400 seconds.") }
        let ways = [initialize, fetch != nil, replace != nil, every != nil].count { $0 }
        if ways > 1 { throw ValidationError("--init, --fetch, --replace and --every exclude each other.") }
    }

    func run() throws {
        guard let text = to ?? RecordOptions.environment("ISINVENTORY_PUBLISH_TO"), let fleet = Fleet(text) else { return }
        if initialize { try fleet.become(["init"] + allow.flatMap { ["--allow", $0] }) }
        if let fetch, let file {
            guard access(file, F_OK) != 0 else { throw FleetFailure.exists(path: file) }
            try fleet.become(["fetch", fetch, file])
        }
        guard record.fleet == nil else { throw FleetFailure.file(command: "publish") }
        // What is wrong with the file is said before anybody is called.
        _ = try record.open()
        var arguments = ["publish", "--record", record.path]
        if let replace { arguments += ["--replace", replace] }
        if let cluster = record.cluster { arguments += ["--cluster", cluster] }
        if let every { arguments += ["--follow", String(every)] }
        try fleet.become(arguments)
    }
}
