import Foundation

/// What is sent back, and how.
struct Answer {
    /// How a body travels.
    enum Manner {
        /// As fast as it is taken.
        case plain
        /// The connection is reset behind this many bytes of the body.
        case resetAfter(bytes: Int)
        /// The body stops behind this many bytes, and the connection is closed in good order.
        case closedAfter(bytes: Int)
        /// In pieces of this many bytes; behind so many bytes in all it stops, and the connection is reset or closed in good order.
        case pieces(bytes: Int, until: Int, resets: Bool)
        /// This many bytes a second.
        case slowly(bytesPerSecond: Int)
        /// Not at all: the request is left hanging.
        case never
    }

    /// A body, piece by piece.
    enum Body {
        case whole([UInt8])
        /// Asked for the next piece until there is none.
        case produced(() -> [UInt8]?)
    }

    var status: Int
    var contentType = "application/json"
    /// Headers beside the usual ones.
    var headers: [(String, String)] = []
    var body: Body
    var manner = Manner.plain
    /// How long the server thinks before it answers.
    var delay: Double = 0
    /// What is watched; the body is then what happens from now on.
    var watch: WatchCall?
    /// Whether gzip is considered at all.
    var mayCompress = false

    init(status: Int = 200, body: Body) {
        self.status = status
        self.body = body
    }

    init(status: Int = 200, _ text: String) { self.init(status: status, body: .whole(Array(text.utf8))) }

    /// A plain text, as errors from outside the API machinery are.
    static func text(_ status: Int, _ text: String) -> Answer {
        var answer = Answer(status: status, text)
        answer.contentType = "text/plain; charset=utf-8"
        answer.headers.append(("x-content-type-options", "nosniff"))
        return answer
    }

    /// A `Status` object.
    ///
    /// - Parameter details: The members of `details`, as JSON text.
    static func failure(_ status: Int, _ reason: String, _ message: String, details: String? = nil, metadata: String = "")
        -> Answer
    {
        let details = details.map { #","details":{\#($0)}"# } ?? ""
        return Answer(
            status: status,
            #"{"kind":"Status","apiVersion":"v1","metadata":{\#(metadata)},"status":"Failure","message":"# + quoted(message)
                + #","reason":"\#(reason)"\#(details),"code":\#(status)}"# + "\n")
    }
}

/// A text as a JSON string.
func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": result += "\\\""
        case "\\": result += "\\\\"
        case "\n": result += "\\n"
        case let control where control.value < 0x20:
            result += "\\u" + String(repeating: "0", count: control.value < 16 ? 3 : 2) + String(control.value, radix: 16)
        default: result.unicodeScalars.append(scalar)
        }
    }
    return result + "\""
}
