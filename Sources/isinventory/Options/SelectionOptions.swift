import ArgumentParser
import Model
import Questions
import Record

/// Which namespaces, as in `oc`.
struct NamespaceOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: namespaceHelp)
    var namespace: [String] = []

    @Flag(name: [.customShort("A"), .long], help: "All namespaces.")
    var allNamespaces = false

    static let namespaceHelp = ArgumentHelp("Only this namespace; may be given more than once, or as a,b.", valueName: "ns")

    func validate() throws {
        if allNamespaces, !namespace.isEmpty { throw ValidationError("-A and -n exclude each other.") }
        if namespaces.contains("") { throw ValidationError("-n needs a namespace's name.") }
    }

    var namespaces: [String] {
        namespace.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }
}

/// What to ask: the file, the cluster, the namespaces, the instant.
///
/// Its options are declared here once more and not as three groups: for each group ArgumentParser has five questions about its type, and
/// Swift looks through all 10,000 conformances of the program for each answer. Without them a small question takes a thirtieth less.
struct QuestionOptions: ParsableArguments {
    @Option(name: .customLong("db"), help: RecordOptions.databaseHelp, completion: .file())
    var database: String?
    @Option(help: RecordOptions.clusterHelp)
    var cluster: String?
    @Option(name: .shortAndLong, help: NamespaceOptions.namespaceHelp)
    var namespace: [String] = []
    @Flag(name: [.customShort("A"), .long], help: "All namespaces.")
    var allNamespaces = false
    @Option(help: InstantOption.help, transform: instant(from:))
    var at: Instant?

    func validate() throws {
        try record.validate()
        try namespaces.validate()
    }

    var record: RecordOptions {
        var options = RecordOptions()
        (options.database, options.cluster) = (database, cluster)
        return options
    }

    var namespaces: NamespaceOptions {
        var options = NamespaceOptions()
        (options.namespace, options.allNamespaces) = (namespace, allNamespaces)
        return options
    }

    func open() throws -> RecordReader { try record.open(at: at) }

    /// The answer of a fleet, where one is asked; nil where a file is.
    func fleetAnswer(_ question: FleetRequest.Question, _ filter: Filter? = nil) throws -> Answer? {
        try record.fleet?.answer(FleetRequest(question, filter ?? self.filter(), at: at))
    }

    func filter(kinds: [ObjectKind] = [], names: [String] = []) -> Filter {
        Filter(cluster: cluster, namespaces: namespaces.namespaces, kinds: kinds, names: names)
    }
}

/// The instant to answer for.
struct InstantOption: ParsableArguments {
    @Option(help: help, transform: instant(from:))
    var at: Instant?

    static let help = ArgumentHelp("As it stood at that time: an instant, a date, 7d, yesterday, …", valueName: "time")
}

/// A stretch of time to answer for, where one is given.
struct OptionalPeriodOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What was so at some time from so long ago until now.", valueName: "time"), transform: instant(from:))
    var since: Instant?
    @Option(help: ArgumentHelp("What was so at some time from this one on …", valueName: "time"), transform: instant(from:))
    var from: Instant?
    @Option(help: ArgumentHelp("… until this one (default: now).", valueName: "time"), transform: instant(from:))
    var to: Instant?

    func validate() throws {
        if since != nil, from != nil || to != nil { throw ValidationError("--since and --from/--to exclude each other.") }
        if to != nil, from == nil { throw ValidationError("--to needs --from.") }
        _ = try period(at: nil)
    }

    /// The period; nil where none is given.
    ///
    /// - Parameter instant: The instant that is asked about, which excludes a period.
    func period(at instant: Instant?) throws -> ReportPeriod? {
        guard let start = from ?? since else { return nil }
        guard instant == nil else { throw ValidationError("--at is one instant; with --since or --from it is a stretch.") }
        let end = to ?? .now
        guard let period = ReportPeriod(from: start, to: end) else {
            throw ValidationError("The period is empty: \(start) is not before \(end).")
        }
        return period
    }
}

/// Reads a time somebody wrote, or says how times are written.
@Sendable func instant(from text: String) throws -> Instant {
    guard let instant = Instant(expression: text, now: .now) else {
        throw ValidationError("'\(text)' is no time. Write \(Instant.spellings).")
    }
    return instant
}
