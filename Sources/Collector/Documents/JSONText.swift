internal import CSimdjson

/// Parses small JSON texts that stand inside objects, such as the triggers annotation. Reused from text to text.
final class JSONText {
    private let parser: OpaquePointer?

    init() {
        parser = json_parser_create()
    }

    deinit {
        json_parser_destroy(parser)
    }

    /// Gives the text's value to `body`; nil where it is no JSON, which is for the caller to judge.
    func parse<Result>(_ text: String, _ body: (JSONNode) throws -> Result) rethrows -> Result? {
        guard let parser else { return nil }
        var text = text
        var root = json_node()
        let problem = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { json_parser_parse(parser, $0.baseAddress, $0.count, &root) }
        }
        guard problem == nil else { return nil }
        return try body(JSONNode(node: root))
    }
}
