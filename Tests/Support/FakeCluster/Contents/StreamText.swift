/// An image stream as a raw list holds it, and its tags as the API shows them by themselves.
package struct StreamText: Sendable {
    /// One entry of a tag's history, the newest first.
    package struct Revision: Sendable, Equatable {
        /// ISO 8601, to the second.
        package var created: String
        /// `sha256:…`.
        package var digest: String

        package init(created: String, digest: String) {
            self.created = created
            self.digest = digest
        }
    }

    /// One tag.
    package struct Tag: Sendable, Equatable {
        package var name: String
        /// What it is imported from; nil for a tag that is pushed to.
        package var source: String?
        package var isScheduled = false
        package var revisions: [Revision]

        package init(_ name: String, source: String? = nil, isScheduled: Bool = false, revisions: [Revision]) {
            self.name = name
            self.source = source
            self.isScheduled = isScheduled
            self.revisions = revisions
        }
    }

    package var key: ObjectKey
    package var uid: String
    package var resourceVersion: Int
    package var lookupLocal: Bool
    package var tags: [Tag]

    package init(_ key: ObjectKey, uid: String, resourceVersion: Int = 1, lookupLocal: Bool = false, tags: [Tag]) {
        self.key = key
        self.uid = uid
        self.resourceVersion = resourceVersion
        self.lookupLocal = lookupLocal
        self.tags = tags
    }

    private var repository: String { "image-registry.openshift-image-registry.svc:5000/\(key.namespace)/\(key.name)" }

    /// The stream's JSON.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        write(to: &bytes)
        return bytes
    }

    func write(to bytes: inout [UInt8]) {
        bytes += #"{"metadata":{"name":"\#(key.name)","namespace":"\#(key.namespace)","uid":"\#(uid)","resourceVersion":""#.utf8
        bytes += #"\#(resourceVersion)","generation":3,"creationTimestamp":"2025-11-03T08:15:30Z","annotations":"#.utf8
        bytes += #"{"openshift.io/image.dockerRepositoryCheck":"2025-11-03T08:15:30Z"}},"spec":{"lookupPolicy":"#.utf8
        bytes += #"{"local":\#(lookupLocal)},"tags":["#.utf8
        let imported = tags.filter { $0.source != nil }
        bytes += imported.map(spec).joined(separator: ",").utf8
        bytes += #"]},"status":{"dockerImageRepository":"\#(repository)","tags":["#.utf8
        for (index, tag) in tags.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            bytes += #"{"tag":"\#(tag.name)","items":["#.utf8
            bytes += tag.revisions.map(item).joined(separator: ",").utf8
            bytes += "]}".utf8
        }
        bytes += "]}}".utf8
    }

    private func spec(_ tag: Tag) -> String {
        #"{"name":"\#(tag.name)","annotations":null,"from":{"kind":"DockerImage","name":"\#(tag.source ?? "")"},"generation":2,"#
            + #""importPolicy":{\#(tag.isScheduled ? #""scheduled":true,"# : "")"importMode":"Legacy"},"#
            + #""referencePolicy":{"type":"Source"}}"#
    }

    private func item(_ revision: Revision) -> String {
        #"{"created":"\#(revision.created)","dockerImageReference":"\#(repository)@\#(revision.digest)","image":"\#(revision.digest)","#
            + #""generation":2}"#
    }

    /// One tag as the list of tags shows it, its image's metadata left out; nil where it points to no image.
    func tagJSON(_ tag: Tag) -> [UInt8]? {
        guard let newest = tag.revisions.first else { return nil }
        let text =
            #"{"metadata":{"name":"\#(key.name):\#(tag.name)","namespace":"\#(key.namespace)","uid":"\#(uid)","#
            + #""resourceVersion":"\#(resourceVersion)","creationTimestamp":"\#(newest.created)"},"#
            + #""tag":\#(tag.source == nil ? "null" : spec(tag)),"generation":2,"lookupPolicy":{"local":\#(lookupLocal)},"#
            + #""image":{"metadata":{"name":"\#(newest.digest)"},"dockerImageReference":"\#(repository)@\#(newest.digest)","#
            + #""dockerImageMetadata":{"kind":"DockerImage","apiVersion":"image.openshift.io/1.0","Id":"","Created":null,"#
            + #""ContainerConfig":{}},"dockerImageMetadataVersion":"1.0"}}"#
        return Array(text.utf8)
    }
}
