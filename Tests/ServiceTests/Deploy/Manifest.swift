import Foundation
import Testing
import Yams

/// One object of what kubectl makes of a folder below `deploy/`.
struct Manifest {
    let folder: String
    let kind: String
    let object: [String: Any]

    /// What may be applied: `overlays/openshift` and the like.
    static var overlays: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: "\(Repository.root)/deploy/overlays").sorted().map {
                "overlays/\($0)"
            }
        }
    }

    static func of(_ folder: String) throws -> [Manifest] {
        try Yams.load_all(yaml: rendered(folder)).map { document in
            let object = try #require(document as? [String: Any], "\(folder)")
            return Manifest(folder: folder, kind: try #require(object["kind"] as? String, "\(folder)"), object: object)
        }
    }

    /// What an overlay of somebody's own makes, with the repository's `deploy/` beside it.
    static func ofOverlay(_ lines: String) throws -> [Manifest] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(atPath: "\(Repository.root)/deploy", toPath: "\(folder)/deploy")
        try lines.write(toFile: "\(folder)/kustomization.yaml", atomically: true, encoding: .utf8)
        return try of(folder)
    }

    static func one(_ kind: String, of folder: String) throws -> Manifest {
        try #require(try of(folder).first { $0.kind == kind }, "\(kind) of \(folder)")
    }

    /// The text of a folder as kubectl renders it; of any folder, by its whole path.
    static func rendered(_ folder: String) throws -> String {
        let path = folder.hasPrefix("/") ? folder : "\(Repository.root)/deploy/\(folder)"
        let run = try Tool.run("kubectl", "kustomize", path)
        try #require(run.status == 0, "\(folder): \(run.errors)")
        // What is deprecated is said on standard error, and ends no command.
        try #require(run.errors.isEmpty, "\(folder): \(run.errors)")
        return run.output
    }

    /// What a path of keys leads to: `at("spec", "template")`.
    func at(_ path: String...) -> Any? {
        path.reduce(object as Any?) { ($0 as? [String: Any])?[$1] }
    }

    var name: String? { at("metadata", "name") as? String }
    var namespace: String? { at("metadata", "namespace") as? String }
    var source: String { "\(folder): \(kind) \(name ?? "")" }

    /// The pod it makes, whatever makes it.
    var podSpec: [String: Any]? {
        (at("spec", "template", "spec") ?? at("spec", "jobTemplate", "spec", "template", "spec")) as? [String: Any]
    }

    var containers: [[String: Any]] { podSpec?["containers"] as? [[String: Any]] ?? [] }

    /// The collector's own container; a pod may have others beside it.
    var collector: [String: Any]? { containers.first { $0["name"] as? String == "isinventory" } }
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
