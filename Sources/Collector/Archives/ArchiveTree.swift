internal import Model

/// What an archive holds, as a folder would: paths, and what stands in the files that could be part of a dump.
///
/// It is read once, in a stream. What is kept of it lies in a file without a name, so that it can be looked at in any order, as a
/// folder is; nothing is unpacked to where anybody could find it.
final class ArchiveTree {
    /// Paths of the regular files, as lists of names, sorted.
    private(set) var files: [[String]] = []
    /// Entries that are neither a regular file nor a folder, and hidden ones.
    private(set) var ignored = 0

    private var entries: [[String]: Entry] = [:]
    private let spool = SpoolBytes()

    private struct Entry {
        /// Where its content, or the end of it, lies.
        var range: Range<Int>
        var changed: Instant?
    }

    /// Reads all of it, or throws a ``DocumentProblem`` or what the source throws.
    init(_ reader: ArchiveReader, limits: ArchiveLimits = ArchiveLimits()) throws {
        var links: [(names: [String], target: String)] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while let header = try reader.next() {
            let names = try Self.names(header.path, limits)
            let isHidden = names.contains { $0.hasPrefix(".") }
            switch header.kind {
            case .folder: break
            case .file where !isHidden && !names.isEmpty:
                let range = try keep(reader, Kept(names), &block)
                guard spool.count <= limits.largestKept else { throw DocumentProblem(.archive(.tooLarge)) }
                entries[names] = Entry(range: range, changed: header.changed)
            case .link(let target) where !isHidden: links.append((names, target))
            case .file, .link, .other: ignored += 1
            }
            try reader.skip()
        }
        for link in links { follow(link.names, link.target) }
        files = entries.keys.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// A file's content, from its front; of a log, from near its end.
    func open(_ names: [String]) -> (any ByteSource)? {
        entries[names].map { SpooledBytes(spool, $0.range) }
    }

    /// When a file was last written, as far as the archive says.
    func changed(_ names: [String]) -> Instant? { entries[names]?.changed }

    /// How much of a file is of use.
    private enum Kept {
        case all, end(Int), nothing

        init(_ names: [String]) {
            let name = names.last ?? ""
            if name.isDumpName || name == "timestamp" || name == "event-filter.html" {
                self = .all
            } else {
                self = name.hasSuffix(".log") ? .end(1 << 16) : .nothing
            }
        }
    }

    private func keep(_ reader: ArchiveReader, _ kept: Kept, _ block: inout [UInt8]) throws -> Range<Int> {
        let start = spool.count
        if case .nothing = kept { return start..<start }
        var end: [UInt8] = []
        while true {
            let count = try block.withUnsafeMutableBytes { try reader.read(into: $0) }
            if count == 0 { break }
            switch kept {
            case .end(let most):
                end += block[..<count]
                if end.count > 2 * most { end.removeFirst(end.count - most) }
            default: try spool.append { $0 += block[..<count] }
            }
        }
        if case .end(let most) = kept { try spool.append { $0 += end.suffix(most) } }
        return start..<spool.count
    }

    /// An entry that is another name of a file in the archive is that file; any other link leads nowhere.
    private func follow(_ names: [String], _ target: String) {
        var path = target.hasPrefix("/") ? [] : Array(names.dropLast())
        for name in target.split(separator: "/").map(String.init) where name != "." {
            if name != ".." { path.append(name) } else if path.popLast() == nil { return ignored += 1 }
        }
        if let entry = entries[path] { entries[names] = entry } else { ignored += 1 }
    }

    /// A path's names, `.` left out; one that leads out of the archive is refused.
    private static func names(_ path: String, _ limits: ArchiveLimits) throws -> [String] {
        let names = path.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !path.hasPrefix("/"), !names.contains("..") else {
            throw DocumentProblem(.archive(.leadsOut(path)))
        }
        guard names.count <= limits.deepest else { throw DocumentProblem(.archive(.tooDeep)) }
        return names
    }
}

/// A stretch of a spool.
private final class SpooledBytes: ByteSource {
    private let spool: SpoolBytes
    private var rest: Range<Int>

    init(_ spool: SpoolBytes, _ range: Range<Int>) {
        self.spool = spool
        rest = range
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let some = rest.prefix(buffer.count)
        guard !some.isEmpty else { return 0 }
        buffer.copyBytes(from: try spool.bytes(some))
        rest = some.upperBound..<rest.upperBound
        return some.count
    }
}
