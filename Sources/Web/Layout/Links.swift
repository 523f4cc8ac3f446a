internal import Model
internal import Report
internal import Synchronization

/// Addresses of pages. What a reader chose for all pages, the time, the cluster and the language, goes along.
struct Links: Sendable {
    /// What goes along.
    let kept: Query
    /// The folder that pages are written into; nil where they are served.
    let folder: SiteFolder?

    /// The address of a page; nil where a folder has none.
    func to(_ path: [String], _ query: Query = Query()) -> String? {
        if let folder { return folder.name(of: path, query) }
        return address(path, kept.pairs.reduce(query) { $0.with($1.name, $0[$1.name] ?? $1.value) })
    }

    func to(_ path: String..., query: Query = Query()) -> String? { to(path, query) }

    /// The same page at another instant; nil is the present. A folder has but one.
    func at(_ instant: Instant?, _ path: [String], _ query: Query) -> String? {
        guard folder == nil else { return nil }
        return address(path, query.with("at", instant?.description))
    }

    private func address(_ path: [String], _ query: Query) -> String {
        let text = query.text
        return "/" + path.map(Percent.encoded).joined(separator: "/") + (text.isEmpty ? "" : "?\(text)")
    }

    // What pages are about.

    func namespace(_ name: String) -> String? { to("namespace", name) }

    func workload(_ namespace: String, _ kind: String, _ name: String) -> String? { to("workload", namespace, kind, name) }

    func stream(_ namespace: String, _ name: String) -> String? { to("imagestream", namespace, name) }

    func tag(_ namespace: String, _ istag: String) -> String? { to("istag", namespace, istag) }

    func object(_ namespace: String, _ kind: String, _ name: String) -> String? {
        switch kind {
        case "ImageStream": stream(namespace, name)
        case "ImageStreamTag": tag(namespace, name)
        default: workload(namespace, kind, name)
        }
    }

    /// The page of the image that a reference or a digest names; of a reference by tag, who ever used it.
    func image(_ reference: String) -> String? {
        if let digest = Links.digest(of: reference) { return to("image", digest) }
        // What is no reference was never pulled by anybody, so there is nothing to tell of it.
        return ImageReference(reference).parts == nil ? nil : to("used", reference)
    }

    /// The digest that a text is or, after an `@`, ends in.
    static func digest(of text: String) -> String? {
        let digest = String(text.suffix(71))
        guard digest.utf8.count == 71, digest.hasPrefix("sha256:"),
            digest.utf8.dropFirst(7).allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
            text.utf8.count == 71 || text.utf8.dropLast(71).last == UInt8(ascii: "@")
        else { return nil }
        return digest
    }
}

/// A link, or the content alone where there is nowhere to lead.
func link(_ href: String?, _ content: String, _ attributes: [(String, String?)] = []) -> String {
    guard let href else { return content }
    return HTML.element("a", [("href", href)] + attributes, content)
}

/// The pages that were asked for while a folder is written, each under a name of its own.
final class SiteFolder: Sendable {
    private struct State {
        var names: [String: String] = [:]
        var taken: Set<String> = []
        var due: [(path: [String], query: Query)] = []
    }

    private let state = Mutex(State())

    /// What a folder has of all pages; the others need a server.
    private static let kinds: Set<String> = [
        "", "view", "namespace", "namespaces", "workload", "imagestream", "istag", "image", "stale", "long-references",
        "problems",
        "record", "registries", "cleanup", "drift", "running", "used",
    ]

    func name(of path: [String], _ query: Query) -> String? {
        guard Self.kinds.contains(path.first ?? ""), query.without("page").pairs.isEmpty else { return nil }
        let key = path.joined(separator: "\u{0}") + "\u{1}" + query.text
        return state.withLock { state in
            if let name = state.names[key] { return name }
            let words = path.isEmpty ? "index" : path.joined(separator: "-") + (query["page"].map { "-page-\($0)" } ?? "")
            let plain = String(
                words.prefix(120).map { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) ? $0 : "_" })
            var name = "\(plain).html"
            var count = 2
            while !state.taken.insert(name.lowercased()).inserted {
                name = "\(plain)~\(count).html"
                count += 1
            }
            state.names[key] = name
            state.due.append((path, query))
            return name
        }
    }

    /// The next page that was linked to and not made yet.
    func next() -> (path: [String], query: Query)? { state.withLock { $0.due.isEmpty ? nil : $0.due.removeFirst() } }
}

/// Addresses of the API.
enum APIAddress {
    /// The address of an answer, as a page links to it.
    static func of(_ path: [String], _ context: PageContext, _ query: Query) -> String {
        let text = query.with("at", context.moment.instant?.description).with("cluster", context.moment.cluster)
            .without("lang").text
        return "/" + path.map(Percent.encoded).joined(separator: "/") + (text.isEmpty ? "" : "?\(text)")
    }
}
