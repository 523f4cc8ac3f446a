internal import Model

// How what is kept of an object is written down until it is recorded. The bytes live as long as the process, so they may change
// with every version. A text is its length and its UTF-8; what is not there is a length of 0, and every other length one more.

extension [UInt8] {
    mutating func spool(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }

    mutating func spool(_ flag: Bool) { append(flag ? 1 : 0) }

    /// Small numbers of either sign are short: https://protobuf.dev/programming-guides/encoding/#signed-ints
    mutating func spool(_ number: Int64) { spool(UInt64(bitPattern: number << 1 ^ number >> 63)) }

    mutating func spool(_ number: Int64?) {
        spool(number != nil)
        if let number { spool(number) }
    }

    mutating func spool(_ instant: Instant?) { spool(instant?.secondsSince1970) }

    mutating func spool(_ text: String?) {
        guard var text else { return append(0) }
        text.withUTF8 { bytes in
            spool(UInt64(bytes.count + 1))
            append(contentsOf: bytes)
        }
    }

    mutating func spool(_ workload: Workload) {
        spool(workload.id.name)
        spool(workload.uid)
        spool(workload.replicas)
        spool(workload.resolveNames)
        spool(workload.triggers)
        spool(workload.createdAt)
        spool(UInt64(workload.containers.count))
        for container in workload.containers {
            spool(container.name)
            spool(container.isInit)
            spool(container.image)
            spool(container.trigger != nil)
            if let trigger = container.trigger {
                spool(trigger.stream.namespace)
                spool(trigger.stream.name)
                spool(trigger.tag)
            }
        }
    }

    mutating func spool(_ stream: ImageStream, _ tags: [ImageStreamTag]) {
        spool(stream.id.name)
        spool(stream.uid)
        spool(stream.lookupLocal)
        spool(stream.repository)
        spool(stream.publicRepository)
        spool(stream.createdAt)
        spool(UInt64(tags.count))
        for tag in tags { spool(tag) }
    }

    mutating func spool(_ tag: ImageStreamTag) {
        spool(tag.id.stream.name)
        spool(tag.id.tag)
        spool(tag.source.kind)
        spool(tag.source.name)
        spool(tag.source.isScheduled)
        spool(tag.source.referencePolicy)
        spool(tag.source.isReferenceOnly)
        spool(UInt64(tag.revisions.count))
        for revision in tag.revisions {
            spool(revision.createdAt)
            spool(revision.digest)
            spool(revision.image)
        }
        spool(tag.importError)
        spool(tag.importErrorSince)
    }

    mutating func spool(_ image: Image) {
        spool(image.digest)
        spool(image.createdAt)
        spool(image.size)
        spool(image.architecture)
        spool(image.os)
        spool(UInt64(image.labels.count))
        for (name, value) in image.labels {
            spool(name)
            spool(value)
        }
    }
}
