internal import ClusterAPI
internal import Model
internal import Record

/// One look at a cluster, from the first request to the last.
struct ClusterReading: Sendable {
    let client: APIClient
    let source: ClusterSource
    let cluster: String
    let decoder: PageDecoder

    init(client: APIClient, source: ClusterSource, cluster: String) {
        self.client = client
        self.source = source
        self.cluster = cluster
        let candidates = ImageCandidates(budget: source.imageMetadata, known: source.knownImages)
        decoder = PageDecoder(
            scope: source.scope ?? .all, kinds: source.kinds, candidates: candidates, isFollowed: source.isFollowed)
    }

    func look(_ takenAt: Instant) async throws -> ClusterLook {
        let discovery = try await discovery()
        async let uid = clusterUID()
        let lists = try await lists(discovery)
        // That an API is absent is not yet anything that was learnt of what stands.
        if !lists.looks.contains(where: \.isExhaustive), let first = lists.weightiestFailure {
            throw ClusterUnreachable(cluster, first)
        }
        var (looks, remarks) = (lists.looks, lists.remarks)
        if !looks.contains(where: { $0.kind == .imageStream && $0.outcome == .absent }) {
            remarks += try await images(discovery)
        }
        looks.sort { ($0.namespace ?? "", $0.kind) < ($1.namespace ?? "", $1.kind) }
        var collected = try await decoder.assembled(
            looks, cluster: cluster, takenAt: takenAt, source: client.connection.server.description)
        collected.findings += remarks
        var look = ClusterLook(
            collected: collected, uid: await uid, connection: client.connection, traffic: client.figures)
        if source.isFollowed {
            look.following = ClusterFollowing(source, client.connection, cluster: cluster, await seed(looks))
        }
        return look
    }

    /// Where watches go on from.
    private func seed(_ looks: [ListResult]) async -> FollowSeed {
        var seed = FollowSeed(pods: await decoder.pods)
        for look in looks where look.outcome == .complete && look.kind != .imageStreamTag {
            let scope = Coverage.Scope(kind: look.kind, namespace: look.namespace)
            guard let version = look.version, let moment = await decoder.moment(of: scope) else {
                seed.remarks.append(.noMoment(scope))
                continue
            }
            seed.watches.append(
                FollowedState.Watch(
                    kind: look.kind, resource: source.kinds[look.kind]?.resource ?? look.kind.resource, version: version,
                    namespace: look.namespace, resourceVersion: moment, listed: moment))
        }
        // What a list that failed had shown is no state to go on from.
        let scopes = Set(seed.watches.map(\.scope))
        seed.index = await decoder.marks.filter { key, _ in
            scopes.contains(Coverage.Scope(kind: key.kind, namespace: nil))
                || scopes.contains(Coverage.Scope(kind: key.kind, namespace: key.namespace))
        }
        return seed
    }

    /// What there is; nil where that cannot be known, but the rest may well be.
    private func discovery() async throws -> Discovery? {
        do {
            return try await client.discovery()
        } catch let error as APIError {
            if case .serverError = error.reason { return nil }
            throw ClusterUnreachable(cluster, error)
        }
    }

    private func clusterUID() async -> String? { try? await client.clusterUID() }

    private func lists(_ discovery: Discovery?) async throws -> ListsRead {
        var lists = ListsRead()
        var plans: [ListPlan] = []
        for kind in source.kinds.listed {
            switch try await plan(kind, discovery) {
            case .list(let versions): plans.append(ListPlan(kind: kind, versions: versions))
            case .none(.absent, let fault):
                lists.looks.append(ListResult(kind: kind, namespace: nil, outcome: .absent, fault: fault))
            case .none(let outcome, let fault):
                for namespace in source.scope?.entries ?? [nil] {
                    lists.looks.append(ListResult(kind: kind, namespace: namespace, outcome: outcome, fault: fault))
                }
            }
        }
        lists.add(try await read(plans.flatMap { plan in (source.scope?.entries ?? [nil]).map { plan.in($0) } }))
        let known = try source.knownNamespaces(cluster)
        switch source.scope {
        case .all: break
        case .namespaces: try await lookForNamed(known, discovery, &lists)
        case nil:
            let refused = Set(lists.looks.filter { $0.outcome == .forbidden }.map(\.kind))
            if !refused.isEmpty {
                try await readByNamespace(plans.filter { refused.contains($0.kind) }, known, discovery, &lists)
            }
        }
        lists.settleAbsence()
        return lists
    }

