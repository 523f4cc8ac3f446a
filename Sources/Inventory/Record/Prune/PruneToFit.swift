public import Model
internal import SQLite

extension RecordWriter {
    /// The earliest instant to keep since, no earlier than one given, with which the record fits a size.
    ///
    /// It is tried, by halves, since nobody can tell what a stretch takes without taking it out: what it shares with the rest
    /// stays. Where even the newest snapshots alone are larger, it is the newest instant.
    public func cut(toFit bytes: Int64?, keepingSince instant: Instant) throws -> Instant {
        guard let bytes, try prune(keepingSince: instant, done: false).sizeAfter > bytes else { return instant }
        let times = try StoreError.naming(path) {
            try connection.rows(
                "SELECT DISTINCT taken_at FROM snapshot WHERE stub = 0 AND taken_at > ?1 ORDER BY 1",
                .integer(instant.secondsSince1970))
        }.compactMap { Instant($0[0].integer) }
        var low = times.startIndex
        var high = times.endIndex
        while low < high {
            let middle = (low + high) / 2
            if try prune(keepingSince: times[middle], done: false).sizeAfter > bytes { low = middle + 1 } else { high = middle }
        }
        return low < times.endIndex ? times[low] : times.last ?? instant
    }
}
