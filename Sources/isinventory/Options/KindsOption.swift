import ArgumentParser
import Collector
import Model
import Questions
import Record

/// What else to look for.
struct KindsOption: ParsableArguments {
    @Option(name: .customLong("kinds"), help: fileHelp, completion: .file())
    var file: String?

    @Flag(help: noPodsHelp)
    var noPods = false

    static let fileHelp = ArgumentHelp(
        "More kinds of workloads to look for, beside those built in: a YAML file as docs/kinds.md describes it.",
        valueName: "file")
    static let noPodsHelp: ArgumentHelp = "Do not look at Pods: what they run is then not known, and what was known stands."

    /// The kinds that are built in, and the file's.
    func kinds() throws -> Kinds {
        let kinds = try file.map(KindsFile.kinds(in:)) ?? .builtIn
        return noPods ? Kinds(kinds.all.filter { $0.kind != .pod }) : kinds
    }
}
