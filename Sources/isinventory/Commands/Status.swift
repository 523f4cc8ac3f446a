import ArgumentParser
import Questions

struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", _superCommandName: Program.name,
        abstract: "How the record stands: snapshots, gaps, what was not seen, what stands.")

    @OptionGroup var record: RecordOptions
    @OptionGroup var instant: InstantOption
    @OptionGroup var output: OutputOptions

    func run() throws {
        let filter = Filter(cluster: record.cluster)
        if let fleet = record.fleet { return try output.show(fleet.answer(FleetRequest(.status, filter, at: instant.at))) }
        try output.show(record.open(at: instant.at).status(filter))
        record.warnOfNetwork()
    }
}

struct Snapshots: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots", _superCommandName: Program.name,
        abstract: "Every snapshot of the record; the notes name the gaps between them.")

    @OptionGroup var record: RecordOptions
    @OptionGroup var instant: InstantOption
    @OptionGroup var output: OutputOptions

    func run() throws {
        let filter = Filter(cluster: record.cluster)
        if let fleet = record.fleet { return try output.show(fleet.answer(FleetRequest(.snapshots, filter, at: instant.at))) }
        try output.show(record.open(at: instant.at).snapshots(filter))
    }
}
