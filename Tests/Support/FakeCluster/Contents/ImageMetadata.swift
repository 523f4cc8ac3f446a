import Foundation

/// What the registry told of an image. Lists leave it out; a GET of one ImageStreamTag has it.
package enum ImageMetadata {
    /// The tag with its image's metadata, which follow from the digest.
    static func filled(in tag: [UInt8]) -> [UInt8] {
        guard var object = try? JSONSerialization.jsonObject(with: Data(tag)) as? [String: Any],
            var image = object["image"] as? [String: Any],
            let digest = (image["metadata"] as? [String: Any])?["name"] as? String
        else { return tag }
        if (image["dockerImageMetadata"] as? [String: Any])?["Architecture"] == nil {
            image["dockerImageMetadata"] = metadata(of: digest)
        }
        object["image"] = image
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
        return (try? JSONSerialization.data(withJSONObject: object, options: options)).map { [UInt8]($0) } ?? tag
    }

    /// The size of an image, in bytes: the same in every run.
    package static func size(of digest: String) -> Int {
        10_000_000 + (Int(digest.dropFirst("sha256:".count).prefix(7), radix: 16) ?? 0)
    }

    static func metadata(of digest: String) -> [String: Any] {
        [
            "kind": "DockerImage", "apiVersion": "image.openshift.io/1.0", "Id": digest, "Created": "2024-05-14T09:12:33Z",
            "Architecture": "amd64", "Size": size(of: digest), "ContainerConfig": [String: Any](),
            "Config": ["Labels": ["org.opencontainers.image.revision": String(digest.suffix(8))]],
        ]
    }
}
