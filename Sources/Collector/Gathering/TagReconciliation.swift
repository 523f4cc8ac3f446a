internal import Model

/// Tells a namespace's tags from the streams that carry them and from ImageStreamTag objects; where both speak, the streams rule.
struct TagReconciliation {
    /// Every tag, each once.
    private(set) var tags: [ImageStreamTag] = []
    /// Tags whose ImageStreamTag object names another digest than the stream.
    private(set) var different: [ImageStreamTag.ID] = []
    /// ImageStreamTag objects that the streams, though all seen, do not have.
    private(set) var unknown: [ImageStreamTag.ID] = []

    /// - Parameter allStreamsSeen: Whether every stream of the namespace was seen.
    init(_ streams: [StreamWithTags], _ objects: [ImageStreamTag], allStreamsSeen: Bool) {
        for stream in streams { tags += stream.tags }
        guard !objects.isEmpty else { return }
        let carried = Dictionary(tags.map { ($0.id, $0.current?.digest) }, uniquingKeysWith: { first, _ in first })
        let known = Set(streams.map(\.stream.id))
        for object in objects {
            if let digest = carried[object.id] {
                if object.current?.digest != digest { different.append(object.id) }
            } else if allStreamsSeen || known.contains(object.id.stream) {
                unknown.append(object.id)
            } else {
                tags.append(object)
            }
        }
    }
}
