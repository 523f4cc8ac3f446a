import Glibc

/// The table with what must be known to read it: when, where, with what.
struct Page {
    let rows: [Row]
    let measurement: Measurement

    private static let begin = "<!-- written by make bench: begin -->\n"
    private static let end = "<!-- written by make bench: end -->\n"

    var text: String {
        let quick = measurement.isQuick ? "QUICK=1: a tenth of the year, three turns; no figures to keep.\n\n" : ""
        return """
            \(quick)\(today), \(machine), load \(load) at the end. `make bench`: medians of \(measurement.turns) turns, each \
            row's two sides run in turn.

            \(Table.markdown(rows))

            """
    }

    /// Replaces what an earlier run wrote into a document.
    func insert(into path: String) throws {
        let document = try Self.parts(of: bench.text(ofFile: path), path)
        try write("\(document.before)\(Self.begin)\n\(text)\n\(Self.end)\(document.after)", toFile: path)
    }

    private static func parts(of document: String, _ path: String) throws -> (before: Substring, after: Substring) {
        guard let start = document.firstRange(of: begin), let stop = document.firstRange(of: end) else {
            throw Failure("\(path): the marks between which the table goes are missing")
        }
        return (document[..<start.lowerBound], document[stop.upperBound...])
    }

    private var today: String {
        var now = time(nil)
        var parts = tm()
        gmtime_r(&now, &parts)
        var text = [CChar](repeating: 0, count: 32)
        let count = strftime(&text, text.count, "%Y-%m-%d %H:%M UTC", &parts)
        return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private var machine: String {
        let model = Self.line(of: "/proc/cpuinfo", "model name") ?? "an unknown processor"
        let memory = Self.line(of: "/proc/meminfo", "MemTotal").flatMap { Double($0.split(separator: " ").first ?? "") } ?? 0
        return "\(sysconf(Int32(_SC_NPROCESSORS_ONLN))) × \(model), \(rounded(memory / 1e6)) GB"
    }

    private var load: String {
        ((try? bench.text(ofFile: "/proc/loadavg")) ?? "").split(separator: " ").first.map(String.init) ?? "unknown"
    }

    private static func line(of path: String, _ key: String) -> String? {
        ((try? bench.text(ofFile: path)) ?? "").split(separator: "\n").first { $0.hasPrefix(key) }
            .flatMap { $0.split(separator: ":", maxSplits: 1).last }.map { String($0.drop { $0 == " " || $0 == "\t" }) }
    }
}
