import ArgumentParser
import Model
import Questions
import Record

struct Registries: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registries", _superCommandName: Program.name,
        abstract: "Which registries are pulled from, most used first, and by how many.",
        discussion: """
            A reference that writes no registry is pulled from docker.io. With --since, the columns that end in _before count \
            the same as it stood then. IMAGES are the digests that are known of what is pulled.

            Examples:
              isinventory registries --since 30d
              isinventory registries docker.io -n shop
              isinventory used 'docker.io/bitnami/*'
              isinventory report --leaving docker.io --by 2026-12-31
            """)

    @Argument(help: "Only these registries.") var registries: [String] = []
    @Option(
        help: ArgumentHelp("Tell what it was like at that time, too: an instant, a date, 30d, …", valueName: "time"),
        transform: instant(from:))
    var since: Instant?
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let since, since >= question.at ?? .now {
            throw ValidationError("--since is not before \(question.at.map { "--at, \($0)" } ?? "now").")
        }
    }

    func run() throws {
        let filter = question.filter(names: registries)
        if let answer = try question.fleetAnswer(.registries(since: since), filter) { return try output.show(answer) }
        let record = try question.open()
        let earlier = try since.map { try question.record.open(at: $0) }
        try output.show(record.registries(filter, since: earlier))
    }
}
