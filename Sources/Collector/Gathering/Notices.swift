internal import Model
internal import Record
internal import Texts

extension SnapshotBuilder {
    /// What a person should know beside what was skipped; nothing is left out without a count.
    func remarks(_ tags: GatheredTags, _ entries: [KindCoverage]) -> [FileRemark] {
        var remarks = claims(entries) + files() + emptyLists.map { .emptyList(file: $0.lastPathComponent) }
        let loose = alone.filter { isUncovered($0.key) }
        for (kind, scopes) in Dictionary(grouping: loose, by: \.key.kind).sorted(by: { $0.key < $1.key }) {
            remarks.append(.alone(kind, count: scopes.reduce(0) { $0 + $1.value }))
        }
        if leftOut > 0 { remarks.append(.leftOut(leftOut)) }
        if tags.different.count > 0 { remarks.append(.differentDigests(tags.different)) }
        if tags.unknown.count > 0 { remarks.append(.unknownTags(tags.unknown)) }
        return remarks
    }

    /// What was said of which namespaces the source shows, and what that comes to.
    private func claims(_ entries: [KindCoverage]) -> [FileRemark] {
        guard let folders else { return [] }
        var remarks: [FileRemark] = []
        if claimsAll {
            let everywhere = entries.filter { $0.namespace == nil && $0.outcome == .complete }.map(\.kind)
            remarks.append(.claimedWhole(folders: folders.count, kinds: everywhere))
        }
        if case .namespaces = scope {
            let missing = scope.entries.compactMap { $0 }.filter { !folders.contains(ExactText($0)) }
            if !missing.isEmpty { remarks.append(.noFolders(missing)) }
        }
        return remarks
    }

    /// What files were not what they might be taken for.
    private func files() -> [FileRemark] {
        var remarks: [FileRemark] = []
        if !strays.isEmpty { remarks.append(.strays(files: strays.map(\.lastPathComponent))) }
        if !emptyFiles.isEmpty { remarks.append(.empty(files: emptyFiles.map(\.lastPathComponent))) }
        for (file, type) in strangeLists { remarks.append(.strangeList(file: file.lastPathComponent, type: type)) }
        if !straying.isEmpty { remarks.append(.strayingLists(files: straying.map(\.lastPathComponent))) }
        let cut = Set(openLists).union(openEnds.filter { $0.value.contains(where: isUncovered) }.keys).sorted()
        if !cut.isEmpty { remarks.append(.maybeCut(files: cut.map(\.lastPathComponent))) }
        return remarks
    }

    /// Whether nothing says that every object of the kind was seen there.
    private func isUncovered(_ scope: Coverage.Scope) -> Bool {
        !coverage.isCovered(scope.kind, in: scope.namespace) && !coverage.isCovered(scope.kind, in: nil)
    }
}
