internal import Glibc
internal import Model
internal import Questions
internal import Record
internal import Synchronization

/// Until when a webhook was told, a line a target and cluster, in `RECORD.notified` beside the record.
///
/// Where there is no line yet, it begins with the newest snapshot there is: whoever turns it on is not told of the whole past.
final class NotifyCursor: Sendable {
    private let file: String
    private let target: String
    private let known = Mutex<[String: Instant]?>(nil)

    init(path: String, target: String) {
        file = path + ".notified"
        self.target = target
    }

    /// The next snapshot of a cluster that was not told of, with what changed in it.
    func next(of cluster: String, in path: String, events: Set<SnapshotNews.Event>) throws -> SnapshotNews? {
        do {
            guard let last = try read()[cluster] else {
                // The first look at a cluster ever: there is nothing before it that it could have changed.
                if let newest = try SnapshotNews.newest(in: path)[cluster] { try told(cluster, until: newest) }
                return nil
            }
            return try SnapshotNews.next(in: path, of: cluster, after: last, events: events)
        } catch StoreError.missing {
            return nil
        }
    }

    /// Notes that a snapshot was told of, before anything else is done.
    func told(_ cluster: String, until instant: Instant) throws {
        var all = try read()
        all[cluster] = instant
        let others = try lines().filter { !$0.hasPrefix("\(target) ") }
        let own = all.sorted { $0.key < $1.key }.map { "\(target) \($0.value) \($0.key)" }
        try write((others + own).joined(separator: "\n") + "\n")
        known.withLock { $0 = all }
    }

    private func read() throws -> [String: Instant] {
        if let known = known.withLock({ $0 }) { return known }
        var all: [String: Instant] = [:]
        for line in try lines() {
            let words = line.split(separator: " ", maxSplits: 2).map(String.init)
            if words.count == 3, words[0] == target, let instant = Instant(words[1]) { all[words[2]] = instant }
        }
        known.withLock { $0 = all }
        return all
    }

    private func lines() throws -> [String] {
        guard let handle = fopen(file, "r") else {
            if errno == ENOENT { return [] }
            throw CursorError(file: file, reason: String(cString: strerror(errno)))
        }
        defer { fclose(handle) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Whole or not at all.
    private func write(_ text: String) throws {
        let temporary = file + ".new"
        guard let handle = fopen(temporary, "w") else {
            throw CursorError(file: temporary, reason: String(cString: strerror(errno)))
        }
        let bytes = Array(text.utf8)
        let isWritten = fwrite(bytes, 1, bytes.count, handle) == bytes.count && fflush(handle) == 0 && fsync(fileno(handle)) == 0
        fclose(handle)
        guard isWritten, rename(temporary, file) == 0 else {
            throw CursorError(file: file, reason: String(cString: strerror(errno)))
        }
    }
}

/// How far the webhook was told could not be kept.
struct CursorError: Error, CustomStringConvertible {
    let file: String
    let reason: String

    var description: String { "\(file): \(reason)" }
}
