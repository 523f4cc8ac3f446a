internal import Glibc
internal import ServiceWords

/// What this process takes of its machine, under the names that Prometheus' own libraries use:
/// https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
struct ProcessFigures {
    var residentBytes: Int64?
    var openDescriptors: Int64?
    /// User and system time, in seconds.
    var processorSeconds: Double?

    /// As it is now; what the system does not tell is left out.
    init() {
        residentBytes = Self.residentBytesNow
        openDescriptors = Self.openDescriptorsNow
        var spent = timespec()
        if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent) == 0 {
            processorSeconds = Double(spent.tv_sec) + Double(spent.tv_nsec) / 1e9
        }
    }

    func write(_ page: inout PrometheusText) {
        func samples(_ value: Double?) -> [PrometheusText.Sample] { value.map { [.init($0)] } ?? [] }
        page.write(.residentMemory, .gauge, samples(residentBytes.map(Double.init)))
        page.write(.openDescriptors, .gauge, samples(openDescriptors.map(Double.init)))
        page.write(.processorSeconds, .counter, samples(processorSeconds))
    }

    /// The second number of /proc/self/statm is resident pages, proc(5).
    private static var residentBytesNow: Int64? {
        guard let file = fopen("/proc/self/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        let words = text.split(separator: " ")
        guard words.count > 1, let pages = Int64(words[1]) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Less the one that counting takes.
    private static var openDescriptorsNow: Int64? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count: Int64 = -1
        while let entry = readdir(folder) {
            // "." and ".." are no descriptors.
            if entry.pointee.d_name.0 != 0x2E { count += 1 }
        }
        return count
    }
}
