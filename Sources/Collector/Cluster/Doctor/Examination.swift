internal import ClusterAPI
internal import Model
internal import Record

/// What an examination of a cluster found.
public struct Diagnosis: Sendable {
    /// Everything that was tried, in its order.
    public var findings: [Finding]
    /// The YAML that would grant what is missing; nil where nothing is.
    public var manifest: String?
    /// Whether a snapshot can be taken at all.
    public var isUsable: Bool
}

extension ClusterSource {
    /// Tries everything a snapshot needs, one thing after the other, and asks for no more than one object of each.
    ///
    /// - Parameter tell: Hears of each finding at once.
    public func examine(_ tell: @escaping @Sendable (Finding) -> Void) async -> Diagnosis {
        var examination = Examination(source: self, tell: tell)
        let way: Connection
        do {
            way = try self.way()
        } catch {
            examination.found("kubeconfig", .failed, "\(error)")
            return examination.diagnosis(isUsable: false)
        }
        examination.found("kubeconfig", .ok, "\(way.origin): \(way.server), with \(way.whoAsks), as cluster \(way.name)")
        for warning in way.warnings { examination.found("safety", .failed, warning) }
        let client = client(way)
        let isUsable = await examination.examine(client)
        await client.shutdown()
        return examination.diagnosis(isUsable: isUsable)
    }
}

/// One run through everything.
private struct Examination {
    let source: ClusterSource
    let tell: @Sendable (Finding) -> Void
    private var findings: [Finding] = []
    private var user: String?

    init(source: ClusterSource, tell: @escaping @Sendable (Finding) -> Void) {
        self.source = source
        self.tell = tell
    }

    mutating func found(
        _ subject: String, _ verdict: Finding.Verdict, _ detail: String, right: AccessRight? = nil
    ) {
        let finding = Finding(subject: subject, verdict: verdict, detail: detail, right: right)
        findings.append(finding)
        tell(finding)
    }

    func diagnosis(isUsable: Bool) -> Diagnosis {
        let missing = findings.filter { $0.verdict == .missing }.compactMap(\.right)
        return Diagnosis(
            findings: findings, manifest: missing.isEmpty ? nil : RightsManifest(missing, user: user).yaml,
            isUsable: isUsable)
    }

    /// Says whether a snapshot can be taken at all.
    mutating func examine(_ client: APIClient) async -> Bool {
        let discovery: Discovery?
        do {
            let version = try await client.serverVersion()
            found("server", .ok, version.map { "Kubernetes \($0.printable)" } ?? "it answers, but not with its version")
            discovery = try await client.discovery()
        } catch {
            found("server", .failed, (error as? APIError)?.explanation ?? "\(error)")
            return false
        }
        found("credentials", .ok, "accepted")
        if let discovery {
            let isOpenShift = !discovery.versions(of: "image.openshift.io").isEmpty
            found("API groups", .ok, isOpenShift ? "OpenShift's are there" : "image.openshift.io is not: plain Kubernetes")
        } else {
            found("API groups", .failed, "one may not ask which there are; the usual ones are tried")
        }
        await examineIdentity(client)
        var listable = false
        for kind in source.kinds.listed {
            let isThere = kind.group.isEmpty || (discovery.map { !$0.versions(of: kind.group).isEmpty } ?? true)
            for namespace in source.scope?.entries ?? [nil] {
                guard isThere else {
                    await examineAbsence(client, kind)
                    break
                }
                if await examine(client, kind, namespace) { listable = true }
            }
        }
        if source.scope == nil, findings.contains(where: { $0.right?.verb == "list" && $0.verdict == .missing }) {
            if await examineNamespaces(client, discovery) { listable = true }
        }
        if discovery?.versions(of: "image.openshift.io").isEmpty != true { await examineImages(client) }
        return listable
    }

    private mutating func examineIdentity(_ client: APIClient) async {
        let right = AccessRight(group: "", resource: "namespaces", verb: "get", name: "kube-system")
        do {
            if let uid = try await client.clusterUID() {
                found("identity", .ok, "namespace kube-system has the uid \(uid.printable)", right: right)
            } else {
                found(
                    "identity", .missing,
                    "namespace kube-system may not be seen: two clusters under one name would not be noticed", right: right)
            }
        } catch {
            found("identity", .failed, (error as? APIError)?.explanation ?? "\(error)")
        }
    }

