import Model

/// `metadata.managedFields`: who owns which field. A third of a real object's bytes.
enum ManagedFields {
    static func ofDeployment(_ workload: Workload) -> JSONTree {
        let containers: [(String, JSONTree)] = workload.containers.map { ("k:{\"name\":\"\($0.name)\"}", container) }
        return [
            manager(
                "argocd-controller", subresource: nil,
                [
                    (
                        "f:metadata",
                        [
                            "f:annotations": [".": [:], "f:kubectl.kubernetes.io/last-applied-configuration": [:]],
                            "f:labels": labels,
                        ]
                    ),
                    (
                        "f:spec",
                        [
                            "f:replicas": [:], "f:selector": [:],
                            "f:strategy": ["f:rollingUpdate": [".": [:], "f:maxSurge": [:]], "f:type": [:]],
                            "f:template": [
                                "f:metadata": ["f:labels": labels],
                                "f:spec": ["f:containers": .object(containers), "f:dnsPolicy": [:], "f:restartPolicy": [:]],
                            ],
                        ]
                    ),
                ]),
            manager(
                "openshift-controller-manager", subresource: nil,
                [
                    ("f:metadata", ["f:annotations": ["f:image.openshift.io/triggers": [:]]])
                ]),
            manager(
                "kube-controller-manager", subresource: "status",
                [
                    (
                        "f:status",
                        [
                            "f:availableReplicas": [:],
                            "f:conditions": [
                                ".": [:], "k:{\"type\":\"Available\"}": condition,
                                "k:{\"type\":\"Progressing\"}": condition,
                            ], "f:observedGeneration": [:], "f:readyReplicas": [:],
                        ]
                    )
                ]),
        ]
    }

    static func ofStream(_ tags: [ImageStreamTag]) -> JSONTree {
        let owned: [(String, JSONTree)] = tags.map {
            (
                "k:{\"name\":\"\($0.id.tag)\"}",
                [".": [:], "f:from": [:], "f:importPolicy": [:], "f:name": [:], "f:referencePolicy": [:]]
            )
        }
        return [manager("oc", subresource: nil, [("f:spec", ["f:lookupPolicy": ["f:local": [:]], "f:tags": .object(owned)])])]
    }

    private static let labels: JSONTree = [
        ".": [:], "f:app.kubernetes.io/component": [:], "f:app.kubernetes.io/instance": [:],
        "f:app.kubernetes.io/managed-by": [:], "f:app.kubernetes.io/name": [:], "f:app.kubernetes.io/part-of": [:],
    ]

    private static let condition: JSONTree = [
        ".": [:], "f:lastTransitionTime": [:], "f:lastUpdateTime": [:], "f:message": [:], "f:reason": [:], "f:status": [:],
        "f:type": [:],
    ]

    private static let container: JSONTree = [
        ".": [:],
        "f:env": [".": [:]],
        "f:image": [:], "f:imagePullPolicy": [:],
        "f:livenessProbe": [".": [:], "f:failureThreshold": [:], "f:httpGet": [".": [:], "f:path": [:], "f:port": [:]]],
        "f:name": [:], "f:resources": ["f:limits": [".": [:], "f:cpu": [:]], "f:requests": [".": [:], "f:cpu": [:]]],
        "f:volumeMounts": [".": [:], "k:{\"mountPath\":\"/etc/app\"}": [".": [:], "f:mountPath": [:], "f:name": [:]]],
    ]

    private static func manager(_ name: String, subresource: String?, _ fields: [(String, JSONTree)]) -> JSONTree {
        let entry: JSONTree = [
            "apiVersion": "apps/v1", "fieldsType": "FieldsV1", "fieldsV1": .object(fields), "manager": .string(name),
            "operation": "Update", "time": "2025-11-03T08:15:30Z",
        ]
        return subresource.map { entry.adding([("subresource", .string($0))]) } ?? entry
    }
}
