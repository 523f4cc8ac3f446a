import ArgumentParser
import Collector
import Model
import Questions
import Record

/// What else to look for.
struct KindsOption: ParsableArguments {
    @Option(
        name: .customLong("kinds"),
        help: ArgumentHelp(
            "More kinds of workloads to look for, beside those built in: a YAML file as docs/kinds.md describes it.",
            valueName: "file"), completion: .file())
    var file: String?

    /// The kinds that are built in, and the file's.
    func kinds() throws -> Kinds { try file.map(KindsFile.kinds(in:)) ?? .builtIn }
}
