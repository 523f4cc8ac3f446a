internal import ClusterAPI
internal import Model
internal import Synchronization

/// Reads one kind's list, page by page, in one namespace or in all.
///
/// All pages of a list show one moment, for the token that leads from one to the next holds it. What leads out of that moment has
/// the list begin anew, and what was read of it is forgotten:
/// - The server forgets the moment while the list is read (410). It offers another token that would go on with a later one; such a
///   list could miss an object that moved across the cut, so it is never taken.
/// - The first page breaks off after it told of the next. To ask for it again would show a later moment, while the pages that
///   follow are read of the earlier one. A later page names its moment, so it is asked for again.
/// - A page that is asked for again leads elsewhere than it did.
///
/// Where tokens cannot be relied on, the last try asks for all of it at once.
struct ListReading: Sendable {
    /// How often a list is begun in pages before it is asked for in one piece.
    private static let triesInPages = 2

    let client: APIClient
    let decoder: PageDecoder
    let kind: ObjectKind
    /// The kind's resource, as the server calls it.
    let resource: String
    let namespace: String?
    /// Objects asked for at once.
    let pageSize: Int

    /// Reads the list, in any of the versions until the server knows it.
    ///
    /// - Returns: How it went.
    /// - Throws: `CancellationError` only.
    func read(_ versions: [String]) async throws -> (ListResult, APIError?) {
        var failure: APIError?
        for version in versions {
            do {
                try await read(version)
                var look = look(.complete, nil)
                look.version = version
                return (look, nil)
            } catch let error as APIError {
                failure = error
                guard error.isNotThere else { break }
            } catch let problem as PageProblem {
                return (look(.failed, .page(problem)), nil)
            } catch let problem as SourceError {
                return (look(.failed, .source(problem)), nil)
            }
            try Task.checkCancellation()
        }
        guard let failure else { return (look(.absent, nil), nil) }
        return (look(failure.outcome, .request(failure)), failure)
    }

    private func read(_ version: String) async throws {
        var losses = 0
        var breaks = 0
        while true {
            do {
                return try await readPages(version, inPages: losses < Self.triesInPages)
            } catch let error as APIError where error.reason == .expired && losses < Self.triesInPages {
                losses += 1
            } catch is PagesMoved where losses < Self.triesInPages {
                losses += 1
            } catch is PagesMoved {
                throw PageProblem.wandering
            } catch let broken as FirstPageBroken {
                breaks += 1
                try await client.pause(after: broken.error, breaks)
            } catch let error as APIError where error.isNotThere && losses + breaks > 0 {
                // It was there a moment ago, so nothing may be concluded from it.
                throw PageProblem.vanished(error)
            }
            try await decoder.forget(kind, in: namespace)
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
                guard leader == lead.from, next != lead.from else { throw PageProblem.circle }
            }
        }
    }

    /// A page, and the one it says comes next.
    private struct Lead: Sendable {
        var from: String?
        var to: String?
    }

    /// Reads one page and returns the token of the next; `tell` hears of it earlier, once.
    private func readPage(
        _ version: String, inPages: Bool, _ token: String?, tell: @escaping @Sendable (String) -> Void
    ) async throws -> String? {
        var query = inPages ? [("limit", "\(pageSize)")] : []
        if let token { query.append(("continue", token)) }
        let promise = Promise(tell)
        do {
            let next = try await client.get(
                APIRequest(path(version), query: query), mayRepeat: { token != nil || promise.token == nil }
            ) { [decoder, kind, namespace] _, body in
                try await decoder.page(kind, in: namespace, body) { promise.hear($0) }
            }
            guard promise.isKept(by: next) else { throw PagesMoved() }
            return next
        } catch let error as APIError where token == nil && promise.token != nil {
            throw FirstPageBroken(error: error)
        } catch let error as APIError where token != nil && error.isNotThere {
            // A list that has begun cannot be of a kind that is not there.
            throw PageProblem.vanishedPage(error)
        }
    }

    private func path(_ version: String) -> String {
        let place = namespace.map { "/namespaces/\($0)" } ?? ""
        return "\(kind.root(version))\(place)/\(resource)"
    }

    private func look(_ outcome: Coverage.Outcome, _ fault: ListFault?) -> ListResult {
        ListResult(kind: kind, namespace: namespace, outcome: outcome, fault: fault)
    }
}

extension ObjectKind {
    /// Where a version of its group begins: `/apis/apps/v1`, and `/api/v1` for the core group.
    func root(_ version: String) -> String { group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)" }
}

/// The first page was not read to its end, but another is read already because it told of it.
private struct FirstPageBroken: Error {
    let error: APIError
}

/// A page that was asked for again led elsewhere than it did before.
private struct PagesMoved: Error {}

/// What a page told of the next before it was read to its end, however often it was asked for.
private final class Promise: Sendable {
    private let told = Mutex<(first: String?, isBroken: Bool)>((nil, false))
    private let tell: @Sendable (String) -> Void

    /// - Parameter tell: Hears of the first.
    init(_ tell: @escaping @Sendable (String) -> Void) { self.tell = tell }

    /// What was told; nil while nothing was.
    var token: String? { told.withLock { $0.first } }

    func hear(_ token: String) {
        let isNew = told.withLock { told in
            guard let first = told.first else {
                told.first = token
                return true
            }
            if first != token { told.isBroken = true }
            return false
        }
        if isNew { tell(token) }
    }

    /// Whether the page that was read to its end leads to where it said, and always said the same.
    func isKept(by next: String?) -> Bool { told.withLock { !$0.isBroken && ($0.first == nil || $0.first == next) } }
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

    /// Whether the server does not know what was asked for.
    var isNotThere: Bool { reason == .noSuchAPI || reason == .notFound }
}
