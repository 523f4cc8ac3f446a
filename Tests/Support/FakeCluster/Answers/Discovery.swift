import Foundation
import NIOHTTP1

/// What the API says of itself: a real cluster's answers, without the groups that this one lacks.
struct Discovery: Sendable {
    private let groups: Captured
    private let aggregated: Captured

    init() throws {
        groups = try Captured(named: "apis")
        aggregated = try Captured(named: "apis-aggregated")
    }

    /// `/apis`, or `/api`, in the form that was asked for.
    func roots(_ call: Call, absent: Set<String>, down: Set<String>, _ added: AddedKinds) -> Answer {
        let wantsAggregated = call.headers["accept"].contains { $0.contains("APIGroupDiscoveryList") }
        if call.path == "/api" {
            return wantsAggregated
                ? aggregatedAnswer([Discovery.described("", freshness: "Current")])
                : Answer(#"{"kind":"APIVersions","versions":["v1"],"serverAddressByClientCIDRs":[]}"# + "\n")
        }
        if wantsAggregated {
            let items = list(aggregated, "items").filter { !absent.contains(Discovery.name($0)) }
            return aggregatedAnswer(items.map { down.contains(Discovery.name($0)) ? Discovery.stale($0) : $0 })
        }
        let left = (list(groups, "groups") + added.described).filter { !absent.contains($0["name"] as? String ?? "") }
        return json(["kind": "APIGroupList", "apiVersion": "v1", "groups": left])
    }

    /// `/apis/GROUP/VERSION` and `/api/v1`: the kinds of a version; `/apis/GROUP`: its versions.
    func group(_ group: String, version: String?, _ added: AddedKinds) -> Answer {
        guard let version else {
            let found = (list(groups, "groups") + added.described).first { $0["name"] as? String == group }
            return found.map { json($0.merging(["kind": "APIGroup", "apiVersion": "v1"]) { $1 }) } ?? .absent
        }
        let kinds = Resource.all.filter { $0.group == group && $0.version == version && added.serves($0) }
        guard !kinds.isEmpty || added.groups.contains(group) else { return .absent }
        let resources = kinds.map { kind -> [String: Any] in
            [
                "name": kind.plural, "singularName": kind.kind.lowercased(), "namespaced": kind.isNamespaced, "kind": kind.kind,
                "verbs": Discovery.verbs(of: kind),
            ]
        }
        return json([
            "kind": "APIResourceList", "apiVersion": "v1", "groupVersion": group.isEmpty ? version : "\(group)/\(version)",
            "resources": resources,
        ])
    }

    private func aggregatedAnswer(_ items: [[String: Any]]) -> Answer {
        var answer = json([
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [String: Any](), "items": items,
        ])
        answer.contentType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
        answer.headers.append(("vary", "Accept"))
        return answer
    }

    private func list(_ captured: Captured, _ member: String) -> [[String: Any]] {
        let object = try? JSONSerialization.jsonObject(with: Data(captured.body)) as? [String: Any]
        return object?[member] as? [[String: Any]] ?? []
    }

    private func json(_ object: [String: Any]) -> Answer {
        let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
        return Answer(body: .whole(data.map { [UInt8]($0) + [UInt8(ascii: "\n")] } ?? []))
    }

    private static func name(_ item: [String: Any]) -> String { (item["metadata"] as? [String: Any])?["name"] as? String ?? "" }

    /// A group whose server is down: the aggregator says what it last knew.
    private static func stale(_ item: [String: Any]) -> [String: Any] {
        let versions = (item["versions"] as? [[String: Any]] ?? []).map { $0.merging(["freshness": "Stale"]) { $1 } }
        return item.merging(["versions": versions]) { $1 }
    }

    private static func described(_ group: String, freshness: String) -> [String: Any] {
        let resources = Resource.all.filter { $0.group == group }.map { kind -> [String: Any] in
            [
                "resource": kind.plural, "responseKind": ["group": kind.group, "version": "", "kind": kind.kind],
                "scope": kind.isNamespaced ? "Namespaced" : "Cluster", "singularResource": kind.kind.lowercased(),
                "verbs": verbs(of: kind), "shortNames": kind == .namespaces ? ["ns"] : [],
            ]
        }
        let versions: [[String: Any]] = [["version": "v1", "resources": resources, "freshness": freshness]]
        return ["metadata": ["name": group], "versions": versions]
    }

    private static func verbs(of resource: Resource) -> [String] {
        let verbs = ["create", "delete", "get", "list", "patch", "update"]
        return resource == .imageStreamTags ? verbs : verbs + ["watch"]
    }
}

/// Kinds of custom resources that are served, and groups that are there without any that is known here.
struct AddedKinds: Sendable {
    var kinds: Set<Resource> = []
    var groups: Set<String> = []

    func serves(_ resource: Resource) -> Bool { !resource.isAdded || kinds.contains(resource) }

    /// As `/apis` lists their groups.
    fileprivate var described: [[String: Any]] {
        let versions = kinds.map { ($0.group, $0.version) } + groups.map { ($0, "v1alpha1") }
        return versions.sorted { $0 < $1 }.map { group, version in
            let told = ["groupVersion": "\(group)/\(version)", "version": version]
            return ["name": group, "versions": [told], "preferredVersion": told]
        }
    }
}
