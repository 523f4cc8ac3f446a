internal import Model
internal import Record
internal import Texts

extension SnapshotBuilder {
    /// What a person should know beside what was skipped, a sentence each; nothing is left out without a count.
    func remarks(_ tags: GatheredTags, _ entries: [Coverage], found: [String]) -> [String] {
        var notices = claims(entries) + files(entries)
        for file in emptyLists.map(\.lastPathComponent) {
            notices.append(
                "\(file.printable) is an empty list that nothing names, so it covers no kind; say which with --covers")
        }
        let loose = alone.filter { isUncovered($0.key) }
        for (kind, scopes) in Dictionary(grouping: loose, by: \.key.kind).sorted(by: { $0.key < $1.key }) {
            let count = scopes.reduce(0) { $0 + $1.value }
            let objects = count == 1 ? "" : " objects"
            notices.append("\(count) \(kind.title)\(objects) outside any list: recorded, but no other is taken to be gone")
        }
        if leftOut > 0 {
            notices.append(
                "\(leftOut.counted("object")) outside the namespaces given with -n \(leftOut == 1 ? "was" : "were") left out")
        }
        if tags.different.count > 0 {
            notices.append(
                "imagestreamtags and imagestreams name different digests for \(tags.different.text); "
                    + "the streams' were recorded")
        }
        if tags.unknown.count > 0 {
            notices.append(
                "imagestreams do not have \(tags.unknown.text), which imagestreamtags list; not recorded")
        }
        return notices
    }

    /// What was said of which namespaces the source shows, and what that comes to.
    private func claims(_ entries: [Coverage]) -> [String] {
        guard let folders else { return [] }
        var notices: [String] = []
        if claimsAll {
            let everywhere = entries.filter { $0.namespace == nil && $0.outcome == .complete }.map(\.kind.resource)
            let places = folders.count == 1 ? "that of 1 namespace" : "those of \(folders.count) namespaces"
            notices.append(
                "a must-gather shows only the namespaces whose folders it holds, here \(places). -A says that these are all"
                    + (everywhere.isEmpty
                        ? "; but no kind has a list in each of them, so what stands elsewhere still stands"
                        : ", so what it does not show is taken to be gone in every other too: \(everywhere.joined(separator: ", "))")
            )
        }
        if case .namespaces = scope {
            let missing = scope.entries.compactMap { $0 }.filter { !folders.contains(ExactText($0)) }
            if !missing.isEmpty {
                notices.append("it holds no folder of \(missing.examples), so nothing was looked at there")
            }
        }
        return notices
    }

    /// What files were not what they might be taken for.
    private func files(_ entries: [Coverage]) -> [String] {
        var notices: [String] = []
        if !strays.isEmpty {
            let files = strays.map(\.lastPathComponent).examples
            notices.append(
                strays.count == 1
                    ? "\(files) holds no Kubernetes object and was left out"
                    : "\(strays.count) files hold no Kubernetes object and were left out: \(files)")
        }
        if !emptyFiles.isEmpty {
            let files = emptyFiles.map(\.lastPathComponent).examples
            notices.append(
                emptyFiles.count == 1
                    ? "\(files) is empty and was left out" : "\(emptyFiles.count) files are empty and were left out: \(files)")
        }
        for (file, type) in strangeLists {
            notices.append(
                "\(file.lastPathComponent.printable) has a \(type.printable) whose items are of other kinds: they were recorded, but "
                    + "it covers none")
        }
        if !straying.isEmpty {
            notices.append(
                "lists in one namespace's folder that hold another's objects cover none: \(straying.map(\.lastPathComponent).examples)"
            )
        }
        let cut = Set(openLists).union(openEnds.filter { $0.value.contains(where: isUncovered) }.keys).sorted()
        if !cut.isEmpty {
            let files = cut.map(\.lastPathComponent).examples
            notices.append(
                "had \(files) been cut off at the end of a line, YAML could not tell; JSON (-o json) can")
        }
        return notices
    }

    /// Whether nothing says that every object of the kind was seen there.
    private func isUncovered(_ scope: Coverage.Scope) -> Bool {
        !coverage.isCovered(scope.kind, in: scope.namespace) && !coverage.isCovered(scope.kind, in: nil)
    }
}

extension GatheredTags.Examples {
    /// The first few, and how many more.
    fileprivate var text: String {
        let few = first.map { $0.description.printable }.joined(separator: ", ")
        return count > first.count ? "\(few) and \(count - first.count) more" : few
    }
}
