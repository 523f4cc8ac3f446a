import Foundation
import Testing

/// What the API lets objects hold, strictly: a field that it does not know is a mistake.
struct Schemas {
    private let kinds: [String: String]
    private let definitions: [String: [String: Any]]

    init() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Repository.root)/Tests/ServiceTests/Data/schemas.json"))
        let all = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        kinds = try #require(all["kinds"] as? [String: String])
        definitions = try #require(all["$defs"] as? [String: [String: Any]])
    }

    /// What is wrong with an object, each with the path to it.
    func faults(of object: [String: Any]) -> [String] {
        let name = "\(object["apiVersion"] ?? "") \(object["kind"] ?? "")"
        guard let definition = kinds[name] else { return ["\(name) is not in Tests/ServiceTests/Data/schemas.json"] }
        return faults(of: object, by: ["$ref": "#/$defs/\(definition)"], at: "")
    }

    private func faults(of value: Any, by schema: [String: Any], at path: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            guard let definition = definitions[String(reference.dropFirst("#/$defs/".count))] else {
                return ["\(path): no \(reference)"]
            }
            return faults(of: value, by: definition, at: path)
        }
        if let choices = schema["oneOf"] as? [[String: Any]] {
            return choices.contains { faults(of: value, by: $0, at: path).isEmpty }
                ? [] : ["\(path): \(value) is of no kind that may be here"]
        }
        var found: [String] = []
        let types = schema["type"] as? [String] ?? (schema["type"] as? String).map { [$0] } ?? []
        if !types.isEmpty, !types.contains(where: { Schemas.is(value, $0) }) {
            found.append("\(path): \(value) is no \(types[0])")
        }
        if let allowed = schema["enum"] as? [Any?], !allowed.contains(where: { "\($0 ?? "")" == "\(value)" }) {
            found.append("\(path): \(value) is none of \(allowed)")
        }
        if let object = value as? [String: Any] { found += faults(ofMembers: object, by: schema, at: path) }
        if let list = value as? [Any], let items = schema["items"] as? [String: Any] {
            found += list.enumerated().flatMap { faults(of: $1, by: items, at: "\(path)[\($0)]") }
        }
        return found
    }

    private func faults(ofMembers object: [String: Any], by schema: [String: Any], at path: String) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var found = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map { "\(path).\($0) is missing" }
        for (name, value) in object {
            if let property = properties[name] ?? schema["additionalProperties"] as? [String: Any] {
                found += faults(of: value, by: property, at: "\(path).\(name)")
            } else if schema["additionalProperties"] as? Bool == false {
                found.append("\(path).\(name) is not known")
            }
        }
        return found.sorted()
    }

    private static func `is`(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "string": value is String
        case "boolean": value is Bool
        case "integer": value is Int
        case "number": value is Int || value is Double
        case "object": value is [String: Any]
        case "array": value is [Any]
        default: false
        }
    }
}
