// Names and texts are told apart, and ordered, by their bytes, as the file and the seals do. To Swift's `==`, `é` in one scalar and in
// two are the same, so that an object could take another's place, or a change go unseen.

/// What can be compared byte by byte.
public protocol ByteComparable: Sendable, Hashable {
    /// Whether both are the same to the byte.
    func hasSameBytes(as other: Self) -> Bool
}

extension String: ByteComparable {
    /// Whether both are the same to the byte.
    public func hasSameBytes(as other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { mine in
            other.utf8.withContiguousStorageIfAvailable { UnsafeRawBufferPointer(mine).isSame(as: UnsafeRawBufferPointer($0)) }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }

    /// Whether it comes before another; nil where they are the same to the byte. Spellings of one text follow each other.
    package func isBefore(_ other: String) -> Bool? {
        if self != other { return self < other }
        return hasSameBytes(as: other) ? nil : utf8.lexicographicallyPrecedes(other.utf8)
    }
}

extension Optional: ByteComparable where Wrapped == String {
    /// Whether both are nil, or the same to the byte.
    public func hasSameBytes(as other: String?) -> Bool {
        guard let self, let other else { return self == nil && other == nil }
        return self.hasSameBytes(as: other)
    }
}

extension UnsafeRawBufferPointer {
    /// Eight bytes at a time: nearly all that a look compares is as it was, so nothing ends it early.
    fileprivate func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        var place = 0
        while place + 8 <= count {
            guard
                loadUnaligned(fromByteOffset: place, as: UInt64.self)
                    == other.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            else { return false }
            place += 8
        }
        while place < count {
            guard self[place] == other[place] else { return false }
            place += 1
        }
        return true
    }
}

/// A text as a key of dictionaries and sets, and in the order of SQLite: by its bytes.
public struct ExactText: Sendable, Hashable, Comparable, ExpressibleByStringLiteral {
    /// The text.
    public let text: String

    /// Wraps a text.
    public init(_ text: String) { self.text = text }

    /// Wraps a text.
    public init(stringLiteral text: String) { self.text = text }

    /// Compares bytes. What has the same bytes has the same hash.
    public static func == (left: ExactText, right: ExactText) -> Bool { left.text.hasSameBytes(as: right.text) }

    /// Orders by bytes.
    public static func < (left: ExactText, right: ExactText) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }
}

/// A property whose text, where Swift writes `==` of its type, is compared by its bytes.
@propertyWrapper
public struct Exact<Text: ByteComparable>: Sendable, Hashable {
    /// The text.
    public var wrappedValue: Text

    /// Wraps a text.
    @inlinable
    public init(wrappedValue: Text) { self.wrappedValue = wrappedValue }

    /// Compares bytes.
    public static func == (left: Exact, right: Exact) -> Bool { left.wrappedValue.hasSameBytes(as: right.wrappedValue) }
}
