internal import Model

extension Gathering {
    /// What a person should know beside what was skipped, a sentence each; nothing is left out without a count.
    func remarks(_ tags: GatheredTags, _ entries: [Coverage]) -> [String] {
        var notices: [String] = []
        for file in emptyLists.map(\.lastPathComponent) {
            notices.append(
                "\(file.printable) is an empty list that nothing names, so it covers no kind; say which with --covers")
        }
        let covered = Set(entries.map(\.kind))
        for (kind, count) in alone.sorted(by: { $0.key < $1.key }) where !covered.contains(kind) {
            notices.append("\(count) \(kind.title) outside any list: recorded, but no other is taken to be gone")
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
}

extension GatheredTags.Examples {
    /// The first few, and how many more.
    fileprivate var text: String {
        let few = first.map { $0.description.printable }.joined(separator: ", ")
        return count > first.count ? "\(few) and \(count - first.count) more" : few
    }
}