    /// A kind to list, and the versions of it that can be decoded, the likeliest first.
    struct ListPlan: Sendable {
        var kind: ObjectKind
        var versions: [String]
        var namespace: String?

        func `in`(_ namespace: String?) -> ListPlan { ListPlan(kind: kind, versions: versions, namespace: namespace) }
    }

    private enum Plan {
        case list([String])
        case none(Coverage.Outcome, ListFault?)
    }

    private func plan(_ kind: ObjectKind, _ discovery: Discovery?) async throws -> Plan {
        let known = source.kinds[kind]?.versions ?? ["v1"]
        guard let discovery, !kind.group.isEmpty else { return .list(known) }
        let served = discovery.versions(of: kind.group)
        let both = known.filter(served.contains)
        guard both.isEmpty else { return try await isMissing(kind, both[0]) ? .none(.absent, nil) : .list(both) }
        guard served.isEmpty else {
            return .none(.failed, .versions(group: kind.group, served: served))
        }
        do {
            guard try await client.isAbsent(kind.group) else { return .list(known) }
            return .none(.absent, nil)
        } catch let error as APIError {
            return .none(error.outcome, .request(error))
        }
    }

    /// Whether a group that is there lacks the kind, as `argoproj.io` of Argo CD alone lacks rollouts: a list of it would be forbidden
    /// to nearly everybody, who could do nothing about it.
    private func isMissing(_ kind: ObjectKind, _ version: String) async throws -> Bool {
        guard let definition = source.kinds[kind], definition.isAdded else { return false }
        do {
            return try await client.lacks(definition.resource, in: kind.root(version))
        } catch is APIError {
            // Then the list says what is wrong.
            return false
        }
    }

    /// Reads lists, some side by side.
    func read(_ plans: [ListPlan]) async throws -> [(ListResult, APIError?)] {
        try await withThrowingTaskGroup(of: (ListResult, APIError?).self) { group in
            var waiting = plans[...]
            func begin() {
                guard let plan = waiting.popFirst() else { return }
                let reading = ListReading(
                    client: client, decoder: decoder, kind: plan.kind,
                    resource: source.kinds[plan.kind]?.resource ?? plan.kind.resource, namespace: plan.namespace,
                    pageSize: source.pageSize)
                group.addTask { try await reading.read(plan.versions) }
            }
            for _ in 0..<source.limits.concurrent { begin() }
            var done: [(ListResult, APIError?)] = []
            while let one = try await group.next() {
                done.append(one)
                begin()
            }
            return done
        }
    }

    /// Asks what the images are made of that nobody knows anything of yet. What fails is asked for another time.
    private func images(_ discovery: Discovery?) async throws -> [ClusterRemark] {
        let tags = await decoder.chosenTags
        var told = 0
        var failure: APIError?
        try await withThrowingTaskGroup(of: Result<Bool, APIError>.self) { group in
            var waiting = tags[...]
            func begin() {
                guard failure == nil, let tag = waiting.popFirst() else { return }
                group.addTask { try await image(of: tag) }
            }
            for _ in 0..<source.limits.concurrent { begin() }
            while let one = try await group.next() {
                switch one {
                case .success(let isTold): told += isTold ? 1 : 0
                // A tag may well be gone by now.
                case .failure(let error) where error.reason == .notFound: break
                case .failure(let error): failure = error
                }
                begin()
            }
        }
        guard let failure else { return [] }
        return [.images(told: told, of: tags.count, failure)]
    }

    private func image(of tag: ImageStreamTag.ID) async throws -> Result<Bool, APIError> {
        let request = APIRequest(
            "/apis/image.openshift.io/v1/namespaces/\(tag.stream.namespace)/imagestreamtags/\(tag.name)")
        do {
            return .success(
                try await client.get(request) { [decoder] _, body in try await decoder.imageContent(of: tag, body) })
        } catch let error as APIError {
            return .failure(error)
        }
    }
}
