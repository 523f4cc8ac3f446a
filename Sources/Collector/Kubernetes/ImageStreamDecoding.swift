internal import Model
internal import Texts

extension ObjectDecoder {
    /// Decodes an ImageStream and the tags that its spec or its status names; status is the truth where both do.
    func imageStream(_ object: some DocumentNode) throws -> (ImageStream, [ImageStreamTag]) {
        let metadata = try ObjectMetadata(of: object, namespace: namespace)
        let id = ImageStream.ID(namespace: metadata.namespace, name: metadata.name)
        let spec = try object.object("spec")
        let status = try object.object("status")
        let stream = ImageStream(
            id: id, uid: metadata.uid, lookupLocal: try spec?.object("lookupPolicy")?.flag("local") ?? false,
            repository: try status?.nonEmptyString("dockerImageRepository"),
            publicRepository: try status?.nonEmptyString("publicDockerImageRepository"), createdAt: metadata.createdAt)
        var tags: [ExactText: ImageStreamTag] = [:]
        try spec?.objects("tags") { tag in
            let name = try tagName(tag, "name")
            tags[ExactText(name)] = ImageStreamTag(id: ImageStreamTag.ID(stream: id, tag: name), source: try source(tag))
        }
        try status?.objects("tags") { history in
            let name = try tagName(history, "tag")
            var tag = tags[ExactText(name)] ?? ImageStreamTag(id: ImageStreamTag.ID(stream: id, tag: name))
            let local = tag.source.referencePolicy == "Local" ? stream.repository : nil
            try history.objects("items") { tag.revisions.append(try revision($0, servedFrom: local)) }
            try addImportError(of: history, to: &tag)
            tags[ExactText(name)] = tag
        }
        return (stream, tags.values.sorted { $0.id < $1.id })
    }

    private func tagName(_ tag: some DocumentNode, _ key: String) throws -> String {
        guard let name = try tag.nonEmptyString(key) else {
            throw MalformedObject.unnamedTag
        }
        return name
    }

    /// What `spec.tags[]`, or an ImageStreamTag's `tag`, tells the tag to follow.
    func source(_ tag: some DocumentNode) throws -> ImageStreamTag.Source {
        var source = ImageStreamTag.Source()
        if let from = try tag.object("from") {
            source.kind = try from.nonEmptyString("kind")
            let namespace = try from.nonEmptyString("namespace").map { "\($0)/" } ?? ""
            source.name = try from.nonEmptyString("name").map { namespace + $0 }
        }
        source.isScheduled = try tag.object("importPolicy")?.flag("scheduled") ?? false
        source.referencePolicy = try tag.object("referencePolicy")?.nonEmptyString("type")
        source.isReferenceOnly = try tag.flag("reference")
        return source
    }

    /// One entry of a tag's history.
    ///
    /// With the reference policy `Local` pods pull through the internal registry, and the API shows that in ImageStreamTags
    /// while the stream keeps the source; openshift/library-go's `ResolveReferenceForTagEvent` is the rule.
    ///
    /// - Parameter repository: Where the internal registry serves the stream, for a tag whose policy is `Local`.
    private func revision(
        _ item: some DocumentNode, servedFrom repository: String?
    ) throws -> ImageStreamTag.Revision {
        let digest = try item.string("image").flatMap(imageDigest)
        let local = repository.flatMap { repository in digest.map { "\(repository)@\($0)" } }
        return ImageStreamTag.Revision(
            createdAt: try item.instant("created"), digest: digest,
            image: try local ?? item.nonEmptyString("dockerImageReference"))
    }

    /// Takes over the condition `ImportSuccess=False`, of a tag's history or an ImageStreamTag.
    func addImportError(of owner: some DocumentNode, to tag: inout ImageStreamTag) throws {
        try owner.objects("conditions") { condition in
            guard try condition.string("type") == "ImportSuccess", try condition.string("status") == "False" else {
                return
            }
            tag.importError = try condition.nonEmptyString("message") ?? condition.string("reason") ?? ""
            tag.importErrorSince = try condition.instant("lastTransitionTime")
        }
    }
}

/// The text where it is a digest, `algorithm:hex`; a tag that is only a reference has none.
///
/// https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests
func imageDigest(_ text: String) -> String? {
    var text = text
    let isDigest = text.withUTF8 { bytes in
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, bytes.count - colon > 32 else {
            return false
        }
        return bytes[..<colon].allSatisfy(isAlgorithmByte) && bytes[(colon + 1)...].allSatisfy(isHexDigit)
    }
    return isDigest ? text : nil
}

private func isAlgorithmByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
}

private func isHexDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
    default: false
    }
}
