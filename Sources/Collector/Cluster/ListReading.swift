internal import ClusterAPI
internal import Model

/// Reads one kind's list, page by page, in one namespace or in all.
///
/// All pages of a list show one moment, for the token that leads from one to the next holds it. Where the server forgets that
/// moment meanwhile (410), it offers another token that would go on with a later one; such a list could miss an object that moved
/// across the cut, so it is never taken. The list begins anew instead, and what its first pages showed is forgotten; the last try
/// asks for all of it at once, which cannot go stale.
struct ListReading: Sendable {
    /// Objects asked for at once.
    static let pageSize = 500
    /// How often a list is begun in pages before it is asked for in one piece.
    private static let triesInPages = 2

    let client: APIClient
    let intake: Intake
    let kind: ObjectKind
    /// The kind's resource, as the server calls it.
    let resource: String
    let namespace: String?
    let pageSize: Int

    /// Reads the list, in any of the versions until the server knows it.
    ///
    /// - Returns: How it went.
    /// - Throws: `CancellationError` only.
    func read(_ versions: [String]) async throws -> (Look, APIError?) {
        var failure: APIError?
        for version in versions {
            do {
                try await read(version)
                return (look(.complete, nil), nil)
            } catch let error as APIError {
                failure = error
                guard error.reason == .noSuchAPI || error.reason == .notFound else { break }
            } catch let problem as PageProblem {
                return (look(.failed, problem.reason), nil)
            } catch let problem as SourceError {
                return (look(.failed, problem.description), nil)
            }
            try Task.checkCancellation()
        }
        guard let failure else { return (look(.absent, nil), nil) }
        return (look(failure.outcome, failure.explanation), failure)
    }

    private func read(_ version: String) async throws {
        var restarts = 0
        while true {
            do {
                return try await readPages(version, inPages: restarts < Self.triesInPages)
            } catch let error as APIError where error.reason == .expired && restarts < Self.triesInPages {
                restarts += 1
                try await intake.forget(kind, in: namespace)
            }
        }
    }

    /// Reads the pages one after another, and asks for the next as soon as a page tells of it: its beginning does, and while its
    /// objects are decoded the server makes the next.
    private func readPages(_ version: String, inPages: Bool) async throws {
        try await withThrowingTaskGroup(of: Lead.self) { group in
            // Which page led to which: each is told of twice by the page before it, and by no other.
            var leaders: [String: String?] = [:]
            func begin(_ token: String?) {
                let (told, telling) = AsyncStream.makeStream(of: String.self, bufferingPolicy: .bufferingOldest(1))
                group.addTask {
                    defer { telling.finish() }
                    return Lead(
                        from: token, to: try await readPage(version, inPages: inPages, token) { telling.yield($0) })
                }
                group.addTask {
                    var tokens = told.makeAsyncIterator()
                    return Lead(from: token, to: await tokens.next())
                }
            }
            begin(nil)
            while let lead = try await group.next() {
                guard let next = lead.to else { continue }
                guard let leader = leaders[next] else {
                    leaders[next] = .some(lead.from)
                    begin(next)
                    continue
                }
                guard leader == lead.from, next != lead.from else {
                    throw PageProblem(reason: "the server's pages lead back to themselves")
                }
            }
        }
    }

    /// A page, and the one it says comes next.
    private struct Lead: Sendable {
        var from: String?
        var to: String?
    }

    /// Reads one page and returns the token of the next; `tell` may hear of it earlier.
    private func readPage(
        _ version: String, inPages: Bool, _ token: String?, tell: @escaping @Sendable (String) -> Void
    ) async throws -> String? {
        var query = inPages ? [("limit", "\(pageSize)")] : []
        if let token { query.append(("continue", token)) }
        return try await client.get(APIRequest(path(version), query: query)) { [intake, kind, namespace] _, body in
            try await intake.page(kind, in: namespace, body, tell: tell)
        }
    }

    private func path(_ version: String) -> String {
        let place = namespace.map { "/namespaces/\($0)" } ?? ""
        return "\(kind.root(version))\(place)/\(resource)"
    }

    private func look(_ outcome: Coverage.Outcome, _ message: String?) -> Look {
        Look(kind: kind, namespace: namespace, outcome: outcome, message: message)
    }
}

extension ObjectKind {
    /// Where a version of its group begins: `/apis/apps/v1`, and `/api/v1` for the core group.
    func root(_ version: String) -> String { group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)" }
}

extension APIError {
    /// What is to be recorded of a list that ended so.
    var outcome: Coverage.Outcome {
        switch reason {
        case .forbidden: .forbidden
        case .noSuchAPI, .notFound: .absent
        default: .failed
        }
    }
}
