import ArgumentParser
import Collector
import CollectorWords
import Logging
import Report

struct Doctor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", _superCommandName: Program.name,
        abstract: "Try whether a cluster can be read, and print the rights that are missing.",
        discussion: """
            Everything that a snapshot needs is tried once, without reading more than an object of each kind and without touching \
            the record. Where a right is missing, all that are needed are printed as YAML on standard output, for somebody who may \
            grant them:

              isinventory doctor | oc apply -f -

            It is the whole role, under a name that is the collector's own, so nothing that was granted is taken away. The exit code \
            is 0 where nothing is missing, 3 where something is, 2 where no snapshot could be taken at all.
            """)

    @OptionGroup(title: "Which cluster") var cluster: ClusterOptions
    @OptionGroup var namespaces: NamespaceOptions
    @OptionGroup var kinds: KindsOption

    @Flag(help: "Try watches, too, which `collect --follow` needs.")
    var follow = false

    func validate() throws {
        guard cluster.context.count < 2 else { throw ValidationError("doctor tries one --context at a time.") }
    }

    func run() async throws {
        let scope: Scope? =
            namespaces.allNamespaces ? .all : namespaces.namespaces.isEmpty ? nil : .namespaces(namespaces.namespaces)
        let logger = Logger(label: "isinventory") { _ in NoticeLog() }
        var source = try cluster.source(scope: scope, kinds: kinds.kinds(), record: "", logger: logger)
        source.isFollowed = follow
        let diagnosis = await source.examine { finding in
            StandardError.tell(terminalSafe(finding.line), rest: String(repeating: " ", count: 9))
        }
        if let manifest = diagnosis.manifest {
            StandardError.tell("A right is missing. This grants all that are needed, with oc apply -f -:", rest: "")
            try StandardOutput.write(manifest.yaml)
        }
        guard diagnosis.isUsable else { throw Outcome.error }
        if diagnosis.findings.contains(where: \.isLack) { throw Outcome.incomplete }
    }
}

extension DoctorFinding {
    /// `ok       list deployments: in all namespaces`
    fileprivate var line: String {
        let verdict = verdict.rawValue
        return verdict + String(repeating: " ", count: max(1, 9 - verdict.count)) + "\(subject): \(detail)"
    }
}
