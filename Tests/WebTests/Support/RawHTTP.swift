import Foundation
import Glibc
import Testing

/// Speaks to a server byte by byte, as no well-behaved client would.
final class RawHTTP: Sendable {
    private let descriptor: Int32

    /// Connects to a port of this machine.
    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    /// Sends; a server that hung up already takes nothing more, which is no failure of the test.
    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Says that nothing more will come.
    func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// All that the server says until it hangs up, read on a thread of its own.
    func rest() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [descriptor] in
                var all: [UInt8] = []
                var block = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let count = read(descriptor, &block, block.count)
                    guard count > 0 else { break }
                    all += block[..<count]
                }
                continuation.resume(returning: String(decoding: all, as: UTF8.self))
            }
        }
    }

    /// One answer as long as it says that it is, of a server that does not hang up.
    func answer() async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [descriptor] in
                var all: [UInt8] = []
                var block = [UInt8](repeating: 0, count: 65_536)
                while true {
                    let count = read(descriptor, &block, block.count)
                    guard count > 0 else { break }
                    all += block[..<count]
                    let text = String(decoding: all, as: UTF8.self)
                    guard let end = text.range(of: "\r\n\r\n"),
                        let length = text[..<end.lowerBound].lowercased().firstMatch(of: /content-length: *([0-9]+)/).flatMap({
                            Int($0.output.1)
                        })
                    else { continue }
                    if text[end.upperBound...].utf8.count >= length { break }
                }
                continuation.resume(returning: String(decoding: all, as: UTF8.self))
            }
        }
    }

    /// One question on a connection of its own.
    static func ask(_ port: Int, _ request: String) async throws -> String {
        let connection = try RawHTTP(port: port)
        connection.send(request)
        return await connection.rest()
    }
}
