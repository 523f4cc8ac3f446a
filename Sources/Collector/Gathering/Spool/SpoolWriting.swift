internal import Model
internal import Texts

/// Writes down what is kept of an object until it is recorded. The bytes live as long as the process, so they may change
/// with every version. A text is its length and its UTF-8; what is not there is a length of 0, and every other length one more.
struct SpoolWriter {
    var bytes: [UInt8] = []

    mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func write(_ flag: Bool) { bytes.append(flag ? 1 : 0) }

    mutating func write(_ text: String?) {
        guard var text else { return bytes.append(0) }
        text.withUTF8 { utf8 in
            write(UInt64(utf8.count + 1))
            bytes.append(contentsOf: utf8)
        }
    }

    mutating func write(_ number: Int64?) {
        write(number != nil)
        // Small numbers of either sign are short: https://protobuf.dev/programming-guides/encoding/#signed-ints
        if let number { write(UInt64(bitPattern: number << 1 ^ number >> 63)) }
    }

    mutating func write(_ workload: Workload) {
        write(workload.id.name)
        workload.state.show(to: &self)
        write(UInt64(workload.containers.count))
        for container in workload.containers {
            write(container.name)
            write(container.isInit)
            container.state.show(to: &self)
        }
    }

    mutating func write(_ stream: ImageStream, _ tags: [ImageStreamTag]) {
        write(stream.id.name)
        stream.show(to: &self)
        write(UInt64(tags.count))
        for tag in tags { write(tag) }
    }

    mutating func write(_ tag: ImageStreamTag) {
        write(tag.id.stream.name)
        write(tag.id.tag)
        tag.imports.show(to: &self)
        write(UInt64(tag.revisions.count))
        for revision in tag.revisions { revision.show(to: &self) }
    }

    mutating func write(_ image: Image) {
        write(image.digest)
        image.show(to: &self)
        write(image.localID)
        write(UInt64(image.manifests.count))
        for manifest in image.manifests { write(manifest) }
    }
}

extension SpoolWriter: FieldVisitor {
    typealias Failure = Never

    mutating func text(_ name: FieldName, _ value: inout String?) { write(value) }

    mutating func word(_ name: FieldName, _ value: inout String?) { write(value) }

    mutating func number(_ name: FieldName, _ value: inout Int64?) { write(value) }

    mutating func flag(_ name: FieldName, _ value: inout Bool) { write(value) }

    mutating func instant(_ name: FieldName, _ value: inout Instant?) { write(value?.secondsSince1970) }

    mutating func digest(_ name: FieldName, _ value: inout String?) { write(value) }

    mutating func reference(_ name: FieldName, _ value: inout String?) { write(value) }

    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {
        write(value != nil)
        guard let value else { return }
        write(value.stream.namespace)
        write(value.stream.name)
        write(value.tag)
    }

    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) {
        write(UInt64(value.count))
        for (label, text) in value {
            write(label.text)
            write(text.text)
        }
    }
}
