// Names are told apart, and ordered, by their bytes, as the file and the seals do. To Swift's `==`, `é` in one scalar and in two are
// the same, so that an object could take another's place.

extension String {
    /// Whether both are the same to the byte.
    package func hasSameBytes(as other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { mine.count == $0.count && mine.elementsEqual($0) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Whether it comes before another; nil where they are the same to the byte. Spellings of one text follow each other.
    package func isBefore(_ other: String) -> Bool? {
        if self != other { return self < other }
        return hasSameBytes(as: other) ? nil : utf8.lexicographicallyPrecedes(other.utf8)
    }
}

/// A name as a key of dictionaries and sets.
package struct ExactName: Hashable, Sendable {
    /// The name.
    package let text: String

    /// Wraps a name.
    package init(_ text: String) { self.text = text }

    /// Compares bytes. What has the same bytes has the same hash.
    package static func == (left: ExactName, right: ExactName) -> Bool { left.text.hasSameBytes(as: right.text) }
}
