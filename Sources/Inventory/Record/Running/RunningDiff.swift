internal import Model
internal import Texts

/// What a look at Pods changes of what they ran: an image is new where a container first runs it, and over where no Pod does any more.
///
/// The same image can be told by another name than before without anything having happened: an index's digest or that of its
/// platform's manifest, a digest or the local ID. Two names are of one image where
/// 1. an earlier look has learnt so, from an Image or by what follows;
/// 2. the container that goes by the new name was started at the very second when the one by the old name was;
/// 3. it was started a minute or more before the last look that saw all Pods there: then that look saw it under another name, and if
///    there was but one that it can have been, it was that.
struct RunningDiff {
    /// Names that the record, or an Image, says belong to one image.
    typealias Names = (RunningImage.ID) throws -> Set<ImageName>

    /// A name of an image.
    struct ImageName: Hashable {
        let naming: RunningImage.Naming
        @Exact var name: String
    }

    private var found: [(id: RunningImage.ID, before: RunningImage.State?, after: RunningImage.State?)] = []
    /// What is new and what is over, in the order of containers.
    var changes: [Change] { found.map { .running($0.id, before: $0.before, after: $0.after) } }
    /// In how many Pods runs what ran before and still does, where that is another number than was known.
    private(set) var counts: [(id: RunningImage.ID, pods: Int64)] = []
    /// Local IDs that were learnt of digests.
    private(set) var learnt: [(digest: String, localID: String)] = []

    private let looked: CoverageIndex
    private let lastLook: (_ namespace: String) -> Instant?
    private let names: Names

    /// - Parameters:
    ///   - lastLook: When the look before this one was taken, where it saw all Pods of a namespace.
    init(
        from standing: [StandingState.KnownRunning], to seen: [RunningImage], looked: CoverageIndex,
        lastLook: @escaping (_ namespace: String) -> Instant?, names: @escaping Names
    ) throws {
        self.looked = looked
        self.lastLook = lastLook
        self.names = names
        var (known, found) = (standing[...], Array(RunningDiff.united(seen))[...])
        while let next = [known.first?.id.container, found.first?.id.container].compactMap(\.self).min() {
            let ofKnown = known.prefix { $0.id.container == next }
            let ofFound = found.prefix { $0.id.container == next }
            known = known.dropFirst(ofKnown.count)
            found = found.dropFirst(ofFound.count)
            try compare(ofKnown, ofFound)
        }
        self.found.sort { $0.id < $1.id }
    }

    /// In the order of their names, each once.
    private static func united(_ seen: [RunningImage]) -> [StandingState.KnownRunning] {
        var united: [StandingState.KnownRunning] = []
        for image in seen.sorted(by: { $0.id < $1.id }) {
            guard let last = united.indices.last, united[last].id == image.id else {
                united.append(StandingState.KnownRunning(id: image.id, state: image.state))
                continue
            }
            united[last].state.pods += image.pods
            united[last].state.startedAt = [united[last].state.startedAt, image.startedAt].compactMap(\.self).min()
        }
        return united
    }

    private mutating func compare(
        _ known: ArraySlice<StandingState.KnownRunning>, _ found: ArraySlice<StandingState.KnownRunning>
    ) throws {
        guard let owner = (known.first ?? found.first)?.id.container.workload else { return }
        let namespace = owner.namespace
        // Places among what stood, with the number of Pods by now.
        var pods: [Int: Int64] = [:]
        var others: [StandingState.KnownRunning] = []
        for image in found {
            if let place = known.firstIndex(where: { $0.id == image.id }) {
                pods[place, default: 0] += image.state.pods
            } else {
                others.append(image)
            }
        }
        var new: [StandingState.KnownRunning] = []
        for image in others {
            if let place = try place(of: image, among: known, seen: Set(pods.keys), namespace) {
                pods[place, default: 0] += image.state.pods
            } else if let place = try placeOfSame(image, among: new) {
                new[place].state.pods += image.state.pods
                new[place].state.startedAt = [new[place].state.startedAt, image.state.startedAt].compactMap(\.self).min()
            } else {
                new.append(image)
            }
        }
        self.found += new.map { ($0.id, nil, $0.state) }
        let isWhole = looked.isRunningKnown(of: owner)
        guard isWhole else { return }
        for place in known.indices {
            if let count = pods[place] {
                if known[place].state.pods != count { counts.append((known[place].id, count)) }
            } else {
                self.found.append((known[place].id, known[place].state, nil))
            }
        }
    }

    /// Where an image stands under another name that is known to be its own.
    private func placeOfSame(
        _ image: StandingState.KnownRunning, among others: [StandingState.KnownRunning]
    ) throws -> Int? {
        guard !others.isEmpty else { return nil }
        let same = try names(image.id)
        return others.firstIndex { same.contains(ImageName($0.id)) }
    }

    /// Where an image stood under another name.
    private mutating func place(
        of image: StandingState.KnownRunning, among known: ArraySlice<StandingState.KnownRunning>, seen: Set<Int>,
        _ namespace: String
    ) throws -> Int? {
        guard !known.isEmpty, image.id.naming != .other else { return nil }
        let same = try names(image.id)
        if let place = known.firstIndex(where: { same.contains(ImageName($0.id)) }) { return place }
        // What has another name of the same sort is another image.
        let candidates = try known.indices.filter { place in
            let id = known[place].id
            guard id.naming != .other, id.naming != image.id.naming else { return false }
            return try !names(id).contains { $0.naming == image.id.naming }
        }
        guard let startedAt = image.state.startedAt else { return nil }
        let twins = candidates.filter { known[$0].state.startedAt == startedAt }
        var chosen = twins.count == 1 ? twins.first : nil
        if chosen == nil, let lastLook = lastLook(namespace), startedAt.advanced(by: 60) <= lastLook {
            let unseen = candidates.filter { !seen.contains($0) }
            chosen = unseen.count == 1 ? unseen.first : unseen.isEmpty && candidates.count == 1 ? candidates.first : nil
        }
        guard let chosen else { return nil }
        let (digest, localID) =
            image.id.naming == .pulled
            ? (image.id.name, known[chosen].id.name) : (known[chosen].id.name, image.id.name)
        learnt.append((digest, localID))
        return chosen
    }
}

extension RunningDiff.ImageName {
    init(_ id: RunningImage.ID) { self.init(naming: id.naming, name: id.name) }
}
