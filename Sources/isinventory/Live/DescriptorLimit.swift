import Glibc

/// How many files and connections a process may hold open.
enum DescriptorLimit {
    /// Asks for as many as the system lets it have: a thousand connections are one more than the usual limit.
    static func raise() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        setrlimit(resource, &limit)
    }
}
