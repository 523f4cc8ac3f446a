import Foundation
import Testing
import Yams

/// One object of the manifests in `deploy/kubernetes`.
struct Manifest {
    let file: String
    let kind: String
    let object: [String: Any]

    /// Every object of every manifest.
    static func all() throws -> [Manifest] {
        try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/deploy/kubernetes").sorted().flatMap(of(file:))
    }

    static func of(file: String) throws -> [Manifest] {
        let text = try Repository.text("deploy/kubernetes/\(file)")
        return try Yams.load_all(yaml: text).map { document in
            let object = try #require(document as? [String: Any], "\(file)")
            return Manifest(file: file, kind: try #require(object["kind"] as? String, "\(file)"), object: object)
        }
    }

    static func one(_ kind: String, of file: String) throws -> Manifest {
        try #require(try of(file: file).first { $0.kind == kind }, "\(kind) of \(file)")
    }

    /// What a path of keys leads to: `at("spec", "template")`.
    func at(_ path: String...) -> Any? {
        path.reduce(object as Any?) { ($0 as? [String: Any])?[$1] }
    }

    var name: String? { at("metadata", "name") as? String }
    var namespace: String? { at("metadata", "namespace") as? String }
    var source: String { "\(file): \(kind) \(name ?? "")" }

    /// The pod it makes, whatever makes it.
    var podSpec: [String: Any]? {
        (at("spec", "template", "spec") ?? at("spec", "jobTemplate", "spec", "template", "spec")) as? [String: Any]
    }

    var containers: [[String: Any]] { podSpec?["containers"] as? [[String: Any]] ?? [] }
}

/// One thing that somebody may do with one sort of objects.
struct Right: Hashable, CustomStringConvertible {
    var verb: String
    var group: String
    var resource: String
    /// The only object it holds for; nil is any.
    var name: String?

    var description: String { "\(verb) \(resource).\(group)\(name.map { "/\($0)" } ?? "")" }
}

extension Manifest {
    /// What a Role or ClusterRole allows, one by one.
    var rights: [Right] {
        get throws {
            let rules = try #require(object["rules"] as? [[String: Any]], "\(source)")
            return try rules.flatMap(rights(of:))
        }
    }

    private func rights(of rule: [String: Any]) throws -> [Right] {
        let names: [String?] = rule["resourceNames"] as? [String] ?? [nil]
        let groups = try #require(rule["apiGroups"] as? [String], "\(source)")
        let resources = try #require(rule["resources"] as? [String], "\(source)")
        let verbs = try #require(rule["verbs"] as? [String], "\(source)")
        return groups.flatMap { group in
            resources.flatMap { resource in
                verbs.flatMap { verb in names.map { Right(verb: verb, group: group, resource: resource, name: $0) } }
            }
        }
    }
}
