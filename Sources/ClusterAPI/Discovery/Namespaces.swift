extension APIClient {
    /// The names of all namespaces one may see: OpenShift's projects, which everybody may list as far as they are theirs, else the
    /// namespaces, which need a right of their own.
    ///
    /// - Throws: ``APIError``.
    public func namespaces(_ discovery: Discovery?) async throws -> [String] {
        if discovery?.versions(of: "project.openshift.io").isEmpty == false {
            do {
                return try await names(in: "/apis/project.openshift.io/v1/projects")
            } catch let error as APIError {
                do {
                    return try await names(in: "/api/v1/namespaces")
                } catch let other as APIError {
                    // Who may not list namespaces learns nothing from that; that projects did not answer is what matters.
                    throw other.reason == .forbidden && error.reason != .noSuchAPI ? error : other
                }
            }
        }
        return try await names(in: "/api/v1/namespaces")
    }

    /// Whether a namespace does not exist, which only those are told who may see it if it does.
    ///
    /// - Returns: Nil where that cannot be known.
    /// - Throws: `CancellationError`.
    public func isGone(namespace: String, _ discovery: Discovery?) async throws -> Bool? {
        var paths = ["/api/v1/namespaces/\(namespace)"]
        if discovery?.versions(of: "project.openshift.io").isEmpty == false {
            paths.append("/apis/project.openshift.io/v1/projects/\(namespace)")
        }
        for path in paths {
            do {
                let found = try await decoded(APIRequest(path), as: NamedObject.self, upTo: 1 << 20)
                if found.metadata.name == namespace { return false }
            } catch let error as APIError {
                // Only the API's own words count, not a 404 of something in between.
                if error.reason == .notFound, error.statusWords?.contains("\"\(namespace)\" not found") == true { return true }
            }
        }
        return nil
    }

    /// The uid of `kube-system`, which is as good as the cluster's own: it lives as long as the cluster does.
    ///
    /// - Returns: Nil where one may not see it.
    /// - Throws: ``APIError``.
    public func clusterUID() async throws -> String? {
        do {
            let request = APIRequest("/api/v1/namespaces/kube-system")
            return try await decoded(request, as: NamedObject.self, upTo: 1 << 20).metadata.uid
        } catch let error as APIError where [.forbidden, .notFound, .noSuchAPI].contains(error.reason) {
            return nil
        }
    }

    private func names(in path: String) async throws -> [String] {
        for _ in 0..<3 {
            do {
                return try await pages(of: path)
            } catch let error as APIError where error.reason == .expired {
                continue
            }
        }
        return try await pages(of: path)
    }

    private func pages(of path: String) async throws -> [String] {
        var names: [String] = []
        var token: String?
        repeat {
            // Of a namespace only the name is wanted; a server that does not know the short form gives the long one.
            let request = APIRequest(
                path, query: [("limit", "500")] + (token.map { [("continue", $0)] } ?? []),
                accept: "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json")
            let page = try await decoded(request, as: NameList.self, upTo: 64 << 20)
            names += (page.items ?? []).compactMap(\.metadata.name)
            let next = page.metadata?.continue
            guard next != token else { break }
            token = next
        } while token?.isEmpty == false
        return Array(Set(names)).sorted()
    }
}

private struct NameList: Decodable {
    var metadata: Metadata?
    var items: [NamedObject]?

    struct Metadata: Decodable {
        var `continue`: String?
    }
}

private struct NamedObject: Decodable {
    var metadata: Metadata

    struct Metadata: Decodable {
        var name: String?
        var uid: String?
    }
}
