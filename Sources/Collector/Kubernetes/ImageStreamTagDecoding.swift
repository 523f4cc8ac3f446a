internal import Model
internal import Texts

extension ObjectDecoder {
    /// Decodes an ImageStreamTag, and its image where the metadata is whole, which it only is when asked for one by one.
    func imageStreamTag(_ object: some DocumentNode) throws -> (ImageStreamTag, Image?) {
        let metadata = try ObjectMetadata(of: object, namespace: namespace)
        guard let id = ImageStreamTag.ID(namespace: metadata.namespace, name: metadata.name) else {
            throw MalformedObject.notStreamTag
        }
        var tag = ImageStreamTag(id: id)
        if let told = try object.object("tag") { tag.source = try source(told) }
        try addImportError(of: object, to: &tag)
        guard let image = try object.object("image") else { return (tag, nil) }
        let digest = try image.object("metadata")?.string("name").flatMap(imageDigest)
        let reference = try image.nonEmptyString("dockerImageReference")
        if digest != nil || reference != nil {
            tag.revisions = [
                ImageStreamTag.Revision(createdAt: metadata.createdAt, digest: digest, image: reference)
            ]
        }
        guard let digest else { return (tag, nil) }
        var content =
            try image.object("dockerImageMetadata").map { try imageContent($0, digest: digest) } ?? Image(digest: digest)
        try image.objects("dockerImageManifests") { manifest in
            if let member = try manifest.string("digest").flatMap(imageDigest) { content.manifests.append(member) }
        }
        return (tag, content == Image(digest: digest) ? nil : content)
    }

    /// What `dockerImageMetadata` tells, which is nothing where it is the stub that stands in lists.
    ///
    /// The fields are those of openshift/api's `image/docker10`, which has no operating system; newer servers may add it.
    private func imageContent(_ content: some DocumentNode, digest: String) throws -> Image {
        var image = Image(digest: digest)
        image.localID = try content.string("Id").flatMap(imageDigest)
        image.createdAt = try content.nonEmptyString("Created").flatMap { Instant($0) }
        // Go's zero time means that nobody said when.
        if let createdAt = image.createdAt, createdAt.description.hasPrefix("0001-") { image.createdAt = nil }
        image.size = try content.integer("Size").flatMap { $0 > 0 ? $0 : nil }
        image.architecture = try content.nonEmptyString("Architecture")
        image.os = try content.nonEmptyString("Os") ?? content.nonEmptyString("OS")
        let configuration = try content.object("Config") ?? content.object("ContainerConfig")
        try configuration?.object("Labels")?.forEachMember { name, value in
            guard let text = value.text else { return }
            guard !name.holdsNUL, !text.holdsNUL else { throw MalformedObject.labelHoldsNUL }
            let isSecret = name.isSecretsName && !text.isEmpty
            image.labels[ExactText(name.withoutCredentials(limit: longestText))] =
                isSecret ? "***" : ExactText(text.withoutCredentials(limit: longestText))
        }
        return image
    }
}
