internal import Model

/// Reads back what `[UInt8].spool` wrote, field by field, of one namespace and kind.
///
/// The bytes are our own and never leave the process's hands, so their form is not checked again; a read past their end is what
/// Swift's own bounds checks stop.
struct SpoolReader {
    private let bytes: [UInt8]
    private var place = 0
    private let namespace: String

    init(_ bytes: [UInt8], namespace: String) {
        self.bytes = bytes
        self.namespace = namespace
    }

    var isAtEnd: Bool { place >= bytes.count }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
    }

    mutating func flag() -> Bool {
        defer { place += 1 }
        return bytes[place] == 1
    }

    mutating func integer() -> Int64? {
        guard flag() else { return nil }
        let number = number()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    mutating func instant() -> Instant? { integer().map(Instant.init(secondsSince1970:)) }

    mutating func text() -> String? {
        let count = Int(number())
        guard count > 0 else { return nil }
        defer { place += count - 1 }
        return String(decoding: bytes[place..<place + count - 1], as: UTF8.self)
    }

    private mutating func many<Element>(_ read: (inout SpoolReader) -> Element) -> [Element] {
        let count = Int(number())
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for _ in 0..<count { elements.append(read(&self)) }
        return elements
    }

    mutating func workload(_ kind: ObjectKind) -> Workload {
        Workload(
            id: Workload.ID(namespace: namespace, kind: kind, name: text() ?? ""), uid: text(), replicas: integer(),
            resolveNames: text(), triggers: text(), createdAt: instant(), containers: many { $0.container() })
    }

    private mutating func container() -> Container {
        var container = Container(name: text() ?? "", isInit: flag(), image: text() ?? "")
        if flag() {
            container.trigger = ImageStreamTag.ID(
                namespace: text() ?? "", stream: text() ?? "", tag: text() ?? "")
        }
        return container
    }

    mutating func stream() -> StreamWithTags {
        let stream = ImageStream(
            id: ImageStream.ID(namespace: namespace, name: text() ?? ""), uid: text(), lookupLocal: flag(),
            repository: text(), publicRepository: text(), createdAt: instant())
        return StreamWithTags(stream: stream, tags: many { $0.tag() })
    }

    mutating func tag() -> ImageStreamTag {
        ImageStreamTag(
            id: ImageStreamTag.ID(namespace: namespace, stream: text() ?? "", tag: text() ?? ""),
            source: ImageStreamTag.Source(
                kind: text(), name: text(), isScheduled: flag(), referencePolicy: text(), isReferenceOnly: flag()),
            revisions: many {
                ImageStreamTag.Revision(createdAt: $0.instant(), digest: $0.text(), image: $0.text())
            },
            importError: text(), importErrorSince: instant())
    }

    mutating func image() -> Image {
        var image = Image(
            digest: text() ?? "", createdAt: instant(), size: integer(), architecture: text(), os: text())
        for _ in 0..<number() {
            let name = text() ?? ""
            image.labels[name] = text()
        }
        return image
    }
}
