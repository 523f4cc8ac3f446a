internal import SQLite
internal import Texts

/// The tables that number texts, digests, references and names.
enum NumberedTable: Int, CaseIterable {
    case text, digest, registry, repository, reference, tagSource, namespace, imageStream, istag, workload, container

    /// As the file calls it.
    var name: String {
        switch self {
        case .tagSource: "tag_source"
        case .imageStream: "image_stream"
        default: "\(self)"
        }
    }

    /// Takes the row's number, NULL for the next one, and its other columns.
    var insert: String {
        switch self {
        case .text: "INSERT INTO text (id, fingerprint, value) VALUES (?1, ?2, ?3)"
        case .digest: "INSERT INTO digest (id, value) VALUES (?1, ?2)"
        case .registry: "INSERT INTO registry (id, fingerprint, host) VALUES (?1, ?2, ?3)"
        case .repository: "INSERT INTO repository (id, fingerprint, registry_id, path) VALUES (?1, ?2, ?3, ?4)"
        case .reference:
            "INSERT INTO reference (id, repository_id, tag, digest_id, text_id, canonical_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        case .tagSource: NumberedTable.insertSource
        case .namespace: "INSERT INTO namespace (id, cluster_id, name) VALUES (?1, ?2, ?3)"
        case .imageStream: "INSERT INTO image_stream (id, namespace_id, name) VALUES (?1, ?2, ?3)"
        case .istag: "INSERT INTO istag (id, image_stream_id, tag) VALUES (?1, ?2, ?3)"
        case .workload: "INSERT INTO workload (id, namespace_id, kind_id, name) VALUES (?1, ?2, ?3, ?4)"
        case .container: "INSERT INTO container (id, workload_id, init, name) VALUES (?1, ?2, ?3, ?4)"
        }
    }

    private static let insertSource: String = {
        let columns = ["id"] + StateTable.source.columns.flatMap(\.names)
        let values = (1...columns.count).map { "?\($0)" }
        return "INSERT INTO tag_source (\(columns.joined(separator: ", "))) VALUES (\(values.joined(separator: ", ")))"
    }()
}

/// The numbers that SQLite would give the next rows, given out before they are written: the one behind the highest, as
/// https://www.sqlite.org/autoinc.html has it.
struct RowNumbers {
    private var last: [Int64]
    /// Whether none of the tables had a row.
    let areOfNothing: Bool

    init(_ connection: Connection) throws {
        let highest = try NumberedTable.allCases.map { try connection.row("SELECT max(id) FROM \($0.name)")?[0].integer }
        last = highest.map { $0 ?? 0 }
        areOfNothing = highest.allSatisfy { $0 == nil }
    }

    /// The next number, or nil where SQLite has to look for one that is free.
    mutating func take(_ table: NumberedTable) -> Int64? {
        guard last[table.rawValue] < .max else { return nil }
        last[table.rawValue] += 1
        return last[table.rawValue]
    }
}

/// What was written to tables that held nothing, by marks of 64 bits: what surely is not in them need not be looked for.
///
/// A Bloom filter of 512 KiB, however much is written, a mark's three bits in one word: of 350,000 marks some 2 in 100 are taken for one that
/// was met before, and then the file is asked.
struct WrittenMarks {
    private static let width: UInt64 = 16
    private var words = [UInt64](repeating: 0, count: 1 << Int(width))

    /// Notes what is going to be written if it is not there, and says whether it surely is not.
    mutating func note(_ table: NumberedTable, _ mark: UInt64) -> Bool {
        var hash = mark &+ UInt64(table.rawValue)
        hash = (hash ^ hash >> 31) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 29) &* 0x94D0_49BB_1331_11EB
        let bits: UInt64 = 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
        let place = Int(hash >> (64 - WrittenMarks.width))
        defer { words[place] |= bits }
        return words[place] & bits != bits
    }

    /// One mark of a name's parts.
    static func mark(_ number: Int64, _ text: String = "", _ more: Int64 = 0) -> UInt64 {
        (UInt64(bitPattern: number) &* 0x9E37_79B9_7F4A_7C15) ^ text.fnv1a() ^ (UInt64(bitPattern: more) &* 0xC2B2_AE3D_27D4_EB4F)
    }
}
