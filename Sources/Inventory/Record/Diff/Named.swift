internal import Model

/// An object that is told from others by its name, and ordered by it.
protocol Named {
    associatedtype ID: Comparable
    var id: ID { get }
}

extension Workload: Named {}
extension ImageStream: Named {}
extension ImageStreamTag: Named {}

extension Array where Element: Named {
    /// The objects in the order of their names, each once: the first of a name. Costs a look where they are so already.
    var orderedByName: [Element] {
        let isOrdered = indices.dropFirst().allSatisfy { self[$0 - 1].id < self[$0].id }
        guard !isOrdered else { return self }
        var ordered: [Element] = []
        for (_, element) in enumerated().sorted(by: { ($0.element.id, $0.offset) < ($1.element.id, $1.offset) })
        where ordered.last?.id != element.id {
            ordered.append(element)
        }
        return ordered
    }

    /// Where the object of that name stands, or would.
    func place(of id: Element.ID) -> (found: Int?, place: Int) {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].id < id { low = middle + 1 } else { high = middle }
        }
        return (low < count && self[low].id == id ? low : nil, low)
    }

    /// Puts, replaces or, with nil, removes the object of that name.
    mutating func put(_ element: Element?, at id: Element.ID) {
        let (found, place) = place(of: id)
        switch (found, element) {
        case (let found?, let element?): self[found] = element
        case (let found?, nil): remove(at: found)
        case (nil, let element?): insert(element, at: place)
        case (nil, nil): break
        }
    }
}

/// Walks two arrays that are ordered by name and gives each name once, with its place in either.
///
/// Places, not objects: to hand over a copy of an object is to count a reference to each of its strings, and that would cost
/// more than comparing them.
@inline(__always)
func forEachPair<Left: Named, Right: Named>(
    _ left: [Left], _ right: [Right], _ body: (Int?, Int?) throws -> Void
) rethrows where Left.ID == Right.ID {
    var (l, r) = (0, 0)
    while l < left.count, r < right.count {
        if left[l].id == right[r].id {
            try body(l, r)
            l += 1
            r += 1
        } else if left[l].id < right[r].id {
            try body(l, nil)
            l += 1
        } else {
            try body(nil, r)
            r += 1
        }
    }
    while l < left.count {
        try body(l, nil)
        l += 1
    }
    while r < right.count {
        try body(nil, r)
        r += 1
    }
}
