internal import Model
public import Questions
internal import Texts
internal import Words

/// The `oc` commands that end long references, as text that can be read and copied.
public struct RemedyScript {
    private var lines: [String] = []

    /// Writes the commands of some long references.
    public init(_ references: [LongReference]) {
        guard !references.isEmpty else { return }
        lines = ["", "# The commands that would end them; read before you run them."]
        // Several containers of a cluster may need the same tag; importing it once is enough.
        var prepared: Set<String> = []
        var cluster = references[0].cluster
        for reference in references {
            if !reference.cluster.hasSameBytes(as: cluster) { prepared = [] }
            cluster = reference.cluster
            let workload = reference.workload
            lines.append("")
            lines.append(
                terminalSafe(
                    "# \(workload.namespace) \(workload.kind.title.lowercased())/\(workload.name) \(reference.container)"
                ))
            lines += reference.commands.filter { prepared.insert($0).inserted }.map(terminalSafe)
        }
    }

    /// The commands, each container's under a comment that names it; empty where there are none.
    public var text: String { lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n" }

    /// The same for a terminal of so many columns: what is wider goes on as a shell lets it.
    public func text(width: Int) -> String {
        guard !lines.isEmpty else { return "" }
        return lines.flatMap { CommandLines($0, width: max(width, 20)).lines }.joined(separator: "\n") + "\n"
    }
}
