internal import ClusterAPI
internal import Model
internal import Record

/// What an examination of a cluster found.
public struct Diagnosis: Sendable {
    /// Everything that was tried, in its order.
    public var findings: [DoctorFinding]
    /// What would grant all that is needed; nil where nothing is missing.
    public var manifest: RightsManifest?
    /// Whether a snapshot can be taken at all.
    public var isUsable: Bool
}

extension ClusterSource {
    /// Tries everything a snapshot needs, one thing after the other, and asks for no more than one object of each.
    ///
    /// - Parameter tell: Hears of each finding at once.
    public func examine(_ tell: @escaping @Sendable (DoctorFinding) -> Void) async -> Diagnosis {
        var examination = Examination(source: self, tell: tell)
        let endpoint: ClusterEndpoint
        do {
            endpoint = try self.endpoint()
        } catch {
            examination.found(.kubeconfig, .failed, .failure(error))
            return examination.diagnosis(isUsable: false)
        }
        examination.found(.kubeconfig, .ok, .endpoint(endpoint))
        for warning in endpoint.warnings { examination.found(.safety, .failed, .warning(warning)) }
        let client = client(endpoint)
        let isUsable = await examination.examine(client)
        await client.shutdown()
        return examination.diagnosis(isUsable: isUsable)
    }
}

/// One run through everything.
private struct Examination {
    let source: ClusterSource
    let tell: @Sendable (DoctorFinding) -> Void
    private var findings: [DoctorFinding] = []
    private var user: String?

    init(source: ClusterSource, tell: @escaping @Sendable (DoctorFinding) -> Void) {
        self.source = source
        self.tell = tell
    }

    mutating func found(
        _ trial: DoctorFinding.Trial, _ verdict: DoctorFinding.Verdict, _ result: DoctorFinding.Result, isLack: Bool? = nil
    ) {
        let finding = DoctorFinding(
            trial: trial, verdict: verdict, result: result, isLack: isLack ?? (verdict == .missing || verdict == .failed))
        findings.append(finding)
        tell(finding)
    }

    func diagnosis(isUsable: Bool) -> Diagnosis {
        let isMissing = findings.contains { $0.verdict == .missing }
        return Diagnosis(
            findings: findings,
            manifest: isMissing
                ? RightsManifest(
                    source.kinds.listed, in: source.scope?.entries ?? [nil], user: user, isFollowed: source.isFollowed
                ) : nil,
            isUsable: isUsable)
    }

    /// Says whether a snapshot can be taken at all.
    mutating func examine(_ client: APIClient) async -> Bool {
        let discovery: Discovery?
        do {
            let version = try await client.serverVersion()
            found(.server, .ok, .version(version))
            discovery = try await client.discovery()
        } catch {
            found(.server, .failed, .failure(error))
            return false
        }
        found(.credentials, .ok, .accepted)
        await examineGroups(client, discovery)
        await examineIdentity(client)
        let places = await places(client, discovery)
        var isListable = false
        for kind in source.kinds.listed
        where kind.group.isEmpty || discovery?.versions(of: kind.group).isEmpty != true {
            if await examine(client, kind, discovery, places) { isListable = true }
        }
        if discovery?.versions(of: "image.openshift.io").isEmpty != true { await examineImages(client, places) }
        return isListable
    }

    /// Where is looked: all namespaces at once, those that were given, or those that may be seen.
    private struct Places {
        /// Namespaces to list in, nil being all at once.
        var listed: [String?]
        /// Namespaces to go through where all at once may not be listed; nil where that is not done.
        var fallback: [String]?
    }

    private mutating func places(_ client: APIClient, _ discovery: Discovery?) async -> Places {
        if let scope = source.scope { return Places(listed: scope.entries) }
        do {
            return Places(listed: [nil], fallback: try await client.namespaces(discovery))
        } catch {
            return Places(listed: [nil])
        }
    }

