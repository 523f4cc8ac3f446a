/// How a file is packed, by its first bytes.
enum Packing {
    case compressed, archive

    /// Nil for what is not packed.
    init?(start: [UInt8]) {
        let magics: [([UInt8], Packing)] = [
            ([0x1F, 0x8B, 0x08], .compressed),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], .compressed),
            ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
            (Array("BZh".utf8), .compressed),
            (Array("PK\u{3}\u{4}".utf8), .archive),
            (Array("PK\u{5}\u{6}".utf8), .archive),
        ]
        if let known = magics.first(where: { start.starts(with: $0.0) }) {
            self = known.1
        } else if start.dropFirst(257).starts(with: "ustar".utf8) {
            self = .archive
        } else {
            return nil
        }
    }
}

extension String {
    /// A file's name without what says how it is compressed: `deployments.json` of `deployments.json.gz`.
    var withoutPackingSuffix: String {
        for suffix in [".gz", ".xz", ".zst", ".bz2"] where lowercased().hasSuffix(suffix) {
            return String(dropLast(suffix.count))
        }
        return self
    }

    /// A file's name without what says that it is an archive: `must-gather` of `must-gather.tar.gz`; nil where nothing says so.
    var withoutArchiveSuffix: String? {
        let name = withoutPackingSuffix
        for suffix in [".tar", ".zip"] where name.lowercased().hasSuffix(suffix) { return String(name.dropLast(suffix.count)) }
        for suffix in [".tgz", ".txz", ".tzst", ".tbz2", ".tbz"] where lowercased().hasSuffix(suffix) {
            return String(dropLast(suffix.count))
        }
        return nil
    }
}
