import Model

/// Kubernetes objects around what is kept of them, as bulky as real ones.
enum ObjectText {
    /// The triggers annotation that writes tags into containers, or nil.
    static func triggers(of containers: [Container]) -> String? {
        let entries = containers.compactMap { container in
            container.trigger.map { tag -> JSONTree in
                [
                    "from": ["kind": "ImageStreamTag", "name": .string(tag.name), "namespace": .string(tag.stream.namespace)],
                    "fieldPath": "spec.template.spec.containers[?(@.name==\"\(container.name)\")].image",
                ]
            }
        }
        return entries.isEmpty ? nil : JSONTree.array(entries).compact
    }

    /// A Deployment of some 15 kB as `oc` prints it, and 8 kB more with its `managedFields`.
    static func deployment(_ workload: Workload) -> JSONTree {
        let name = workload.id.name
        let spec = spec(of: workload)
        let lastApplied: JSONTree = [
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": ["name": .string(name), "namespace": .string(workload.id.namespace)], "spec": spec,
        ]
        var annotations: [(String, JSONTree)] = [
            ("deployment.kubernetes.io/revision", "7"),
            ("kubectl.kubernetes.io/last-applied-configuration", .string(lastApplied.compact + "\\n")),
        ]
        if let triggers = workload.triggers { annotations.append(("image.openshift.io/triggers", .string(triggers))) }
        return [
            "apiVersion": "apps/v1", "kind": "Deployment",
            "metadata": [
                "annotations": .object(annotations), "creationTimestamp": .string("\(workload.createdAt ?? LivingCluster.birth)"),
                "generation": 7,
                "labels": [
                    "app.kubernetes.io/component": "server", "app.kubernetes.io/instance": .string(name),
                    "app.kubernetes.io/managed-by": "argocd", "app.kubernetes.io/name": .string(name),
                    "app.kubernetes.io/part-of": .string(workload.id.namespace),
                ],
                "managedFields": ManagedFields.ofDeployment(workload), "name": .string(name),
                "namespace": .string(workload.id.namespace), "resourceVersion": "918273645",
                "uid": .string(workload.uid ?? ""),
            ], "spec": spec, "status": status(of: workload),
        ]
    }

    private static func spec(of workload: Workload) -> JSONTree {
        [
            "progressDeadlineSeconds": 600, "replicas": .number(workload.replicas ?? 1), "revisionHistoryLimit": 10,
            "selector": ["matchLabels": ["app.kubernetes.io/name": .string(workload.id.name)]],
            "strategy": ["rollingUpdate": ["maxSurge": "25%", "maxUnavailable": "25%"], "type": "RollingUpdate"],
            "template": [
                "metadata": [
                    "annotations": ["prometheus.io/scrape": "true", "prometheus.io/port": "8080"],
                    "labels": ["app.kubernetes.io/name": .string(workload.id.name), "app.kubernetes.io/component": "server"],
                ],
                "spec": [
                    "containers": .array(workload.containers.map(container)), "dnsPolicy": "ClusterFirst",
                    "restartPolicy": "Always", "schedulerName": "default-scheduler",
                    "securityContext": ["runAsNonRoot": true, "seccompProfile": ["type": "RuntimeDefault"]],
                    "serviceAccountName": .string(workload.id.name), "terminationGracePeriodSeconds": 30,
                    "volumes": [
                        ["configMap": ["defaultMode": 420, "name": "\(workload.id.name)-config"], "name": "config"],
                        ["name": "secret", "secret": ["defaultMode": 420, "secretName": "\(workload.id.name)-secret"]],
                    ],
                ],
            ],
        ]
    }

    private static func container(_ container: Container) -> JSONTree {
        let probe: JSONTree = [
            "failureThreshold": 3, "httpGet": ["path": "/healthz", "port": 8080, "scheme": "HTTP"],
            "initialDelaySeconds": 10, "periodSeconds": 10, "successThreshold": 1, "timeoutSeconds": 2,
        ]
        return [
            "env": .array(
                (0..<11).map {
                    ["name": "SERVICE_SETTING_NUMBER_\($0)", "value": "value-\($0)-of-\(container.name)-as-long-as-they-are"]
                }),
            "image": .string(container.image), "imagePullPolicy": "IfNotPresent", "livenessProbe": probe,
            "name": .string(container.name), "ports": [["containerPort": 8080, "name": "http", "protocol": "TCP"]],
            "readinessProbe": probe,
            "resources": ["limits": ["cpu": "1", "memory": "512Mi"], "requests": ["cpu": "100m", "memory": "128Mi"]],
            "terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File",
            "volumeMounts": [["mountPath": "/etc/app", "name": "config"], ["mountPath": "/etc/secret", "name": "secret"]],
        ]
    }

    private static func status(of workload: Workload) -> JSONTree {
        let replicas = JSONTree.number(workload.replicas ?? 1)
        func condition(_ type: String, _ reason: String, _ message: String) -> JSONTree {
            [
                "lastTransitionTime": "2025-11-03T08:15:30Z", "lastUpdateTime": "2025-11-03T08:15:30Z",
                "message": .string(message), "reason": .string(reason), "status": "True", "type": .string(type),
            ]
        }
        return [
            "availableReplicas": replicas,
            "conditions": [
                condition("Available", "MinimumReplicasAvailable", "Deployment has minimum availability."),
                condition(
                    "Progressing", "NewReplicaSetAvailable",
                    "ReplicaSet \"\(workload.id.name)-7d9c5b8f6d\" has successfully progressed."),
            ], "observedGeneration": 7, "readyReplicas": replicas, "replicas": replicas, "updatedReplicas": replicas,
        ]
    }
}
