internal import Inventory

/// Tells the tags from the streams that carry them and from ImageStreamTag objects; where both speak, the streams rule.
struct TagReconciliation {
    /// Every tag, each once.
    private(set) var tags: [ImageStreamTag] = []
    /// Tags whose ImageStreamTag object names another digest than the stream.
    private(set) var different: [ImageStreamTag.ID] = []
    /// ImageStreamTag objects that the streams, though all seen, do not have.
    private(set) var unknown: [ImageStreamTag.ID] = []

    /// - Parameter allStreamsSeen: Whether every stream of a namespace was seen.
    init(_ gathering: Gathering, allStreamsSeen: (String) -> Bool) {
        for stream in gathering.streams.values { tags += stream.value.tags }
        for object in gathering.streamTags.values.map(\.value) {
            let stream = gathering.streams[object.id.stream]?.value
            if let tag = stream?.tags.first(where: { $0.id == object.id }) {
                if object.current?.digest != tag.current?.digest { different.append(tag.id) }
            } else if stream != nil || allStreamsSeen(object.id.stream.namespace) {
                unknown.append(object.id)
            } else {
                tags.append(object)
            }
        }
        tags.sort { $0.id < $1.id }
        different.sort()
        unknown.sort()
    }
}
