public import Model

/// A tag's history as the record keeps it: it only grows, whatever the cluster forgets.
public struct TagHistory: Sendable, Equatable {
    /// One entry with its place; places only order, gaps leave room for entries learnt of later.
    public struct Entry: Sendable, Hashable {
        /// Where it stands in the tag's history; a later entry has a greater one.
        public var sequence: Int64
        /// What the tag pointed to.
        public var revision: ImageStreamTag.Revision
        /// The line of entries it belongs to: 0, and one more each time the tag was gone and came back.
        public var line: Int64

        /// Places an entry.
        public init(sequence: Int64, revision: ImageStreamTag.Revision, line: Int64) {
            self.sequence = sequence
            self.revision = revision
            self.line = line
        }
    }

    /// The distance between neighbours that were learnt of in order; as many entries may later be learnt of between them.
    public static let stride: Int64 = 1 << 16

    /// What is known, oldest first.
    public private(set) var entries: [Entry]

    /// Entries that were told and found no place between two known ones: places are sealed, so there are only so many.
    public private(set) var unplaced = 0

    /// Begins with what is known, oldest first.
    public init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    /// Learns what the cluster shows and returns what was new, oldest first.
    ///
    /// The cluster's list is the truth about order: `created` is not, since a tag copied from another stream keeps the source's
    /// time. So entries known already are found again in order, and each new one goes in front of the known one it precedes, or
    /// to the end.
    ///
    /// - Parameters:
    ///   - revisions: `status.tags[].items[]`, newest first.
    ///   - begins: Whether the tag did not stand before; then nothing it had earlier is taken for the same.
    public mutating func learn(_ revisions: [ImageStreamTag.Revision], begins: Bool) -> [Entry] {
        let observed = Array(revisions.reversed())
        let line = entries.last.map { begins ? $0.line + 1 : $0.line } ?? 0
        let start = entries.firstIndex { $0.line == line } ?? entries.count
        let matches = match(observed, from: start)
        var learnt: [Entry] = []
        var run: [ImageStreamTag.Revision] = []
        for (revision, known) in zip(observed, matches) {
            if let known {
                learnt += insert(run, at: known + learnt.count, line: line)
                run = []
            } else {
                run.append(revision)
            }
        }
        return learnt + insert(run, at: entries.count, line: line)
    }

    /// Where each observed entry stands among the known ones, found from the newest backwards, so that a digest that came back is
    /// taken for its latest appearance.
    private func match(_ observed: [ImageStreamTag.Revision], from start: Int) -> [Int?] {
        var matches = [Int?](repeating: nil, count: observed.count)
        var end = entries.count
        for index in observed.indices.reversed() {
            let known = entries[start..<max(start, end)].lastIndex { $0.revision.isSameEntry(as: observed[index]) }
            // The newest entry is where the tag points. Finding it among the older ones means the tag went back without a word,
            // and that is a move of its own.
            if index == observed.count - 1, known != entries.count - 1 { continue }
            guard let known else { continue }
            matches[index] = known
            end = known
        }
        return matches
    }

    private mutating func insert(_ run: [ImageStreamTag.Revision], at place: Int, line: Int64) -> [Entry] {
        let before = place > 0 ? entries[place - 1].sequence : nil
        let after = place < entries.count ? entries[place].sequence : nil
        let count = Int64(run.count)
        let step = before.flatMap { before in after.map { ($0 - before) / (count + 1) } } ?? TagHistory.stride
        // Sixteen times new entries between the same two: no cluster's own history does that, and it must not stop recording.
        guard step > 0 else {
            unplaced += run.count
            return []
        }
        let first = before.map { $0 + step } ?? after.map { $0 - step * count } ?? 0
        let placed = run.enumerated().map { offset, revision in
            Entry(sequence: first + Int64(offset) * step, revision: revision, line: line)
        }
        entries.insert(contentsOf: placed, at: place)
        return placed
    }
}

extension ImageStreamTag.Revision {
    /// Whether two looks show the same entry: the pull spec may be told in two ways, the time and the digest may not.
    func isSameEntry(as other: ImageStreamTag.Revision) -> Bool {
        createdAt == other.createdAt && digest == other.digest && (digest != nil || image == other.image)
    }
}
