import CProcess

/// The heap of a process that stays.
enum LeanHeap {
    /// Has threads that begin from now on share the heap there is, where each would else get one of its own and keep the most it ever
    /// needed; and gives back what is large as soon as it is freed: glibc would else raise by itself what it takes for large.
    /// https://man7.org/linux/man-pages/man3/mallopt.3.html
    static func use() {
        mallopt(M_ARENA_MAX, 1)
        mallopt(M_MMAP_THRESHOLD, large)
        mallopt(M_TRIM_THRESHOLD, large)
    }

    /// Bytes.
    private static let large: Int32 = 128 << 10
}
