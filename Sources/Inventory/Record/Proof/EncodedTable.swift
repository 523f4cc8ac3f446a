internal import SQLite

/// Rows of one table in a seal's encoding, by their numbers, side by side in one buffer.
struct EncodedTable {
    private var places = NumberedPlaces()
    private var starts: [Int] = [0]
    private var fields = SealedFields()
    private var owners: [Int64] = []

    /// Appends a row, with the cluster it belongs to where it belongs to one.
    mutating func add(_ id: Int64, cluster: Int64 = 0, _ write: (inout SealedFields) throws -> Void) rethrows {
        try write(&fields)
        places[id] = owners.count
        owners.append(cluster)
        starts.append(fields.bytes.count)
    }

    /// A row's fields; nil where there is no such row.
    subscript(id: Int64) -> ArraySlice<UInt8>? {
        places[id].map { fields.bytes[starts[$0]..<starts[$0 + 1]] }
    }

    /// The cluster a row belongs to.
    func cluster(of id: Int64) -> Int64? { places[id].map { owners[$0] } }
}

/// Where the rows of a table stand in an array, by their numbers.
struct NumberedPlaces {
    /// SQLite counts numbers up, so nearly all of them index an array.
    private var near: [Int32] = []
    /// The few whose numbers are far off.
    private var far: [Int64: Int] = [:]

    subscript(id: Int64) -> Int? {
        get {
            guard id >= 0, id < near.count, near[Int(id)] >= 0 else { return far.isEmpty ? nil : far[id] }
            return Int(near[Int(id)])
        }
        set {
            guard let newValue, let place = Int32(exactly: newValue), id >= 0, id <= 2 * near.count + 1_000 else {
                return far[id] = newValue
            }
            while near.count <= id { near.append(-1) }
            near[Int(id)] = place
        }
    }
}

extension SealedFields {
    /// Appends a column of the current row as it is: a number in decimal, text by its bytes.
    mutating func append(column: Int32, of row: Statement) {
        if row.isText(at: column) { append(bytes: row.blob(at: column)) } else { append(row.integer(at: column)) }
    }

    /// Appends as one field two that were encoded elsewhere, a repository and a digest, with `@` between; where one is missing there is no
    /// field at all.
    mutating func append(_ repository: ArraySlice<UInt8>?, at digest: ArraySlice<UInt8>?) {
        guard let repository = repository?.content, let digest = digest?.content else { return append(nil as ArraySlice<UInt8>?) }
        append(lengthOf: repository.count + 1 + digest.count)
        append(encoded: repository)
        append(encoded: CollectionOfOne(UInt8(ascii: "@")))
        append(encoded: digest)
        append(encoded: CollectionOfOne(UInt8(ascii: ",")))
    }

    /// Appends fields encoded elsewhere; what is missing there is no field at all, so no seal over it can hold.
    mutating func append(_ encoded: ArraySlice<UInt8>?) { append(encoded: encoded ?? [UInt8(ascii: "?")]) }
}

extension ArraySlice<UInt8> {
    /// What an encoded field holds: behind its length, and before its comma.
    fileprivate var content: Self? {
        guard let colon = firstIndex(of: UInt8(ascii: ":")), last == UInt8(ascii: ",") else { return nil }
        return self[(colon + 1)..<(endIndex - 1)]
    }
}
