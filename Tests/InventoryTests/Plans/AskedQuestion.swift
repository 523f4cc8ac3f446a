import Words

@testable import Model
@testable import Questions
@testable import Record

/// Every question there is, each in the ways that make it run other SQL.
struct AskedQuestion: CustomStringConvertible {
    let name: String
    let ask: (RecordReader) throws -> Void

    var description: String { name }

    private init(_ name: String, _ ask: @escaping (RecordReader) throws -> Void) {
        self.name = name
        self.ask = ask
    }

    private static let digest = "sha256:" + String(repeating: "3", count: 64)
    private static let shop = Filter(cluster: "prod", namespaces: ["shop"])

    static var all: [AskedQuestion] { standing + histories + findings }

    private static var standing: [AskedQuestion] {
        View.contract.flatMap { view in
            [
                AskedQuestion("get \(view.name)") { _ = try $0.standing(view) },
                AskedQuestion("get \(view.name) of a namespace") { _ = try $0.standing(view, shop) },
            ]
        } + [
            AskedQuestion("get deployment/w0") {
                _ = try $0.standing(.workloads, Filter(namespaces: ["shop"], kinds: [.deployment], names: ["w0"]))
            },
            AskedQuestion("get istag/s0:t0") { _ = try $0.standing(.istags, Filter(names: ["s0:t0"])) },
        ]
    }

    private static var histories: [AskedQuestion] {
        [
            AskedQuestion("history istag/s0:t0") { _ = try $0.history(of: Subject("istag/s0:t0")) },
            AskedQuestion("history istag/s0:t0 of a namespace") { _ = try $0.history(of: Subject("istag/s0:t0"), shop) },
            AskedQuestion("history imagestream/s0") { _ = try $0.history(of: Subject("imagestream/s0")) },
            AskedQuestion("history deployment/w0") { _ = try $0.history(of: Subject("deployment/w0")) },
            AskedQuestion("used DIGEST") { _ = try $0.used(digest) },
            AskedQuestion("used a digest's beginning") { _ = try $0.used(String(digest.prefix(31))) },
            AskedQuestion("used REFERENCE") { _ = try $0.used("nginx:1.1") },
            AskedQuestion("used PATTERN") { _ = try $0.used("docker.io/*") },
            AskedQuestion("used REPOSITORY") { _ = try $0.used("docker.io/library/nginx") },
            AskedQuestion("used istag/s0:t0") { _ = try $0.used("istag/s0:t0") },
            AskedQuestion("used DIGEST by Pods") { _ = try $0.used(digest, ran: true) },
            AskedQuestion("used deployment/w0") { _ = try $0.used("deployment/w0") },
        ]
    }

    private static var findings: [AskedQuestion] {
        [
            AskedQuestion("long-references") { _ = try LongReferences(in: $0) },
            AskedQuestion("registries") { _ = try $0.registries(shop) },
            AskedQuestion("stale") { _ = try $0.stale() },
            AskedQuestion("drift") { _ = try $0.drift() },
            AskedQuestion("drift of a namespace") { _ = try $0.drift(shop) },
            AskedQuestion("problems") { _ = try $0.problems() },
            AskedQuestion("snapshots") { _ = try $0.snapshots() },
            AskedQuestion("status") { _ = try $0.status() },
        ]
    }
}
