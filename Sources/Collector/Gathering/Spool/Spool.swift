internal import Model
internal import Texts

/// What was found of each namespace, written down as it comes, so that memory holds one object of a source at a time.
final class Spool {
    /// What stands together: one kind's objects of a namespace.
    struct SpoolPartition: Hashable {
        var namespace: ExactText
        var content: Content

        init(_ namespace: String, _ content: Content) {
            self.namespace = ExactText(namespace)
            self.content = content
        }
    }

    /// What a partition holds.
    enum Content: Hashable {
        case objects(ObjectKind)
        /// What is known of images, beside any object.
        case images
        /// What leads from one kind's objects to their owners.
        case ownerLinks(ObjectKind)
        /// What Pods run.
        case podReports

        /// The kind whose list it came from; nil for images.
        var listedKind: ObjectKind? {
            switch self {
            case .objects(let kind), .ownerLinks(let kind): kind
            case .podReports: .pod
            case .images: nil
            }
        }
    }

    /// A stretch of the bytes that belongs to one partition.
    struct SpoolRange: Sendable {
        var bytes: Range<Int>
        var objects = 0
        /// The tags that streams carry.
        var tags = 0
    }

    /// Where an object stands, and in which of the source's files it stood.
    struct Place {
        fileprivate let start: Int
        fileprivate let length: Int32
        let file: Int32
    }

    /// A state to go back to.
    struct Mark {
        fileprivate let count: Int
    }

    private let bytes = SpoolBytes()
    private var partitions: [SpoolPartition: [SpoolRange]] = [:]
    /// The partition that was written to last, whose extent is still growing.
    private var open: (partition: SpoolPartition, extent: SpoolRange)?
    /// Objects by the hash of their kind and name.
    private var places: [Int: Place] = [:]

    /// Where an object of that hash stands.
    func place(of key: Int) -> Place? { places[key] }

    /// Puts an object in under a hash that no other has.
    func put(_ partition: SpoolPartition, key: Int, file: Int32, tags: Int = 0, _ write: (inout SpoolWriter) -> Void) throws {
        let start = bytes.count
        try put(partition, tags: tags, write)
        places[key] = Place(start: start, length: Int32(bytes.count - start), file: file)
    }

    /// Puts in what is never looked up.
    func put(_ partition: SpoolPartition, tags: Int = 0, _ write: (inout SpoolWriter) -> Void) throws {
        if open?.partition != partition {
            closeExtent()
            open = (partition, SpoolRange(bytes: bytes.count..<bytes.count))
        }
        let start = open?.extent.bytes.lowerBound ?? bytes.count
        try bytes.append { end in
            var writer = SpoolWriter()
            swap(&writer.bytes, &end)
            write(&writer)
            swap(&writer.bytes, &end)
        }
        open?.extent.bytes = start..<bytes.count
        open?.extent.objects += 1
        open?.extent.tags += tags
    }

    /// Reads the object at a place.
    func reader(at place: Place, namespace: String) throws -> SpoolReader {
        SpoolReader(try bytes.bytes(place.start..<place.start + Int(place.length)), namespace: namespace)
    }

    /// Where the spool stands now. What comes next begins new extents, so that going back takes away whole ones.
    func mark() -> Mark {
        closeExtent()
        return Mark(count: bytes.count)
    }

    /// Forgets everything that was put in after the mark.
    func rewind(to mark: Mark) {
        closeExtent()
        bytes.truncate(to: mark.count)
        partitions = partitions.compactMapValues { extents in
            let kept = extents.filter { $0.bytes.lowerBound < mark.count }
            return kept.isEmpty ? nil : kept
        }
        places = places.filter { $0.value.start < mark.count }
    }

    /// Forgets everything that lies in some partitions, wherever it was put in.
    func forget(_ isForgotten: (SpoolPartition) -> Bool) {
        closeExtent()
        let forgotten = partitions.filter { isForgotten($0.key) }
        guard !forgotten.isEmpty else { return }
        for partition in forgotten.keys { partitions[partition] = nil }
        let extents = forgotten.values.joined().map(\.bytes).sorted { $0.lowerBound < $1.lowerBound }
        places = places.filter { place in !extents.holds(place.value.start) }
    }

    /// Whether anything lies in a namespace.
    func holdsAnything(in namespace: String) -> Bool {
        let name = ExactText(namespace)
        return open?.partition.namespace == name || partitions.keys.contains { $0.namespace == name }
    }

    /// All that was put in, to be read from anywhere.
    func contents() throws -> Spooled {
        closeExtent()
        places = [:]
        return Spooled(bytes: try bytes.contents(), partitions: partitions)
    }

    private func closeExtent() {
        guard let open else { return }
        partitions[open.partition, default: []].append(open.extent)
        self.open = nil
    }
}

extension [Range<Int>] {
    /// Whether one of the ranges, which are in order, holds a number.
    fileprivate func holds(_ number: Int) -> Bool {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].upperBound <= number { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low].contains(number)
    }
}

/// What a spool held when it was done.
struct Spooled: Sendable {
    let bytes: SpoolContents
    let partitions: [Spool.SpoolPartition: [Spool.SpoolRange]]

    /// Calls with a reader of each stretch of a partition.
    func read(_ partition: Spool.SpoolPartition, _ body: (inout SpoolReader) throws -> Void) throws {
        for extent in partitions[partition] ?? [] {
            var reader = SpoolReader(try bytes.bytes(extent.bytes), namespace: partition.namespace.text)
            while !reader.isAtEnd { try body(&reader) }
        }
    }

    /// The objects of a partition.
    func count(_ partition: Spool.SpoolPartition) -> Int { (partitions[partition] ?? []).reduce(0) { $0 + $1.objects } }
}
