import ArgumentParser
import Model
import Questions
import Record
import Report

struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "get", _superCommandName: Program.name,
        abstract: "What stands: workloads, containers, image streams, istags, images, snapshots.",
        discussion: """
            KIND is workloads, containers, running (what Pods run), imagestreams (is), istags (istag), images, registries, namespaces (how much stands in each, \
            and how it is judged), snapshots or coverage; or one kind of \
            workload: deployments (deploy), statefulsets (sts), daemonsets (ds), deploymentconfigs (dc), cronjobs (cj), jobs, replicasets \
            (rs), replicationcontrollers (rc), pods (po), rollouts, ksvc, or one that a --kinds file added. \
            No namespace given means all.

            Examples:
              isinventory get containers -n shop --at 2026-03-03
              isinventory get istag web:1.0 -o yaml
              isinventory get images -l maintainer=web-team
            """)

    @Argument(help: "What to show, or KIND/NAME.") var kind: Subjects
    @Argument(help: "Only the objects of these names.") var names: [String] = []
    @Option(
        name: [.customShort("l"), .customLong("selector")],
        help: ArgumentHelp(
            "Only images with these labels: key or key=value, comma-separated. Labels are kept of images only.",
            valueName: "selector"))
    var selector: String?
    @OptionGroup var question: QuestionOptions
    @Option(name: .customLong("kinds"), help: KindsOption.fileHelp, completion: .file()) var kindsFile: String?
    @Flag(help: KindsOption.noPodsHelp) var noPods = false
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if selector != nil, kind.view != .images {
            throw ValidationError("-l selects images only: labels of other objects are not kept.")
        }
    }

    func run() throws {
        let record = try question.record.fleet == nil ? question.open() : nil
        var filter = question.filter(names: kind.names + names)
        var kinds = KindsOption()
        (kinds.file, kinds.noPods) = (kindsFile, noPods)
        let known = try kinds.kinds()
        filter.kinds = try kind.kinds(among: known.adding(record?.kindsOfWorkloads() ?? []))
        filter.labels = (selector ?? "").split(separator: ",").map { term in
            let parts = term.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Filter.Label(key: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : nil)
        }
        if kind.isNamespaces { (filter.namespaces, filter.names) = (filter.namespaces + filter.names, []) }
        let name = kind.isNamespaces ? "namespaces" : kind.view.name
        if let answer = try question.fleetAnswer(.standing(name), filter) { return try output.show(answer) }
        guard let record else { return }
        let isNarrow = output.format == .table
        try output.show(
            kind.isNamespaces
                ? record.namespaces(filter) : record.standing(kind.view, filter, isNarrow: isNarrow, isAlone: true))
    }
}

/// What `get` can show, by every name oc knows it under.
struct Subjects: ExpressibleByArgument {
    let view: View
    let kinds: [ObjectKind]
    let names: [String]
    /// Whether it is namespaces with what is counted in each, which is no view.
    private(set) var isNamespaces = false
    /// A word that no kind that is built in has; the record or a file of kinds may know it.
    private var unknown: String?

    init?(argument: String) {
        let parts = argument.split(separator: "/", maxSplits: 1).map(String.init)
        guard let word = parts.first?.lowercased() else { return nil }
        names = Array(parts.dropFirst())
        switch word {
        case "workloads", "workload", "all": (view, kinds) = (.workloads, [])
        case "containers", "container": (view, kinds) = (.containers, [])
        case "namespaces", "namespace", "ns", "projects":
            (view, kinds) = (.containers, [])
            isNamespaces = true
        case "images", "image": (view, kinds) = (.images, [])
        case "snapshots", "snapshot": (view, kinds) = (.snapshots, [])
        case "running": (view, kinds) = (.running, [])
        case "registries", "registry": (view, kinds) = (.registries, [])
        case "coverage": (view, kinds) = (.coverage, [])
        case "digest_changes", "digestchanges": (view, kinds) = (.digestChanges, [])
        case "istags": (view, kinds) = (.istags, [])
        default:
            if let kind = Kinds.builtIn.kind(spelling: word) {
                let streams: View = kind == .imageStream ? .imageStreams : .istags
                (view, kinds) = kind.isWorkload ? (.workloads, [kind]) : (streams, [])
            } else {
                (view, kinds) = (.workloads, [])
                unknown = String(parts[0])
            }
        }
    }

    /// The kinds of workloads asked for; empty for all.
    ///
    /// - Parameter known: All kinds there are, those of a file and of the record with them.
    func kinds(among known: @autoclosure () throws -> Kinds) throws -> [ObjectKind] {
        guard let unknown else { return kinds }
        guard let kind = try known().kind(spelling: unknown), kind.isWorkload else {
            throw ValidationError(
                "'\(terminalSafe(unknown))' is nothing that can be shown. There are \(Self.allValueStrings.joined(separator: ", "))"
                    + "; kinds that a --kinds file added are known once they are recorded, or with that file.")
        }
        return [kind]
    }

    static var allValueStrings: [String] {
        ["workloads", "containers", "running", "imagestreams", "istags", "images", "namespaces", "snapshots", "coverage"]
            + Kinds.builtIn.workloads.map(\.resourceTitle)
    }

    /// Without it shells are offered nothing: the values above are for people to read, since kinds that were added are taken as well.
    static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }
}
