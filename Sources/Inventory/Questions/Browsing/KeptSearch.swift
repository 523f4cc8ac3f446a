public import Record
internal import SQLite

// The containers in whose names a text stands, and those whose images come first.
extension KeptStates {
    /// So many of one list's beginning are put in order by the file.
    private static let mostOrdered = 2_000

    /// Which containers a list of them shows at a reader's instant.
    public struct Chosen: Sendable {
        /// The file's numbers of all of them, or, where ``isBeginning``, of those that come first in its order.
        let containers: [Int32]
        let isBeginning: Bool
        /// How many there are in all.
        public let total: Int64
    }

    /// The containers that a list shows where it tells of those with a text, or in the order of their images; nil where it asks for
    /// something else beside, or the file would have to put too many in order.
    public func chosen(_ record: RecordReader, _ view: View, _ browse: Browse) throws -> Chosen? {
        let places = Filter(cluster: browse.filter.cluster, namespaces: browse.filter.namespaces)
        guard view == .containers, browse.matches.isEmpty, browse.filter == places else { return nil }
        let text = browse.text.flatMap { $0.isEmpty ? nil : $0 }
        switch (text, browse.sort) {
        case (let text?, nil): return try containing(text, shown(by: record, places))
        case (nil, "image"?): return try firstByImage(browse, shown(by: record, places))
        default: return nil
        }
    }

    private func containing(_ text: String, _ shown: [Int32]) -> Chosen {
        let (inPlace, inWorkload) = (placeNames.containing(text), workloadNames.containing(text))
        let (inName, inImage, inTag) = (containerNames.containing(text), images.containing(text), tiedNames.containing(text))
        var found: [Int32] = []
        eachContainer(shown) { state in
            if inImage[Int(state.reference)] || inWorkload[Int(state.workload)] || inPlace[Int(state.place)]
                || inName[Int(state.name)] || state.tag >= 0 && inTag[Int(state.tag)]
            {
                found.append(state.container)
            }
        }
        return Chosen(containers: found, isBeginning: false, total: Int64(found.count))
    }

    private func firstByImage(_ browse: Browse, _ shown: [Int32]) -> Chosen? {
        guard let limit = browse.limit else { return nil }
        let wanted = max(0, browse.offset) + limit
        var counts = references.map { _ in 0 }
        eachContainer(shown) { counts[Int($0.reference)] += 1 }
        // References are in the order of their texts, so that what is sorted first has the first numbers or the last.
        var (first, count) = (0, 0)
        let order = browse.isDescending ? Array(counts.indices.reversed()) : Array(counts.indices)
        while first < order.count, count < wanted {
            count += counts[order[first]]
            first += 1
        }
        guard count <= Self.mostOrdered else { return nil }
        let isIn = Set(order[..<first])
        var found: [Int32] = []
        eachContainer(shown) { if isIn.contains(Int($0.reference)) { found.append($0.container) } }
        return Chosen(containers: found, isBeginning: true, total: Int64(counts.reduce(0, +)))
    }
}

extension RecordReader {
    /// The rows of a list's part of which the containers are known; nil where there are too many to be read by their numbers.
    func rows(of chosen: KeptStates.Chosen, _ view: View, _ browse: Browse, order: String) throws -> [[Answer.Cell]]? {
        guard chosen.containers.count <= Found.most else { return nil }
        var condition = Filter(cluster: browse.filter.cluster, namespaces: browse.filter.namespaces)
            .condition(over: ["cluster", "namespace"], name: "")
        // The way is from namespaces to their containers; a number only says early which of these to leave out.
        condition.add("+container_id IN (SELECT value FROM json_each(?))", .text(chosen.containers.jsonList))
        return try answer(from: view, condition, order: order).rows
    }
}
