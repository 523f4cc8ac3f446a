import ArgumentParser
import Collector
import Model

/// What a dump covers.
struct SourceOptions: ParsableArguments {
    @OptionGroup var namespaces: NamespaceOptions
    @OptionGroup var kinds: KindsOption

    @Option(
        help: ArgumentHelp(
            "Kinds the dump holds completely, even where nothing in it says so (an empty list, single objects); comma-separated.",
            valueName: "kinds"))
    var covers: String?

    /// The namespaces the dump covers; nil where nothing was said.
    var scope: Scope? {
        namespaces.allNamespaces ? .all : namespaces.namespaces.isEmpty ? nil : .namespaces(namespaces.namespaces)
    }

    func coveredKinds() throws -> Set<ObjectKind> {
        let known = try kinds.kinds()
        let words = (covers ?? "").split(separator: ",").map(String.init)
        return Set(
            try words.map { word in
                guard let kind = known.kind(spelling: word) else {
                    throw ValidationError(
                        "--covers: no kind '\(word)'; there are \(known.all.map(\.kind.resourceTitle).joined(separator: ", "))."
                    )
                }
                return kind
            })
    }
}
