/// Numbers as a row of bars, for one line of text.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// One bar a number, the largest the highest; nothing recorded is a dot.
    static func text(_ values: [Int64?]) -> String {
        let most = values.compactMap { $0 }.max() ?? 0
        return String(
            values.map { value -> Character in
                guard let value else { return "·" }
                guard most > 0 else { return bars[0] }
                return bars[Int((value * Int64(bars.count - 1) + most / 2) / most)]
            })
    }

    /// A part of a whole as a bar of so many columns.
    static func bar(_ share: Double, columns: Int) -> String {
        let eighths = Int((min(max(share, 0), 1) * Double(columns * 8)).rounded())
        let partial = Array(" ▏▎▍▌▋▊▉")
        let whole = String(repeating: "█", count: eighths / 8)
        let rest = eighths % 8 == 0 ? "" : String(partial[eighths % 8])
        return whole + rest + String(repeating: "░", count: columns - eighths / 8 - (rest.isEmpty ? 0 : 1))
    }
}
