import Model

/// What is read as an instant is written as one that is read as the same.
func fuzzTime(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = Instant.span(text)
    for now in [0, 1_764_000_000, -62_135_596_800] as [Int64] {
        guard let instant = Instant(expression: text, now: Instant(secondsSince1970: now)) else { continue }
        let written = instant.description
        precondition(Instant(written) == instant, "\(written) is not read back")
    }
}
