internal import SQLite

/// Rows of one table in a seal's encoding, by their numbers, side by side in one buffer.
struct EncodedTable {
    /// Where a row stands, by its number: SQLite counts them up, so nearly all of them index an array.
    private var places: [Int32] = []
    /// The few whose numbers are far off.
    private var others: [Int64: Int] = [:]
    private var starts: [Int] = [0]
    private var fields = SealedFields()
    private var owners: [Int64] = []

    /// Appends a row, with the cluster it belongs to where it belongs to one.
    mutating func add(_ id: Int64, cluster: Int64 = 0, _ write: (inout SealedFields) throws -> Void) rethrows {
        try write(&fields)
        keep(owners.count, for: id)
        owners.append(cluster)
        starts.append(fields.bytes.count)
    }

    /// A row's fields; nil where there is no such row.
    subscript(id: Int64) -> ArraySlice<UInt8>? {
        place(of: id).map { fields.bytes[starts[$0]..<starts[$0 + 1]] }
    }

    /// The cluster a row belongs to.
    func cluster(of id: Int64) -> Int64? { place(of: id).map { owners[$0] } }

    private mutating func keep(_ place: Int, for id: Int64) {
        guard id >= 0, id <= 2 * places.count + 1_000, let place = Int32(exactly: place) else { return others[id] = place }
        while places.count <= id { places.append(-1) }
        places[Int(id)] = place
    }

    private func place(of id: Int64) -> Int? {
        guard id >= 0, id < places.count, places[Int(id)] >= 0 else { return others[id] }
        return Int(places[Int(id)])
    }
}

extension SealedFields {
    /// Appends a column of the current row as it is: a number in decimal, text by its bytes.
    mutating func append(column: Int32, of row: Statement) {
        if row.isText(at: column) { append(bytes: row.blob(at: column)) } else { append(row.integer(at: column)) }
    }

    /// Appends fields encoded elsewhere; what is missing there is no field at all, so no seal over it can hold.
    mutating func append(_ encoded: ArraySlice<UInt8>?) { append(encoded: encoded ?? [UInt8(ascii: "?")]) }
}
