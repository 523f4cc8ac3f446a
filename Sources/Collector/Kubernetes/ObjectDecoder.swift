internal import Inventory

/// What one object of a dump becomes.
enum DecodedObject {
    case workload(Workload)
    case imageStream(ImageStream, [ImageStreamTag])
    case imageStreamTag(ImageStreamTag, Image?)
}

/// Decodes Kubernetes objects from any document format, keeping only what the record is made of.
struct ObjectDecoder {
    /// For annotations that hold JSON.
    let annotations = JSONText()
    /// The namespace of objects that name none, where the scope leaves no doubt.
    var namespace: String?

    /// Decodes an object that is known to be of a kind, or throws ``MalformedObject``.
    func decode(_ object: some DocumentNode, as kind: ObjectKind) throws -> DecodedObject {
        switch kind {
        case .imageStream:
            let (stream, tags) = try imageStream(object)
            return .imageStream(stream, tags)
        case .imageStreamTag:
            let (tag, image) = try imageStreamTag(object)
            return .imageStreamTag(tag, image)
        default: return .workload(try workload(object, kind: kind))
        }
    }
}