    private mutating func examineGroups(_ client: APIClient, _ discovery: Discovery?) async {
        guard let discovery else { return found(.groups, .failed, .groupsUnknown) }
        var isWhole = true
        // A group that others add to a cluster is none that it needs.
        let needed = Set(source.kinds.listed.filter { source.kinds[$0]?.isAdded == false }.map(\.group)).subtracting([""])
        for group in needed.sorted() where discovery.versions(of: group).isEmpty {
            isWhole = false
            let kinds = source.kinds.listed.filter { $0.group == group }.map(\.resource)
            do {
                let isAbsent = try await client.isAbsent(group)
                // DeploymentConfigs are on their way out, and newer clusters can be without; the others are what a record is of.
                found(
                    .group(group), isAbsent ? .absent : .failed, .noGroup(resources: kinds),
                    isLack: group != "apps.openshift.io" || !isAbsent)
            } catch {
                found(.group(group), .failed, .failure(error))
            }
        }
        if isWhole { found(.groups, .ok, .allGroups) }
    }

    private mutating func examineIdentity(_ client: APIClient) async {
        do {
            if let uid = try await client.clusterUID() {
                return found(.identity, .ok, .uid(uid))
            }
            // The refusal itself tells who is to be granted the right.
            note(
                await trial {
                    _ = try await client.get(APIRequest("/api/v1/namespaces/kube-system")) { _, body in
                        try await body.collect(upTo: 1 << 20)?.count
                    }
                })
            // A right over the cluster is nothing to ask for where single namespaces are read.
            let isOfNamespaces = source.scope.map { $0 != .all } ?? false
            found(.identity, isOfNamespaces ? .without : .missing, .noUID)
        } catch {
            found(.identity, .failed, .failure(error))
        }
    }

    private mutating func examine(
        _ client: APIClient, _ kind: ObjectKind, _ discovery: Discovery?, _ places: Places
    ) async -> Bool {
        if await isMissing(client, kind) {
            found(.list(kind, in: nil), .absent, .noResource)
            return false
        }
        var isListable = false
        for place in places.listed {
            let error = await trial { try await list(client, kind, discovery, place) }
            note(error)
            if isForbidden(error), place == nil, let fallback = places.fallback, !fallback.isEmpty {
                isListable = await examineOneByOne(client, kind, discovery, fallback) || isListable
            } else {
                report(
                    .list(kind, in: place), error, .works(everywhere: place == nil, isOfPods: kind == .pod),
                    without: kind == .pod ? .running : nil)
                isListable = isListable || error == nil
                if error == nil, source.isFollowed { await examineWatch(client, kind, discovery, place) }
            }
        }
        return isListable
    }

    /// What may not be listed everywhere at once is read in each namespace that may be seen, so there it is tried.
    private mutating func examineOneByOne(
        _ client: APIClient, _ kind: ObjectKind, _ discovery: Discovery?, _ namespaces: [String]
    ) async -> Bool {
        var refused: [String] = []
        for namespace in namespaces {
            guard let error = await trial({ try await list(client, kind, discovery, namespace) }) else { continue }
            refused.append(namespace)
            note(error)
            // Of something else than a right that is missing, one is enough.
            guard isForbidden(error) else {
                report(.list(kind, in: namespace), error, .works(everywhere: false))
                return refused.count < namespaces.count
            }
        }
        if refused.isEmpty {
            if source.isFollowed, let first = namespaces.first { await examineWatch(client, kind, discovery, first) }
            found(.list(kind, in: nil), .without, .worksInEach(namespaces.count))
        } else {
            found(.list(kind, in: nil), .missing, .refusedIn(refused, of: namespaces.count))
        }
        return refused.count < namespaces.count
    }

    /// Begins to watch, where `--follow` would.
    private mutating func examineWatch(
        _ client: APIClient, _ kind: ObjectKind, _ discovery: Discovery?, _ namespace: String?
    ) async {
        let watching = DoctorFinding.Trial.watch(kind, in: namespace)
        let error = await trial { try await watch(client, kind, discovery, namespace) }
        if let error = error as? APIError, error.reason == .methodNotAllowed {
            return found(watching, .without, .unwatchable)
        }
        report(watching, error, .works(everywhere: namespace == nil))
    }

