import NIOCore

/// A body on its way.
final class Sending {
    enum Ending { case whole, reset }

    /// How it ends.
    let ending: Ending
    /// How long to wait behind each piece; nil for not at all.
    let pause: TimeAmount?
    /// Whether it waits.
    var isPaused = false
    private let pieces: () -> ByteBuffer?

    init(_ answer: Answer) {
        var left = Int.max
        var step = 1 << 18
        switch answer.manner {
        case .resetAfter(let bytes):
            left = bytes
            ending = .reset
            pause = nil
        case .closedAfter(let bytes):
            left = bytes
            ending = .whole
            pause = nil
        case .pieces(let bytes, let until, let resets):
            step = max(1, bytes)
            left = until
            ending = resets ? .reset : .whole
            pause = nil
        case .slowly(let bytesPerSecond):
            step = max(1, bytesPerSecond / 20)
            ending = .whole
            pause = .milliseconds(50)
        case .plain, .never:
            ending = .whole
            pause = nil
        }
        var whole = ByteBuffer()
        var produced: (() -> [UInt8]?)?
        switch answer.body {
        case .whole(let bytes): whole = ByteBuffer(bytes: bytes)
        case .produced(let next): produced = next
        }
        pieces = {
            while whole.readableBytes == 0, let more = produced?() { whole = ByteBuffer(bytes: more) }
            let length = min(step, left, whole.readableBytes)
            guard length > 0 else { return nil }
            left -= length
            return whole.readSlice(length: length)
        }
    }

    func next() -> ByteBuffer? { pieces() }
}
