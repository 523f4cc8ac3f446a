internal import FoundationEssentials

/// Which API groups a server has, and in which versions.
///
/// Asked for as the plain list of groups: a few kilobytes, where the aggregated document of all resources is hundreds. That a
/// group is listed does not say that the server behind it is up, and that one is not listed is looked at once more
/// (``APIClient/isAbsent(_:)``) before anything is concluded from it.
public struct Discovery: Sendable, Hashable {
    /// Versions by group, the preferred one first.
    private let versions: [String: [String]]

    /// A server whose groups have these versions.
    public init(_ versions: [String: [String]]) {
        self.versions = versions
    }

    /// A group's versions, the preferred one first; empty where the server does not list it.
    public func versions(of group: String) -> [String] { versions[group] ?? [] }
}

extension APIClient {
    /// Asks which groups there are.
    ///
    /// - Returns: Nil where one may not know, which cluster admins can ordain.
    /// - Throws: ``APIError``.
    public func discovery() async throws -> Discovery? {
        do {
            let groups = try await decoded(APIRequest("/apis"), as: GroupList.self, upTo: 16 << 20)
            guard groups.kind == "APIGroupList" else {
                throw APIError(
                    .notJSON, APIRequest("/apis"), connection.server, .notKubernetes(isMissing: false))
            }
            let pairs = (groups.groups ?? []).map { group in
                let all = group.versions.map(\.version)
                let preferred = group.preferredVersion.map { [$0.version] } ?? []
                return (group.name, preferred + all.filter { !preferred.contains($0) })
            }
            return Discovery(Dictionary(pairs, uniquingKeysWith: { first, _ in first }))
        } catch let error as APIError where error.reason == .forbidden {
            return nil
        } catch let error as APIError where error.reason == .noSuchAPI || error.reason == .notFound {
            throw APIError(
                error.reason, error.request, connection.server, .notKubernetes(isMissing: true))
        }
    }

    /// What the server says its version is, as `v1.33.2`; nil where it does not.
    ///
    /// - Throws: ``APIError``.
    public func serverVersion() async throws -> String? {
        do {
            return try await decoded(APIRequest("/version"), as: Version.self, upTo: 1 << 20).gitVersion
        } catch let error as APIError where [.forbidden, .notFound, .noSuchAPI].contains(error.reason) {
            return nil
        }
    }

    /// Whether the server has no such group, rather than one that cannot be reached just now.
    ///
    /// - Throws: ``APIError`` where it does not say.
    public func isAbsent(_ group: String) async throws -> Bool {
        do {
            _ = try await decoded(APIRequest("/apis/\(group)"), as: Empty.self, upTo: 1 << 20)
            return false
        } catch let error as APIError where error.reason == .noSuchAPI || error.reason == .notFound {
            return true
        }
    }

    /// Whether a version of a group has no such resource.
    ///
    /// - Parameter root: The version's path: `/apis/argoproj.io/v1alpha1`.
    /// - Throws: ``APIError`` where the server does not say.
    public func lacks(_ resource: String, in root: String) async throws -> Bool {
        do {
            let list = try await decoded(APIRequest(root), as: ResourceList.self, upTo: 16 << 20)
            return list.resources.map { all in !all.contains { $0.name == resource } } ?? false
        } catch let error as APIError where error.reason == .noSuchAPI || error.reason == .notFound {
            return true
        }
    }

    /// An answer that is small, decoded.
    func decoded<Value: Decodable & Sendable>(
        _ request: APIRequest, as type: Value.Type, upTo most: Int
    ) async throws -> Value {
        let bytes = try await get(request) { _, body in try await body.collect(upTo: most) }
        guard let bytes else {
            throw APIError(.notJSON, request, connection.server, .tooLarge)
        }
        do {
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            throw APIError(.notJSON, request, connection.server, .otherJSON)
        }
    }
}

private struct GroupList: Decodable {
    var kind: String?
    var groups: [Group]?

    struct Group: Decodable {
        var name: String
        var versions: [Version]
        var preferredVersion: Version?
    }

    struct Version: Decodable {
        var version: String
    }
}

private struct Version: Decodable {
    var gitVersion: String?
}

private struct ResourceList: Decodable {
    var resources: [Resource]?

    struct Resource: Decodable {
        var name: String
    }
}

private struct Empty: Decodable {}
