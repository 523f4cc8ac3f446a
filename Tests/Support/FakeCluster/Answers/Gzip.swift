internal import CZlib

/// Compression as Go's servers do it.
enum Gzip {
    /// Kubernetes compresses at Go's level 1 (`defaultGzipContentEncodingLevel`), which zlib's first level comes near to.
    static let level: Int32 = 1
    /// Shorter answers are not compressed, even when asked (`defaultGzipThresholdBytes`).
    static let threshold = 128 * 1024

    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        var stream = z_stream()
        guard czlib_gzip_begin(&stream, level) == Z_OK else { return bytes }
        defer { deflateEnd(&stream) }
        var source = bytes
        return source.withUnsafeMutableBufferPointer { source in
            let bound = Int(deflateBound(&stream, UInt(source.count))) + 64
            return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                deflate(&stream, Z_FINISH)
                count = bound - Int(stream.avail_out)
            }
        }
    }
}

extension Answer {
    /// Compressed whatever its length, and whoever asks.
    func gzipped() -> Answer {
        guard case .whole(let bytes) = body else { return self }
        var answer = self
        answer.body = .whole(Gzip.compress(bytes))
        answer.headers += [("content-encoding", "gzip"), ("vary", "Accept-Encoding")]
        answer.mayCompress = false
        return answer
    }

    /// Compressed where a real server would.
    func compressed(for call: Call) -> Answer {
        guard mayCompress, call.acceptsGzip, case .whole(let bytes) = body, bytes.count > Gzip.threshold else { return self }
        return gzipped()
    }
}
