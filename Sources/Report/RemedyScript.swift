internal import Model
public import Questions

/// The `oc` commands that end long references, as text that can be read and copied.
public struct RemedyScript {
    /// The commands, each container's under a comment that names it; empty where there are none.
    public let text: String

    /// Writes the commands of some long references.
    public init(_ references: [LongReference]) {
        guard !references.isEmpty else {
            text = ""
            return
        }
        var lines = ["", "# The commands that would end them; read before you run them."]
        // Several containers may need the same tag; importing it once is enough.
        var prepared: Set<String> = []
        for reference in references {
            let workload = reference.workload
            lines.append("")
            lines.append(
                terminalSafe(
                    "# \(workload.namespace) \(workload.kind.title.lowercased())/\(workload.name) \(reference.container)"
                ))
            lines += reference.commands.filter { $0.contains(" set image ") || prepared.insert($0).inserted }.map(
                terminalSafe)
        }
        text = lines.joined(separator: "\n") + "\n"
    }
}
