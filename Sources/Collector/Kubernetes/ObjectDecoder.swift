internal import Model
internal import Record

/// What one object of a dump becomes.
enum DecodedObject {
    case workload(Workload)
    case imageStream(ImageStream, [ImageStreamTag])
    case imageStreamTag(ImageStreamTag, Image?)
}

/// Decodes Kubernetes objects from any document format, keeping only what the record is made of.
struct ObjectDecoder {
    /// What is looked for.
    var kinds = Kinds.builtIn
    /// For annotations that hold JSON.
    let annotations = JSONText()
    /// The namespace of objects that name none, where the scope leaves no doubt.
    var namespace: String?

    /// Decodes an object that is known to be of a kind, or throws ``MalformedObject``.
    ///
    /// - Returns: Nil for an object that is another's to tell of.
    func decode(_ object: some DocumentNode, as kind: ObjectKind) throws -> DecodedObject? {
        if let definition = kinds[kind]?.workload {
            if definition.isOnlyUnowned, try object.isOwned() { return nil }
            return .workload(try workload(object, kind, definition))
        }
        if kind == .imageStream {
            let (stream, tags) = try imageStream(object)
            return .imageStream(stream, tags)
        }
        let (tag, image) = try imageStreamTag(object)
        return .imageStreamTag(tag, image)
    }
}
