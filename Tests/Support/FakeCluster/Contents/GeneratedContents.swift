/// A large cluster of which nothing is held: every object follows from its number.
package struct GeneratedContents: ClusterContents {
    /// Tags of each stream.
    package static let tagsPerStream = 4
    /// Deployments of a namespace, and streams of it.
    private static let perNamespace = 40

    package var resourceVersion = 918_273
    private let deployments: Int
    private let streams: Int
    private let pods: Int

    /// Pods of a Deployment, as far as they go.
    private static let podsPerDeployment = 3

    /// Sizes a cluster.
    package init(deployments: Int, streams: Int, pods: Int = 0) {
        self.deployments = deployments
        self.streams = streams
        self.pods = pods
    }

    /// One of its Pods, after so many of its kubelet's writes.
    package func pod(_ number: Int, beat: Int) -> PodText {
        let key = key(.pods, number)
        let app = number / Self.podsPerDeployment
        var pod = PodText(
            key, uid: Seeded.uid(number, 5),
            owner: PodText.Owner("apps/v1", "ReplicaSet", "app-\(padded(app, 8))-6d4cf56db6", uid: Seeded.uid(app, 6)),
            image: "quay.io/vendor-\(app % 97)/app-\(app % 331):2.0")
        pod.digest = Seeded.digest(app % 331, 7)
        pod.phase = "Running"
        pod.heartbeat = beat
        pod.bulk = 6_000
        return pod
    }

    private func total(_ resource: Resource) -> Int {
        switch resource {
        case .deployments: deployments
        case .imageStreams: streams
        case .imageStreamTags: streams * Self.tagsPerStream
        case .pods: pods
        default: 0
        }
    }

    private func perNamespace(_ resource: Resource) -> Int {
        if resource == .pods { return Self.perNamespace * Self.podsPerDeployment }
        return perNamespaceOfOthers(resource)
    }

    private func perNamespaceOfOthers(_ resource: Resource) -> Int {
        resource == .imageStreamTags ? Self.perNamespace * Self.tagsPerStream : Self.perNamespace
    }

    /// Where a namespace's objects are in the list of all.
    private func range(_ resource: Resource, _ namespace: String?) -> Range<Int> {
        guard let namespace else { return 0..<total(resource) }
        guard namespace.hasPrefix("team-"), let number = Int(namespace.dropFirst(5)) else { return 0..<0 }
        let start = min(total(resource), number * perNamespace(resource))
        return start..<min(total(resource), start + perNamespace(resource))
    }

    package var namespaces: [String] {
        let count = (max(deployments, streams) + Self.perNamespace - 1) / Self.perNamespace
        return ["kube-system"] + (0..<count).map { "team-\(padded($0, 6))" }
    }

    package func count(_ resource: Resource, namespace: String?) -> Int { range(resource, namespace).count }

    package func key(_ resource: Resource, namespace: String?, at index: Int) -> ObjectKey {
        key(resource, range(resource, namespace).lowerBound + index)
    }

    private func key(_ resource: Resource, _ number: Int) -> ObjectKey {
        let namespace = "team-\(padded(number / perNamespace(resource), 6))"
        if resource == .pods {
            let app = padded(number / Self.podsPerDeployment, 8)
            return ObjectKey(namespace: namespace, name: "app-\(app)-6d4cf56db6-\(number % Self.podsPerDeployment)")
        }
        guard resource == .imageStreamTags else {
            return ObjectKey(namespace: namespace, name: "app-\(padded(number, 8))")
        }
        let stream = number / Self.tagsPerStream
        return ObjectKey(namespace: namespace, name: "app-\(padded(stream, 8)):1.\(number % Self.tagsPerStream)")
    }

    package func write(_ resource: Resource, namespace: String?, _ range: Range<Int>, to bytes: inout [UInt8]) {
        let start = self.range(resource, namespace).lowerBound
        bytes.reserveCapacity(bytes.count + range.count * (resource == .deployments ? 16_000 : 4_000))
        for index in range {
            if index > range.lowerBound { bytes.append(UInt8(ascii: ",")) }
            write(resource, start + index, to: &bytes)
        }
    }

    private func write(_ resource: Resource, _ number: Int, to bytes: inout [UInt8]) {
        switch resource {
        case .deployments: deployment(number).write(to: &bytes)
        case .pods: bytes += pod(number, beat: 0).json
        case .imageStreams: stream(number).write(to: &bytes)
        case .imageStreamTags:
            let stream = stream(number / Self.tagsPerStream)
            bytes += stream.tagJSON(stream.tags[number % Self.tagsPerStream]) ?? []
        default: break
        }
    }

    package func object(_ resource: Resource, _ key: ObjectKey) -> [UInt8]? {
        let place = index(resource, namespace: nil, after: key) - 1
        guard place >= 0, self.key(resource, place) == key else { return nil }
        var json: [UInt8] = []
        write(resource, place, to: &json)
        return typed(resource, json)
    }

    private func deployment(_ number: Int) -> DeploymentText {
        let key = key(.deployments, number)
        var text = DeploymentText(
            key, uid: Seeded.uid(number, 1), resourceVersion: 1 + number, replicas: 1 + number % 4,
            containers: [.init(key.name, image(number, 0, in: key.namespace))], seed: number)
        text.containers.append(.init("sidecar", image(number, 1, in: key.namespace)))
        return text
    }

    /// What a container runs: a tag's digest, a long reference, or a short name.
    private func image(_ number: Int, _ place: Int, in namespace: String) -> String {
        guard streams > 0, (number + place) % 10 < 6 else {
            return "quay.io/vendor-\(number % 97)/app-\(number % 331):2.\(place)"
        }
        let stream = stream(number % streams)
        let repository = "image-registry.openshift-image-registry.svc:5000/\(stream.key.namespace)/\(stream.key.name)"
        return "\(repository)@\(stream.tags[number % Self.tagsPerStream].revisions[number % 3 == 0 ? 1 : 0].digest)"
    }

    private func stream(_ number: Int) -> StreamText {
        StreamText(
            key(.imageStreams, number), uid: Seeded.uid(number, 2), resourceVersion: 1 + number, lookupLocal: number % 7 == 0,
            tags: (0..<Self.tagsPerStream).map { place in
                let tag = number * Self.tagsPerStream + place
                return StreamText.Tag(
                    "1.\(place)", source: "quay.io/vendor-\(number % 97)/app-\(number % 331):1.\(place)",
                    isScheduled: number % 3 == 0,
                    revisions: [
                        StreamText.Revision(created: "2026-11-0\(1 + place)T08:15:30Z", digest: Seeded.digest(tag, 3)),
                        StreamText.Revision(created: "2026-10-0\(1 + place)T08:15:30Z", digest: Seeded.digest(tag, 4)),
                    ])
            })
    }
}

/// An object as a GET gives it: with its kind, and a tag with its image's metadata.
func typed(_ resource: Resource, _ json: [UInt8]) -> [UInt8] {
    let whole = Array(#"{"kind":"\#(resource.kind)","apiVersion":"\#(resource.groupVersion)","#.utf8) + json.dropFirst()
    return resource == .imageStreamTags ? ImageMetadata.filled(in: whole) : whole
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
