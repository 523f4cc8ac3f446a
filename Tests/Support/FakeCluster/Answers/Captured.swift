import Foundation

/// An answer of a real cluster, as it was captured: the request, the status, the headers, the body.
package struct Captured: Sendable {
    /// The request's path and query.
    package let target: String
    /// Its headers.
    package let requestHeaders: [(String, String)]
    /// The status of the answer.
    package let status: Int
    /// The answer's headers.
    package let headers: [(String, String)]
    /// The answer's body.
    package let body: [UInt8]

    /// Where captured answers are.
    package static var folder: String { Bundle.module.bundlePath + "/Data" }

    /// Reads one: `NAME.head` and `NAME.json`.
    package init(named name: String) throws {
        let head = try String(contentsOfFile: "\(Captured.folder)/\(name).head", encoding: .utf8)
        body = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(Captured.folder)/\(name).json")))
        var target = ""
        var asked: [(String, String)] = []
        var told: [(String, String)] = []
        var status = 0
        for line in head.split(whereSeparator: \.isNewline) {
            if line.hasPrefix("# GET ") {
                target = String(line.dropFirst("# GET ".count))
            } else if line.hasPrefix("HTTP/") {
                status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            } else if let colon = line.firstRange(of: ": ") {
                let name = String(line[..<colon.lowerBound])
                let value = String(line[colon.upperBound...])
                if name.hasPrefix("# ") { asked.append((String(name.dropFirst(2)), value)) } else { told.append((name, value)) }
            }
        }
        self.target = target
        requestHeaders = asked
        self.status = status
        headers = told
    }
}
