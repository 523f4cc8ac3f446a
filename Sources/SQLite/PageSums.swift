internal import CPageSums
internal import CSQLite

/// Checksums of the file's pages. SQLite keeps none: a bit that the disk turned in the middle of a text would be answered as if
/// it had been recorded. docs/design.md tells how they are kept.
extension Connection {
    /// Pages that are not as they were written.
    public struct WrongPages: Sendable, Equatable {
        /// The first that was met, counted from 1.
        public let first: Int64
        /// How often a wrong page was read.
        public let count: Int64
    }

    /// Runs `body` and counts the pages it reads that are not as they were written, instead of failing at the first.
    public func countingWrongPages(_ body: () throws -> Void) rethrows -> WrongPages? {
        var state = page_sums_state()
        state.is_counting = 1
        control(page_sums_set_counting, &state)
        defer {
            state.is_counting = 0
            control(page_sums_set_counting, &state)
        }
        try body()
        control(page_sums_get, &state)
        return state.wrong > 0 ? WrongPages(first: state.first_wrong, count: state.wrong) : nil
    }

    /// Makes a file that has no content yet keep checksums; an older one begins to when it is vacuumed.
    func keepPageSums() {
        var reserved = Int32(page_sums_reserved)
        sqlite3_file_control(handle, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved)
    }

    /// Says that what is about to overwrite this file keeps checksums if `source` does: pages may be written before the first one,
    /// which tells.
    func keepPageSums(as source: Connection) {
        var state = page_sums_state()
        source.control(page_sums_get, &state)
        control(page_sums_set_kept, &state)
    }

    private func control(_ operation: some BinaryInteger, _ state: inout page_sums_state) {
        sqlite3_file_control(handle, "main", Int32(truncatingIfNeeded: operation), &state)
    }
}
