internal import Model
internal import Record

/// What one object of a dump becomes.
enum DecodedObject {
    case workload(Workload)
    case imageStream(ImageStream, [ImageStreamTag])
    case imageStreamTag(ImageStreamTag, Image?)
    /// A Pod, with its own state where nothing owns it.
    case pod(PodReport, Workload?)
    /// An object whose owner is to tell of it.
    case owned(OwnerLink)
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
    func decode(_ object: some DocumentNode, as kind: ObjectKind) throws -> DecodedObject {
        if let definition = kinds[kind]?.workload {
            let isOwned = try definition.isOnlyUnowned && object.isOwned()
            if kind == .pod {
                return .pod(try podReport(object), isOwned ? nil : try workload(object, kind, definition))
            }
            return isOwned ? .owned(try ownerLink(object, kind, definition)) : .workload(try workload(object, kind, definition))
        }
        if kind == .build || kind == .buildConfig { return .owned(try buildLink(object, kind)) }
        if kind == .imageStream {
            let (stream, tags) = try imageStream(object)
            return .imageStream(stream, tags)
        }
        let (tag, image) = try imageStreamTag(object)
        return .imageStreamTag(tag, image)
    }

    /// Whether an object is in a namespace, as far as it must be: of builds, which only say what images they need, one in a template or
    /// an example that names none is passed over.
    func isPlaced(_ object: some DocumentNode, as kind: ObjectKind) throws -> Bool {
        guard kind == .build || kind == .buildConfig, namespace == nil else { return true }
        return try object.object("metadata")?.nonEmptyString("namespace") != nil
    }
}