    private func watch(
        _ client: APIClient, _ kind: ObjectKind, _ discovery: Discovery?, _ namespace: String?
    ) async throws {
        let definition = source.kinds[kind]
        let served = (definition?.versions ?? ["v1"]).first { version in
            kind.group.isEmpty || discovery?.versions(of: kind.group).contains(version) != false
        }
        let place = namespace.map { "/namespaces/\($0)" } ?? ""
        // From any moment on: that it begins is enough, and nobody waits for what it tells.
        try await client.stream(
            APIRequest(
                "\(kind.root(served ?? "v1"))\(place)/\(definition?.resource ?? kind.resource)",
                query: [("watch", "1"), ("allowWatchBookmarks", "true"), ("resourceVersion", "0"), ("timeoutSeconds", "1")]),
            silence: .seconds(10)
        ) { _ in }
    }

    /// Asks for one object, in the version that a snapshot would ask for.
    private func list(
        _ client: APIClient, _ kind: ObjectKind, _ discovery: Discovery?, _ namespace: String?
    ) async throws {
        let definition = source.kinds[kind]
        let known = definition?.versions ?? ["v1"]
        let isCore = kind.group.isEmpty
        let served =
            discovery.map { discovery in known.filter { isCore || discovery.versions(of: kind.group).contains($0) } } ?? known
        let place = namespace.map { "/namespaces/\($0)" } ?? ""
        var failure: APIError?
        for version in served {
            let request = APIRequest(
                "\(kind.root(version))\(place)/\(definition?.resource ?? kind.resource)", query: [("limit", "1")])
            do {
                _ = try await client.get(request) { _, body in try await body.collect(upTo: 64 << 20)?.count }
                return
            } catch let error as APIError where error.isNotThere {
                failure = error
            }
        }
        throw failure.map { $0 as any Error } ?? UnknownVersions(group: kind.group)
    }

    /// Whether a group that others added to the cluster is there without the kind, which is then not asked for.
    private func isMissing(_ client: APIClient, _ kind: ObjectKind) async -> Bool {
        guard let definition = source.kinds[kind], definition.isAdded else { return false }
        return (try? await client.lacks(definition.resource, in: kind.root(definition.versions.first ?? "v1"))) == true
    }

    /// A tag that is not there is answered with 404 to whoever may ask, and with 403 to whoever may not.
    private mutating func examineImages(_ client: APIClient, _ places: Places) async {
        var namespaces: [String?] = places.listed
        // All at once cannot be asked for; a right over all of them holds in each.
        if namespaces == [nil] { namespaces = places.fallback.map { Array($0.prefix(3)) } ?? ["default"] }
        for case let namespace? in namespaces {
            let path = "/apis/image.openshift.io/v1/namespaces/\(namespace)/imagestreamtags/isinventory:doctor"
            let error = await trial {
                _ = try await client.get(APIRequest(path)) { _, body in try await body.collect(upTo: 16 << 20)?.count }
            }
            if (error as? APIError)?.reason == .notFound {
                report(.images(in: namespace), nil, .works(everywhere: false))
            } else {
                report(.images(in: namespace), error, .works(everywhere: false), without: .imageContent)
            }
        }
    }

    private func trial(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    private func isForbidden(_ error: (any Error)?) -> Bool { (error as? APIError)?.reason == .forbidden }

    private mutating func report(
        _ trial: DoctorFinding.Trial, _ error: (any Error)?, _ ok: DoctorFinding.Result, without: DoctorFinding.Loss? = nil
    ) {
        switch error {
        case nil: found(trial, .ok, ok)
        case let error as APIError where error.reason == .forbidden:
            note(error)
            found(trial, .missing, .forbidden(error, without: without))
        case let error as APIError where error.isNotThere: found(trial, .absent, .noResource, isLack: true)
        case let error as UnknownVersions: found(trial, .failed, .unknownVersions(group: error.group))
        case let error?: found(trial, .failed, .failure(error))
        }
    }

    /// Keeps whom a refusal names.
    private mutating func note(_ error: (any Error)?) {
        guard user == nil, let error = error as? APIError, error.reason == .forbidden,
            case .refused(let words, _) = error.detail
        else { return }
        user = Self.user(in: words)
    }

    /// `… is forbidden: User "system:serviceaccount:lab:reader" cannot list …`
    private static func user(in message: String) -> String? {
        let parts = message.split(separator: "User \"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return parts[1].split(separator: "\"").first.map(String.init)
    }
}

/// The server has a group only in versions that cannot be decoded.
private struct UnknownVersions: Error {
    let group: String
}
