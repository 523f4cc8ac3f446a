internal import CSQLite
internal import Synchronization

/// What SQLite allocates in this process, all connections together.
public enum MemoryUse {
    private static let isDecided = Mutex(false)

    /// Bounds it from now on: what would take more fails as out of memory. Must come before the process's first connection, since
    /// there is no bound without counting, and counting is decided once.
    public static func limit(to bytes: Int64) {
        decide(counts: true)
        sqlite3_hard_heap_limit64(bytes)
    }

    /// Without a bound nothing is counted: each of a question's many small allocations would wait for one lock of all threads.
    ///
    /// https://www.sqlite.org/malloc.html#memory_statistics
    static func leaveUncounted() { decide(counts: false) }

    private static func decide(counts: Bool) {
        isDecided.withLock { isDecided in
            guard !isDecided else { return }
            isDecided = true
            _ = csqlite_config_memory_statistics(counts ? 1 : 0)
        }
    }
}
