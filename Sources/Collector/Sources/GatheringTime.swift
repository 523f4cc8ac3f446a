internal import Model

/// When a must-gather was made, by what it holds: its `timestamp`, or else the newest time that events and logs in it tell.
struct GatheringTime {
    /// Whether the tool itself wrote it down.
    let isOwn: Bool
    let instant: Instant

    /// Events and logs may be of any size and number; so much of each, and so many, are looked at.
    private static let mostBytes = 16 << 20
    private static let mostLogs = 2_000

    /// Clocks differ, but nothing was gathered more than a day from now.
    private static func limit(_ now: Instant) -> Instant { now.advanced(by: 86_400) }

    /// Whether it can be true.
    func isPossible(now: Instant) -> Bool { instant <= Self.limit(now) }

    /// Nil where nothing tells.
    ///
    /// - Parameter now: What is more than a day later than now is no time anything was gathered at.
    init?(_ tree: FileTree, now: Instant) {
        let stamps = tree.files.filter { $0.last == "timestamp" }.sorted { $0.count < $1.count }
        if let own = stamps.lazy.compactMap({ Self.start(of: $0, in: tree, 200).flatMap(Self.goTime) }).first {
            self.init(isOwn: true, instant: own)
            return
        }
        let limit = Self.limit(now)
        let events = tree.files.filter { $0.last == "event-filter.html" }
            .compactMap { Self.start(of: $0, in: tree, Self.mostBytes).flatMap { Self.newestCell($0, before: limit) } }
        if let newest = events.max() {
            self.init(isOwn: false, instant: newest)
            return
        }
        let logs = tree.files.filter { $0.last?.hasSuffix(".log") ?? false }.prefix(Self.mostLogs)
            .compactMap { tree.end(of: $0, 1 << 16).flatMap { Self.newestLine($0, before: limit) } }
        guard let newest = logs.max() else { return nil }
        self.init(isOwn: false, instant: newest)
    }

    private init(isOwn: Bool, instant: Instant) {
        self.isOwn = isOwn
        self.instant = instant
    }

    /// The first line of a `timestamp` file: Go's `2021-08-03 12:11:56.91501602 +0200 CEST m=+1.651641915`.
    static func goTime(_ text: String) -> Instant? {
        let words = text.prefix { $0 != "\n" }.split(separator: " ")
        guard words.count >= 3 else { return nil }
        return Instant("\(words[0])T\(words[1])\(words[2])")
    }

    /// The newest time that fills a cell or an attribute of a page. What stands within a sentence may be an event's subject, such
    /// as a certificate's end.
    static func newestCell(_ page: String, before limit: Instant) -> Instant? {
        page.split { "<>\"'".contains($0) }.lazy.filter { $0.utf8.count < 80 }
            .compactMap { Instant($0) ?? goTime(String($0)) }.filter { $0 < limit }.max()
    }

    /// The newest time that a line of a log begins with.
    static func newestLine(_ log: String, before limit: Instant) -> Instant? {
        log.split(separator: "\n").lazy.compactMap { $0.split(separator: " ", maxSplits: 1).first.flatMap { Instant($0) } }
            .filter { $0 < limit }.max()
    }

    private static func start(of names: [String], in tree: FileTree, _ count: Int) -> String? {
        guard let file = try? tree.open(names), let start = try? SniffedBytes(file, count: count).start else { return nil }
        return String(decoding: start, as: UTF8.self)
    }
}
