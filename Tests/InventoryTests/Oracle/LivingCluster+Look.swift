import Model

/// One look at a living cluster: what a recorder is given, and beside it what only the cluster knows.
struct Look {
    var snapshot: Snapshot
    /// For each tag shown, the true identities of the entries told, oldest first.
    var entries: [ImageStreamTag.ID: [LivingCluster.Entry]] = [:]
    /// What was said of each content that a container's Pods run.
    var ran: [PodContainer: [Int: [RunningImage]]] = [:]
}

extension LivingCluster {
    /// Looks now, with some of it out of sight: forbidden, failed half way, absent, not asked for, or in some namespaces only.
    mutating func look(clearly: Bool = false) -> Look {
        var look = Look(
            snapshot: Snapshot(
                cluster: name, takenAt: Instant(secondsSince1970: now), source: "server \(random.int(1...2))",
                coverage: []))
        let mood = clearly ? 0 : random.int(1...100)
        for kind in Self.kinds {
            let seen = cover(kind, mood: mood, in: &look.snapshot)
            let all = namespaces.values.flatMap(\.workloads.values).filter { $0.id.kind == kind }.sorted {
                $0.id < $1.id
            }
            look.snapshot.workloads += all.filter { seen.shows($0.id.namespace, &random) }
            if kind == .pod { showPods(seen, in: &look) }
        }
        hideManagers(in: &look.snapshot)
        if tellsImages { look.snapshot.images = contents.images }
        tellsImages = false
        let isTagsOnly = mood > 88
        let streams = isTagsOnly ? Sight() : cover(.imageStream, mood: mood, in: &look.snapshot)
        let tags = isTagsOnly || mood % 3 == 2 ? cover(.imageStreamTag, mood: mood, in: &look.snapshot) : Sight()
        for (namespace, space) in namespaces.sorted(by: { $0.key < $1.key }) {
            for stream in space.streams.values.sorted(by: { $0.facts.id < $1.facts.id }) {
                let isShown = streams.shows(namespace, &random)
                if isShown { look.snapshot.imageStreams.append(stream.facts) }
                for (tag, state) in stream.tags.sorted(by: { $0.key < $1.key }) {
                    let id = ImageStreamTag.ID(stream: stream.facts.id, tag: tag)
                    if isShown {
                        look.show(id, state, Array(state.entries.suffix(3)))
                    } else if state.entries.last?.revision.digest != nil, tags.shows(namespace, &random) {
                        look.show(id, state, Array(state.entries.suffix(1)))
                    }
                }
            }
        }
        look.count()
        return look
    }

    private mutating func showPods(_ seen: Sight, in look: inout Look) {
        for (namespace, space) in namespaces.sorted(by: { $0.key < $1.key }) {
            for (container, contents) in space.pods.sorted(by: { $0.key < $1.key }) {
                for (content, pods) in contents.sorted(by: { $0.key < $1.key }) where seen.shows(namespace, &podRandom) {
                    let said = report(container, content, pods: pods)
                    look.ran[container, default: [:]][content] = said
                    look.snapshot.runningImages += said
                }
            }
        }
    }

    /// Some of those built in, and two that share their name with one of these and with each other.
    static let kinds: [ObjectKind] = [
        .deployment, .statefulSet, .daemonSet, .cronJob, .pod, .rollout, .knativeService,
        ObjectKind(group: "apps.kruise.io", name: "StatefulSet", resource: "statefulsets"),
        ObjectKind(group: "shop.example.com", name: "Service", resource: "services"),
    ]

    /// Where one look sees objects of a kind.
    private struct Sight {
        var everywhere = false
        var inNamespaces: Set<String> = []
        /// Sees some, by chance, and says it is not all.
        var partly = false

        func shows(_ namespace: String, _ random: inout SeededRandom) -> Bool {
            everywhere || inNamespaces.contains(namespace) || partly && random.chance(50)
        }
    }

    private mutating func cover(_ kind: ObjectKind, mood: Int, in snapshot: inout Snapshot) -> Sight {
        func add(_ outcome: Coverage.Outcome, _ namespace: String? = nil, _ message: String? = nil) {
            snapshot.coverage.append(
                Coverage(kind: kind, namespace: namespace, outcome: outcome, objects: 0, message: message))
        }
        // In most moods all is seen, so that quiet snapshots stay quiet.
        switch mood < 55 ? 100 : random.int(1...100) {
        case 1...8:
            add(.forbidden, nil, "\(kind.resource) is forbidden: User \"me\" cannot list")
            return Sight()
        case 9...16:
            add(.failed, nil, "503")
            return Sight(partly: true)
        case 17...20:
            add(.absent)
            return Sight()
        case 21...28: return Sight()
        case 29...50:
            if random.chance(30) { add(.forbidden, nil, "no -A for you") }
            var sight = Sight()
            for namespace in Self.namespaceNames {
                switch random.int(1...4) {
                case 1...2:
                    add(.complete, namespace)
                    sight.inNamespaces.insert(namespace)
                case 3: add(random.pick([.forbidden, .failed]), namespace, "not in \(namespace)")
                default: break
                }
            }
            return sight
        default:
            add(.complete)
            return Sight(everywhere: true)
        }
    }
}

extension Look {
    fileprivate mutating func show(_ id: ImageStreamTag.ID, _ tag: LivingCluster.Tag, _ told: [LivingCluster.Entry]) {
        entries[id] = told
        snapshot.imageStreamTags.append(
            ImageStreamTag(
                id: id, source: tag.source, revisions: told.reversed().map(\.revision), importError: tag.importError,
                importErrorSince: tag.importErrorSince))
    }

    /// Fills in how many objects each part of the coverage found.
    fileprivate mutating func count() {
        let found =
            snapshot.workloads.map { ($0.id.kind, $0.id.namespace) }
            + snapshot.imageStreams.map { (.imageStream, $0.id.namespace) }
            + snapshot.imageStreamTags.filter { $0.current?.digest != nil }.map {
                (.imageStreamTag, $0.id.stream.namespace)
            }
        for index in snapshot.coverage.indices {
            let entry = snapshot.coverage[index]
            let count = found.count { $0.0 == entry.kind && (entry.namespace == nil || entry.namespace == $0.1) }
            snapshot.coverage[index].objects = Int64(count)
        }
    }
}
