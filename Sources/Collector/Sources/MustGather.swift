internal import Model
internal import Texts

/// The parts of a folder that `oc adm must-gather` or `oc adm inspect` wrote: `namespaces/NS/GROUP/…`, at any depth.
///
/// Such a tree shows the namespaces whose folders it holds, and no other: a default must-gather has none of the users'.
///
/// https://github.com/openshift/must-gather
struct MustGather {
    /// A file of a namespace's folder.
    struct File {
        /// Its path, as a list of names below the root.
        let names: [String]
        /// The namespace whose folder it lies in.
        let namespace: String
    }

    /// The files to read.
    let files: [File]
    /// Files that say which cluster it is of.
    let identifying: [[String]]

    /// The namespaces of which it holds anything that the record is made of.
    var namespaces: Set<ExactText> { Set(files.map { ExactText($0.namespace) }) }

    /// Nil where the folder holds no such tree.
    ///
    /// - Parameter above: The names of the root itself and of the folders above it.
    init?(_ tree: FileTree, above: [String], kinds: Kinds) {
        let dumps = tree.files.filter { $0.last?.isDumpName ?? false }
        files = dumps.compactMap { names in
            Self.namespace(of: above + names, kinds).map { File(names: names, namespace: $0) }
        }
        guard !files.isEmpty else { return nil }
        identifying = dumps.filter(Self.identifies)
    }

    /// The namespace whose folder a file lies in, where it lies as the record's kinds do in such trees: in the folder of their group, or
    /// of the core group in a file of theirs alone, since that folder holds events, secrets and all the rest.
    static func namespace(of names: [String], _ kinds: Kinds) -> String? {
        let place = names.indices.last { place in
            guard names[place] == "namespaces", place + 3 < names.count else { return false }
            let group = names[place + 2]
            // A Pod's own folder, with its logs: `pods/POD/POD.yaml`.
            if group == "pods" {
                return kinds[.pod] != nil && place + 4 == names.count - 1
                    && names[place + 4].withoutDumpSuffix == names[place + 3]
            }
            if group != "core" { return kinds.all.contains { $0.kind.group == group } }
            return kinds.kind(spelling: names[place + 3].withoutDumpSuffix).map(\.group.isEmpty) ?? false
        }
        return place.map { names[$0 + 1] }
    }

    /// Whether a file has an object that tells clusters apart, by its place.
    private static func identifies(_ names: [String]) -> Bool {
        let ends = [
            ["config.openshift.io", "clusterversions.yaml"], ["clusterversions", "version.yaml"],
            ["config.openshift.io", "infrastructures.yaml"], ["infrastructures", "cluster.yaml"],
            ["core", "namespaces", "kube-system.yaml"], ["core", "namespaces.yaml"],
            ["namespaces", "kube-system", "kube-system.yaml"],
        ]
        let stem = (names.last?.withoutDumpSuffix).map { names.dropLast() + ["\($0).yaml"] } ?? names
        return ends.contains { stem.suffix($0.count).elementsEqual($0) }
    }
}
