internal import ClusterAPI
internal import Model

/// One look at a cluster, from the first request to the last.
struct ClusterReading: Sendable {
    let client: APIClient
    let source: ClusterSource
    let cluster: String
    let intake: Intake

    init(client: APIClient, source: ClusterSource, cluster: String) {
        self.client = client
        self.source = source
        self.cluster = cluster
        let candidates = ImageCandidates(budget: source.imageMetadata, known: source.knownImages)
        intake = Intake(scope: source.scope ?? .all, kinds: source.kinds, candidates: candidates)
    }

    func look(_ takenAt: Instant) async throws -> ClusterLook {
        let discovery = try await discovery()
        async let uid = clusterUID()
        var (looks, failures, remarks) = try await lists(discovery)
        if !looks.contains(where: { [.complete, .forbidden, .absent].contains($0.outcome) }), let first = failures.first {
            throw ClusterUnreachable(cluster, first)
        }
        if !looks.contains(where: { $0.kind == .imageStream && $0.outcome == .absent }) {
            remarks += try await images(discovery)
        }
        looks.sort { ($0.namespace ?? "", $0.kind) < ($1.namespace ?? "", $1.kind) }
        var collected = try await intake.assembled(
            looks, cluster: cluster, takenAt: takenAt, source: client.connection.server.description)
        collected.remarks += remarks
        return ClusterLook(
            collected: collected, uid: await uid, connection: client.connection, traffic: client.figures)
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

    private func lists(_ discovery: Discovery?) async throws -> ([Look], [APIError], [String]) {
        var looks: [Look] = []
        var plans: [ListPlan] = []
        for kind in source.kinds.listed {
            switch try await plan(kind, discovery) {
            case .list(let versions): plans.append(ListPlan(kind: kind, versions: versions))
            case .none(let outcome, let message):
                for namespace in source.scope?.entries ?? [nil] {
                    looks.append(Look(kind: kind, namespace: namespace, outcome: outcome, message: message))
                }
            }
        }
        let first = plans.flatMap { plan in (source.scope?.entries ?? [nil]).map { plan.in($0) } }
        var done = try await read(first)
        var remarks: [String] = []
        if source.scope == nil {
            let refused = done.filter { $0.0.outcome == .forbidden }.map(\.0)
            if !refused.isEmpty {
                let (again, remark) = try await readByNamespace(
                    plans.filter { plan in refused.contains { $0.kind == plan.kind } }, discovery)
                if let again {
                    done.removeAll { $0.0.outcome == .forbidden }
                    done += again
                }
                remarks.append(remark)
            }
        }
        return (looks + done.map(\.0), done.compactMap(\.1), remarks)
    }

    /// A kind to list, and the versions of it that can be decoded, the likeliest first.
    private struct ListPlan: Sendable {
        var kind: ObjectKind
        var versions: [String]
        var namespace: String?

        func `in`(_ namespace: String?) -> ListPlan { ListPlan(kind: kind, versions: versions, namespace: namespace) }
    }

    private enum Plan {
        case list([String])
        case none(Coverage.Outcome, String?)
    }

    private func plan(_ kind: ObjectKind, _ discovery: Discovery?) async throws -> Plan {
        let known = source.kinds[kind]?.versions ?? ["v1"]
        guard let discovery, !kind.group.isEmpty else { return .list(known) }
        let served = discovery.versions(of: kind.group)
        let both = known.filter(served.contains)
        guard both.isEmpty else { return try await isMissing(kind, both[0]) ? .none(.absent, nil) : .list(both) }
        guard served.isEmpty else {
            return .none(.failed, "the server has \(kind.group) only as \(served.joined(separator: ", ").printable)")
        }
        do {
            guard try await client.isAbsent(kind.group) else { return .list(known) }
            return .none(.absent, nil)
        } catch let error as APIError {
            return .none(error.outcome, error.explanation)
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
    private func read(_ plans: [ListPlan]) async throws -> [(Look, APIError?)] {
        try await withThrowingTaskGroup(of: (Look, APIError?).self) { group in
            var waiting = plans[...]
            func begin() {
                guard let plan = waiting.popFirst() else { return }
                let reading = ListReading(
                    client: client, intake: intake, kind: plan.kind,
                    resource: source.kinds[plan.kind]?.resource ?? plan.kind.resource, namespace: plan.namespace,
                    pageSize: source.pageSize)
                group.addTask { try await reading.read(plan.versions) }
            }
            for _ in 0..<source.limits.concurrent { begin() }
            var done: [(Look, APIError?)] = []
            while let one = try await group.next() {
                done.append(one)
                begin()
            }
            return done
        }
    }

    /// What may not be listed everywhere at once is listed namespace by namespace, as far as one may see them.
    private func readByNamespace(
        _ plans: [ListPlan], _ discovery: Discovery?
    ) async throws -> ([(Look, APIError?)]?, String) {
        let kinds = plans.map(\.kind.resource).joined(separator: ", ")
        let namespaces: [String]
        do {
            namespaces = try await client.namespaces(discovery)
        } catch let error as APIError {
            return (
                nil, "\(kinds): not allowed in all namespaces at once, and which there are cannot be listed: \(error.explanation)"
            )
        }
        guard !namespaces.isEmpty else {
            return (nil, "\(kinds): not allowed in all namespaces at once, and no namespace may be seen; name some with -n")
        }
        let done = try await read(plans.flatMap { plan in namespaces.map { plan.in($0) } })
        return (
            done, "\(kinds): not allowed in all namespaces at once; read one by one in the \(namespaces.count) that may be seen"
        )
    }

    /// Asks what the images are made of that nobody knows anything of yet. What fails is asked for another time.
    private func images(_ discovery: Discovery?) async throws -> [String] {
        let tags = await intake.chosenTags
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
        return ["what images are made of: \(told) of \(tags.count) read, then \(failure.explanation)"]
    }

    private func image(of tag: ImageStreamTag.ID) async throws -> Result<Bool, APIError> {
        let request = APIRequest(
            "/apis/image.openshift.io/v1/namespaces/\(tag.stream.namespace)/imagestreamtags/\(tag.name)")
        do {
            return .success(
                try await client.get(request) { [intake] _, body in try await intake.imageContent(of: tag, body) })
        } catch let error as APIError {
            return .failure(error)
        }
    }
}
