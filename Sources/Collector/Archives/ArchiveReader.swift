internal import CArchive
internal import Glibc
internal import Model

/// Unpacks a stream by libarchive: tar and ZIP archives, and single files, compressed with gzip, xz, Zstandard or bzip2.
///
/// Nothing is ever written under a name that an archive gives.
final class ArchiveReader {
    /// What stands before an entry's content.
    struct Header {
        enum Kind { case file, folder, link(String), other }

        var path: String
        var kind: Kind
        /// When it was changed, as far as the archive says.
        var changed: Instant?
    }

    /// Whether it is one compressed file and no archive.
    let isSingleFile: Bool

    private let archive: OpaquePointer
    private let input: Input
    private let limits: ArchiveLimits
    private var first: Header?
    /// Bytes of content so far.
    private var unpacked = 0
    private var entries = 0

    /// Opens what a source gives, or throws a ``DocumentProblem`` or what the source throws.
    init(_ source: any ByteSource, limits: ArchiveLimits = ArchiveLimits()) throws {
        guard archive_is_installed() else { throw DocumentProblem(.archive(.noLibrary)) }
        guard let archive = archive_read_new() else { throw DocumentProblem(.noMemory) }
        self.archive = archive
        self.limits = limits
        input = Input(source)
        for support in [archive_read_support_filter_gzip, archive_read_support_filter_xz, archive_read_support_filter_zstd] {
            _ = support(archive)
        }
        _ = archive_read_support_filter_bzip2(archive)
        for support in [archive_read_support_format_tar, archive_read_support_format_zip, archive_read_support_format_raw] {
            _ = support(archive)
        }
        let client = Unmanaged.passUnretained(input).toOpaque()
        let result = archive_read_open(
            archive, client, nil,
            { _, client, block in
                guard let client, let block else { return -1 }
                return Unmanaged<Input>.fromOpaque(client).takeUnretainedValue().next(block)
            }, nil)
        var entry: OpaquePointer?
        let found = result == ARCHIVE_OK ? archive_read_next_header(archive, &entry) : result
        isSingleFile = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_RAW
        switch found {
        case ARCHIVE_EOF: first = nil
        case ARCHIVE_OK, ARCHIVE_WARN: first = isSingleFile ? Header(path: "", kind: .file) : try header(entry)
        default: throw problem()
        }
    }

    deinit { archive_read_free(archive) }

    /// The next entry's header; nil at the end.
    func next() throws -> Header? {
        if let header = first {
            first = nil
            return header
        }
        guard entries > 0 else { return nil }
        let before = archive_filter_bytes(archive, 0)
        var entry: OpaquePointer?
        switch archive_read_next_header(archive, &entry) {
        case ARCHIVE_OK, ARCHIVE_WARN: return try header(entry)
        case ARCHIVE_EOF:
            // A tar archive ends with a block of zeros. One that was cut off between two entries has none.
            let isTar = archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_TAR
            guard !isTar || archive_filter_bytes(archive, 0) - before >= 512 else {
                throw DocumentProblem(.archive(.cutOff))
            }
            if isZIP { try refuseMissingIndex() }
            return nil
        default: throw problem()
        }
    }