    private mutating func examineAbsence(_ client: APIClient, _ kind: ObjectKind) async {
        do {
            let isAbsent = try await client.isAbsent(kind.group)
            found("list \(kind.resourceTitle)", isAbsent ? .absent : .failed, "the cluster lists no API group \(kind.group)")
        } catch {
            found("list \(kind.resourceTitle)", .failed, (error as? APIError)?.explanation ?? "\(error)")
        }
    }

    private mutating func examine(_ client: APIClient, _ kind: ObjectKind, _ namespace: String?) async -> Bool {
        let subject = "list \(kind.resourceTitle)\(namespace.map { " in \($0)" } ?? "")"
        let right = AccessRight(listing: kind, in: namespace)
        let place = namespace.map { "/namespaces/\($0)" } ?? ""
        let definition = source.kinds[kind]
        let root = kind.root(definition?.versions.first ?? "v1")
        let path = "\(root)\(place)/\(definition?.resource ?? kind.resource)"
        do {
            if definition?.isAdded == true, (try? await client.lacks(definition?.resource ?? kind.resource, in: root)) == true {
                found(subject, .absent, "the cluster has no \(kind.resourceTitle)")
                return false
            }
            _ = try await client.get(APIRequest(path, query: [("limit", "1")])) { _, body in
                try await body.collect(upTo: 64 << 20)?.count
            }
            found(subject, .ok, namespace == nil ? "in all namespaces" : "works", right: right)
            return true
        } catch let error as APIError {
            switch error.reason {
            case .forbidden:
                user = user ?? Self.user(in: error.message)
                found(subject, .missing, error.message.printable, right: right)
            case .noSuchAPI, .notFound: found(subject, .absent, "the cluster has no \(kind.resourceTitle)")
            default: found(subject, .failed, error.explanation)
            }
        } catch {
            found(subject, .failed, "\(error)")
        }
        return false
    }

    private mutating func examineNamespaces(_ client: APIClient, _ discovery: Discovery?) async -> Bool {
        do {
            let names = try await client.namespaces(discovery)
            found(
                "namespaces", names.isEmpty ? .failed : .ok,
                names.isEmpty
                    ? "none may be seen; pass -n" : "\(names.count) may be seen, and are read one by one where not all may be")
            return !names.isEmpty
        } catch {
            found("namespaces", .failed, "\((error as? APIError)?.explanation ?? "\(error)"); or pass -n")
            return false
        }
    }

    /// A tag that is not there is answered with 404 to whoever may ask, and with 403 to whoever may not.
    private mutating func examineImages(_ client: APIClient) async {
        for namespace in source.scope?.entries ?? [nil] {
            let subject = "get imagestreamtags\(namespace.map { " in \($0)" } ?? "")"
            let right = AccessRight(
                group: "image.openshift.io", resource: "imagestreamtags", verb: "get", namespace: namespace)
            let path =
                "/apis/image.openshift.io/v1/namespaces/\(namespace ?? "default")/imagestreamtags/isinventory:doctor"
            do {
                _ = try await client.get(APIRequest(path)) { _, body in try await body.collect(upTo: 16 << 20)?.count }
                found(subject, .ok, "works", right: right)
            } catch let error as APIError where error.reason == .notFound {
                found(subject, .ok, "works", right: right)
            } catch let error as APIError where error.reason == .forbidden {
                user = user ?? Self.user(in: error.message)
                found(subject, .missing, "\(error.message.printable): no image's size or labels", right: right)
            } catch {
                found(subject, .failed, (error as? APIError)?.explanation ?? "\(error)")
            }
        }
    }

    /// `… is forbidden: User "system:serviceaccount:lab:reader" cannot list …`
    private static func user(in message: String) -> String? {
        let parts = message.split(separator: "User \"", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        return parts[1].split(separator: "\"").first.map(String.init)
    }
}
