import Foundation

/// A dump that cannot be served.
package struct UnusableDump: Error, CustomStringConvertible {
    /// The file or folder.
    package let path: String
    /// What is wrong with it.
    package let reason: String

    package var description: String { "\(path): \(reason)" }
}

extension StoredContents {
    /// What a folder of dumps shows, a file a kind: what `oc get KIND -A -o json` printed, or raw lists of the API.
    package init(dump folder: String, resourceVersion: Int = 1) throws {
        self.init(resourceVersion: resourceVersion)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        for name in names.sorted() {
            let plural = name.dropLast(".json".count).replacing("list-", with: "")
            guard let resource = Resource.named(String(plural)) else { continue }
            try read(resource, from: "\(folder)/\(name)")
        }
    }

    /// Takes in one list. Raw lists keep their bytes to the letter.
    package mutating func read(_ resource: Resource, from path: String) throws {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard let items = RawList.items(of: bytes) else { throw UnusableDump(path: path, reason: "it holds no list of objects") }
        fill(
            resource,
            try items.map { item in
                guard var object = try JSONSerialization.jsonObject(with: Data(item)) as? [String: Any],
                    let metadata = object["metadata"] as? [String: Any], let name = metadata["name"] as? String
                else { throw UnusableDump(path: path, reason: "an object in it has no name") }
                let key = ObjectKey(namespace: metadata["namespace"] as? String ?? "", name: name)
                guard object["kind"] != nil, object["apiVersion"] != nil else { return (key, Array(item)) }
                // Raw lists say the kind once, for all; `oc` says it in every object.
                object["kind"] = nil
                object["apiVersion"] = nil
                let json = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
                return (key, [UInt8](json))
            })
    }
}

/// Finds the objects of a list in its bytes, without changing one of them.
enum RawList {
    /// The elements of the outermost `items`, or nil where there is none.
    static func items(of bytes: [UInt8]) -> [ArraySlice<UInt8>]? {
        guard let start = bytes.firstRange(of: Array(#""items""#.utf8))?.upperBound else { return nil }
        guard let open = bytes[start...].firstIndex(of: UInt8(ascii: "[")) else { return nil }
        var items: [ArraySlice<UInt8>] = []
        var depth = 0
        var begin = open + 1
        var isInText = false
        var index = open
        while index < bytes.endIndex {
            let byte = bytes[index]
            if isInText {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { isInText = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): isInText = true
                case UInt8(ascii: "{"), UInt8(ascii: "["):
                    depth += 1
                    if depth == 2 { begin = index }
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 1 { items.append(bytes[begin...index]) }
                    if depth == 0 { return items }
                default: break
                }
            }
            index += 1
        }
        return nil
    }
}