    /// Reads some of the current entry's content; 0 is its end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = archive_read_data(archive, buffer.baseAddress, buffer.count)
        guard count >= 0 else { throw problem() }
        try tally(count)
        return count
    }

    /// Passes over the current entry's content, which is unpacked all the same.
    func skip() throws {
        var block: UnsafeRawPointer?
        var size = 0
        var offset: la_int64_t = 0
        while true {
            switch archive_read_data_block(archive, &block, &size, &offset) {
            case ARCHIVE_EOF: return
            case ARCHIVE_OK, ARCHIVE_WARN: try tally(size)
            default: throw problem()
            }
        }
    }

    private func tally(_ bytes: Int) throws {
        unpacked += bytes
        try limits.check(unpacked: unpacked, packed: input.count)
    }

    private func header(_ entry: OpaquePointer?) throws -> Header {
        entries += 1
        guard entries <= limits.mostEntries else { throw DocumentProblem(.archive(.tooManyFiles)) }
        guard let entry,
            let path = (archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry)).map({ String(cString: $0) })
        else { throw DocumentProblem(.archive(.unreadableName)) }
        guard path.utf8.count <= limits.longestPath else { throw DocumentProblem(.archive(.longPath(path))) }
        var header = Header(path: path, kind: Self.kind(of: entry))
        if archive_entry_mtime_is_set(entry) != 0 {
            header.changed = Instant(secondsSince1970: Int64(archive_entry_mtime(entry)))
        }
        return header
    }

    private static func kind(of entry: OpaquePointer) -> Header.Kind {
        if let target = archive_entry_hardlink_utf8(entry) ?? archive_entry_hardlink(entry) {
            return .link("/" + String(cString: target))
        }
        switch archive_entry_filetype(entry) {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        case S_IFLNK:
            let target = archive_entry_symlink_utf8(entry) ?? archive_entry_symlink(entry)
            return target.map { .link(String(cString: $0)) } ?? .other
        default: return .other
        }
    }

    private var isZIP: Bool { archive_format(archive) & ARCHIVE_FORMAT_BASE_MASK == ARCHIVE_FORMAT_ZIP }

    /// A ZIP archive ends with an index of its entries, read in a stream or not: one that was cut off between two entries, or behind the
    /// last, lacks it.
    private func refuseMissingIndex() throws {
        try input.drain()
        guard input.endsLikeZIP else { throw DocumentProblem(.archive(.noIndex)) }
    }

    private func problem() -> any Error {
        if let problem = input.problem { return problem }
        if isZIP, (try? input.drain()) != nil, !input.endsLikeZIP { return DocumentProblem(.archive(.noIndex)) }
        return DocumentProblem(.archive(.damaged(archive_error_string(archive).map { String(cString: $0) })))
    }
}

/// Where libarchive's bytes come from.
private final class Input {
    /// Why there are no more, where it is not their end.
    private(set) var problem: (any Error)?
    /// How many were asked for so far.
    private(set) var count = 0
    /// The last bytes so far, as many as a ZIP archive's end may take.
    private var tail: [UInt8] = []
    private let source: any ByteSource
    private let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)

    init(_ source: any ByteSource) { self.source = source }

    deinit { block.deallocate() }

    func next(_ bytes: UnsafeMutablePointer<UnsafeRawPointer?>) -> Int {
        do {
            let filled = try source.read(into: block)
            note(filled)
            bytes.pointee = UnsafeRawPointer(block.baseAddress)
            return filled
        } catch {
            problem = error
            return -1
        }
    }

    /// Reads what is left.
    func drain() throws {
        while case let filled = try source.read(into: block), filled > 0 { note(filled) }
    }

    private func note(_ filled: Int) {
        count += filled
        tail += block[..<filled].suffix(Self.longestEnd)
        if tail.count > Self.longestEnd { tail.removeFirst(tail.count - Self.longestEnd) }
    }

    /// 22 bytes and a comment, whose length two bytes tell.
    private static let longestEnd = 22 + 0xFFFF

    /// Whether the end of a ZIP archive's index stands there whole: `PK\u{5}\u{6}`, 16 bytes, a comment's length and the comment.
    /// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.16
    var endsLikeZIP: Bool {
        guard tail.count >= 22 else { return false }
        let mark: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
        return (0...tail.count - 22).reversed().contains { (start: Int) -> Bool in
            guard tail[start] == mark[0], tail[start..<start + 4].elementsEqual(mark) else { return false }
            let comment = Int(tail[start + 20]) + 256 * Int(tail[start + 21])
            return start + 22 + comment <= tail.count
        }
    }
}

/// What one compressed file unpacks to.
final class UnpackedBytes: ByteSource {
    private let reader: ArchiveReader
    private var hasBegun = false

    init(_ reader: ArchiveReader) { self.reader = reader }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if !hasBegun {
            hasBegun = true
            guard try reader.next() != nil else { return 0 }
        }
        return try reader.read(into: buffer)
    }
}
