import Glibc
import Model

@testable import Collector

/// How documents are written.
enum FuzzedFormat { case json, yaml }

/// A dump is read whole or refused with a reason, whatever it holds, and however its bytes come.
func fuzzDocuments(_ bytes: [UInt8], as format: FuzzedFormat) {
    let whole = outcome(of: bytes, as: format, block: 1 << 16)
    guard format == .json, bytes.count < 4_000 else { return }
    precondition(outcome(of: bytes, as: format, block: 1 + bytes.count % 7) == whole, "the blocks' size decides")
    precondition(outcome(of: bytes, as: format, block: 1 + bytes.count % 64, ahead: true) == whole, "a second thread decides")
}

/// The names of what was found, or nil where it was refused.
private func outcome(of bytes: [UInt8], as format: FuzzedFormat, block: Int, ahead: Bool = false) -> [String]? {
    let gathering = SnapshotBuilder(scope: .all, covers: [], leavesOut: false)
    let decoder = FileDecoder(file: "fuzz", named: nil, gathering: gathering)
    do {
        switch format {
        case .json:
            var reader = JSONReader(largestObject: 1 << 20)
            reader.blockSize = block
            if ahead {
                reader.batchSize = 8 * block
                let isRead = try withPipe(holding: bytes) { try reader.read(ahead: $0, start: [], into: decoder) }
                precondition(isRead, "no thread")
            } else {
                try reader.read(from: FuzzedBytes(bytes), into: decoder)
            }
        case .yaml: try YAMLReader().read(String(decoding: bytes, as: UTF8.self), into: decoder)
        }
        try decoder.finish()
        let collected = try gathering.assembled(cluster: "fuzz", takenAt: Instant(secondsSince1970: 0), source: "fuzz")
        let snapshot = try collected.snapshot(collected.gathered.header { "\($0)" })
        return snapshot.workloads.map { "\($0.id)" } + snapshot.imageStreamTags.map { "\($0.id)" }
    } catch {
        precondition(!"\(error)".isEmpty, "a refusal without a word")
        return nil
    }
}

/// Bytes in memory as a source.
private final class FuzzedBytes: ByteSource {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let some = rest.prefix(buffer.count)
        buffer.copyBytes(from: some)
        rest = rest.dropFirst(some.count)
        return some.count
    }
}

/// Lends a descriptor that gives these bytes, no more than a pipe holds.
private func withPipe(holding bytes: [UInt8], _ body: (Int32) throws -> Bool) throws -> Bool {
    var ends: [Int32] = [0, 0]
    precondition(pipe(&ends) == 0 && write(ends[1], bytes, bytes.count) == bytes.count, "no pipe")
    close(ends[1])
    defer { close(ends[0]) }
    return try body(ends[0])
}
