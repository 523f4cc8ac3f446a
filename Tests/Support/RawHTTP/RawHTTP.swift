import Foundation
import Glibc

/// Speaks to a server byte by byte, as no well-behaved client would.
package final class RawHTTP: Sendable {
    private let descriptor: Int32

    /// No server took the connection.
    package struct NotConnected: Error {}

    /// Connects to a port of this machine.
    package init(port: Int) throws {
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
        guard result == 0 else { throw NotConnected() }
    }

    deinit { close(descriptor) }

    /// Sends; a server that hung up already takes nothing more, which is no failure of the test.
    package func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    /// Says that nothing more will come.
    package func finish() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// All that the server says until it hangs up.
    package func rest() async -> String { await read(isWhole: false) }

    /// One answer as long as it says that it is, of a server that does not hang up.
    package func answer() async -> String { await read(isWhole: true) }

    /// Reads on a thread of its own.
    private func read(isWhole: Bool) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { [descriptor] in
                var all: [UInt8] = []
                var block = [UInt8](repeating: 0, count: 65_536)
                var length: Int?
                while length.map({ all.count < $0 }) ?? true {
                    let count = Glibc.read(descriptor, &block, block.count)
                    guard count > 0 else { break }
                    all += block[..<count]
                    if isWhole, length == nil { length = Self.length(all) }
                }
                continuation.resume(returning: String(decoding: all, as: UTF8.self))
            }
        }
    }

    /// How long an answer is in all, once its head is there and says so.
    private static func length(_ bytes: [UInt8]) -> Int? {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).lowercased()
        return head.firstMatch(of: /content-length: *([0-9]+)/).flatMap { Int($0.output.1) }.map { end.upperBound + $0 }
    }

    /// One question on a connection of its own.
    package static func ask(_ port: Int, _ request: String) async throws -> String {
        let connection = try RawHTTP(port: port)
        connection.send(request)
        return await connection.rest()
    }
}
