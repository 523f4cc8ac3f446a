import Foundation

/// Writes what Foundation read from JSON as the block YAML that `oc -o yaml` prints: sorted, and text plain where it may be.
func yaml(_ value: Any, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    switch value {
    case let object as [String: Any] where !object.isEmpty:
        return object.sorted { $0.key < $1.key }.map { key, value in
            margin + scalar(key) + ":" + child(value, indent: indent, isElement: false)
        }.joined()
    case let array as [Any] where !array.isEmpty:
        return array.map { margin + "-" + child($0, indent: indent, isElement: true) }.joined()
    case is [String: Any]: return "\(margin){}\n"
    case is [Any]: return "\(margin)[]\n"
    default: return margin + scalar(value) + "\n"
    }
}

private func child(_ value: Any, indent: Int, isElement: Bool) -> String {
    let isEmpty = (value as? [String: Any])?.isEmpty ?? (value as? [Any])?.isEmpty ?? true
    if isEmpty { return " " + yaml(value) }
    if isElement { return " " + yaml(value, indent: indent + 2).drop { $0 == " " } }
    return "\n" + yaml(value, indent: value is [Any] ? indent : indent + 2)
}

private func scalar(_ value: Any) -> String {
    switch value {
    case let text as String:
        let isPlain = text.wholeMatch(of: /[A-Za-z][A-Za-z0-9\/._@-]*(:[A-Za-z0-9\/._@-]+)*|20[0-9T:Z-]+/) != nil
        let isWord = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
        return isPlain && !isWord ? text : "\"" + escaped(text) + "\""
    case let number as NSNumber where String(cString: number.objCType) == "c": return "\(number.boolValue)"
    case let number as NSNumber: return "\(number)"
    default: return "null"
    }
}

private func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n").replacing(
        "\t", with: "\\t")
}
