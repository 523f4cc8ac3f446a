internal import CSimdjson

/// A value of a document that simdjson holds. It must not outlive the call it was given to: the next item takes its place.
struct JSONNode: DocumentNode {
    let node: json_node
    /// Whether U+FFFD stands for NUL in texts, see ``JSONReader/replacesNUL``.
    var replacesNUL = false

    var shape: DocumentShape {
        switch json_node_type(node) {
        case JSON_NULL: .null
        case JSON_ARRAY: .array
        case JSON_OBJECT: .object
        default: .scalar
        }
    }

    subscript(key: String) -> JSONNode? {
        var key = key
        var value = json_node()
        let found = key.withUTF8 { name in
            name.withMemoryRebound(to: CChar.self) { json_node_member(node, $0.baseAddress, $0.count, &value) }
        }
        return found ? child(value) : nil
    }

    var text: String? {
        var bytes: UnsafePointer<CChar>?
        var length = 0
        guard json_node_string(node, &bytes, &length) else { return nil }
        let text = String(bytes, length)
        return replacesNUL && text.holdsNUL ? text.withoutNUL : text
    }

    var repeatedName: String? {
        var name: UnsafePointer<CChar>?
        var length = 0
        return json_node_repeats(node, &name, &length) ? String(name, length) : nil
    }

    private func child(_ node: json_node) -> JSONNode { JSONNode(node: node, replacesNUL: replacesNUL) }

    var integer: Int64? {
        var value: Int64 = 0
        return json_node_integer(node, &value) ? value : nil
    }

    var boolean: Bool? {
        var value = false
        return json_node_boolean(node, &value) ? value : nil
    }

    func forEachElement(_ body: (JSONNode) throws -> Void) rethrows {
        guard json_node_type(node) == JSON_ARRAY else { return }
        var cursor = json_node_children(node)
        var value = json_node()
        while json_cursor_next(&cursor, &value, nil, nil) { try body(child(value)) }
    }

    func forEachMember(_ body: (String, JSONNode) throws -> Void) rethrows {
        guard json_node_type(node) == JSON_OBJECT else { return }
        var cursor = json_node_children(node)
        var value = json_node()
        var name: UnsafePointer<CChar>?
        var length = 0
        while json_cursor_next(&cursor, &value, &name, &length) {
            let name = String(name, length)
            try body(replacesNUL && name.holdsNUL ? name.withoutNUL : name, child(value))
        }
    }
}

extension String {
    fileprivate var withoutNUL: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
    }

    /// Copies text that simdjson has found to be UTF-8, NUL included.
    fileprivate init(_ bytes: UnsafePointer<CChar>?, _ length: Int) {
        let raw = UnsafeRawBufferPointer(start: bytes, count: length)
        self = String(decoding: raw, as: UTF8.self)
    }
}
