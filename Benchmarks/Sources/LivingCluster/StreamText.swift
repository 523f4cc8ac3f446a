import Model

extension ObjectText {
    /// An ImageStream with its tags' sources and histories.
    static func imageStream(_ stream: ImageStream, _ tags: [ImageStreamTag]) -> JSONTree {
        [
            "apiVersion": "image.openshift.io/v1", "kind": "ImageStream",
            "metadata": [
                "annotations": ["openshift.io/image.dockerRepositoryCheck": "2025-11-03T08:15:30Z"],
                "creationTimestamp": .string("\(stream.createdAt ?? LivingCluster.birth)"), "generation": 3,
                "managedFields": ManagedFields.ofStream(tags), "name": .string(stream.id.name),
                "namespace": .string(stream.id.namespace), "resourceVersion": "918273646", "uid": .string(stream.uid ?? ""),
            ],
            "spec": ["lookupPolicy": ["local": .boolean(stream.lookupLocal)], "tags": .array(tags.map(source))],
            "status": [
                "dockerImageRepository": .string(stream.repository ?? ""), "tags": .array(tags.map(history)),
            ],
        ]
    }

    private static func source(_ tag: ImageStreamTag) -> JSONTree {
        [
            "annotations": .object([]), "from": ["kind": .string(tag.source.kind ?? ""), "name": .string(tag.source.name ?? "")],
            "generation": 2,
            "importPolicy": ["importMode": "Legacy", "scheduled": .boolean(tag.source.isScheduled)],
            "name": .string(tag.id.tag), "referencePolicy": ["type": .string(tag.source.referencePolicy ?? "Source")],
        ]
    }

    private static func history(_ tag: ImageStreamTag) -> JSONTree {
        [
            "items": .array(
                tag.revisions.map {
                    [
                        "created": .string("\($0.createdAt ?? LivingCluster.birth)"),
                        "dockerImageReference": .string($0.image ?? ""), "generation": 2, "image": .string($0.digest ?? ""),
                    ]
                }), "tag": .string(tag.id.tag),
        ]
    }
}
