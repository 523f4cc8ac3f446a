/// A GET of something below the server's address.
public struct APIRequest: Sendable, Hashable, CustomStringConvertible {
    /// From the root, as `/apis/apps/v1/deployments`.
    public var path: String
    /// `limit`, `continue` and the like.
    public var query: [Parameter]
    /// The formats that are understood.
    public var accept: String
    /// Whether its answer goes on for as long as the server likes.
    var isStream = false

    /// One `name=value` of a query.
    public struct Parameter: Sendable, Hashable {
        let name: String
        let value: String
    }

    /// Asks for a path, as JSON.
    public init(_ path: String, query: [(String, String)] = [], accept: String = "application/json") {
        self.path = path
        self.query = query.map { Parameter(name: $0.0, value: $0.1) }
        self.accept = accept
    }

    /// The path, without the query, which may hold a long token.
    public var description: String { "GET \(path)" }

    /// The path and the query, as they go over the wire.
    var target: String {
        guard !query.isEmpty else { return Self.encoded(path, keeping: "/:") }
        let parameters = query.map { "\($0.name)=\(Self.encoded($0.value, keeping: ""))" }
        return "\(Self.encoded(path, keeping: "/:"))?\(parameters.joined(separator: "&"))"
    }

    /// https://www.rfc-editor.org/rfc/rfc3986#section-2.3
    private static func encoded(_ text: String, keeping kept: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where kept.utf8.contains(byte): result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
