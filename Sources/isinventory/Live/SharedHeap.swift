import CMalloc

/// The heap of a process that stays.
enum SharedHeap {
    /// Has threads that begin from now on share the heap there is: each would else get one of its own, and keep the most it ever needed.
    /// https://man7.org/linux/man-pages/man3/mallopt.3.html
    static func use() { mallopt(M_ARENA_MAX, 1) }
}
