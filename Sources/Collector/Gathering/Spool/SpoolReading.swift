internal import Model
internal import Texts

/// Reads back what a `SpoolWriter` wrote, field by field, of one namespace and kind.
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
        var workload = Workload(
            id: Workload.ID(namespace: namespace, kind: kind, name: text() ?? ""), containers: [])
        workload.state.fields(&self)
        workload.containers = many { $0.container() }
        return workload
    }

    private mutating func container() -> Container {
        var container = Container(name: text() ?? "", isInit: flag(), image: "")
        container.state.fields(&self)
        return container
    }

    mutating func stream() -> StreamWithTags {
        var stream = ImageStream(id: ImageStream.ID(namespace: namespace, name: text() ?? ""))
        stream.fields(&self)
        return StreamWithTags(stream: stream, tags: many { $0.tag() })
    }

    mutating func tag() -> ImageStreamTag {
        var tag = ImageStreamTag(id: ImageStreamTag.ID(namespace: namespace, stream: text() ?? "", tag: text() ?? ""))
        tag.imports.fields(&self)
        tag.revisions = many {
            var revision = ImageStreamTag.Revision.blank
            revision.fields(&$0)
            return revision
        }
        return tag
    }

    mutating func image() -> Image {
        var image = Image(digest: text() ?? "")
        image.fields(&self)
        image.localID = text()
        image.manifests = many { $0.text() ?? "" }
        return image
    }
}

extension SpoolReader: FieldVisitor {
    typealias Failure = Never

    mutating func text(_ name: FieldName, _ value: inout String?) { value = text() }

    mutating func word(_ name: FieldName, _ value: inout String?) { value = text() }

    mutating func number(_ name: FieldName, _ value: inout Int64?) { value = integer() }

    mutating func flag(_ name: FieldName, _ value: inout Bool) { value = flag() }

    mutating func instant(_ name: FieldName, _ value: inout Instant?) {
        value = integer().map(Instant.init(secondsSince1970:))
    }

    mutating func digest(_ name: FieldName, _ value: inout String?) { value = text() }

    mutating func reference(_ name: FieldName, _ value: inout String?) { value = text() }

    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {
        guard flag() else { return value = nil }
        value = ImageStreamTag.ID(namespace: text() ?? "", stream: text() ?? "", tag: text() ?? "")
    }

    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) {
        value = [:]
        for _ in 0..<number() {
            let label = ExactText(text() ?? "")
            value[label] = text().map { ExactText($0) }
        }
    }
}
