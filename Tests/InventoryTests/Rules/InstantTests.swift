import Testing

@testable import Model

@Suite("A time is read in one place") struct InstantTests {
    /// The API's own form is read by a short cut, its like with an offset by the whole grammar; both must say the same.
    @Test(
        "the form that the API writes as any other form of RFC 3339",
        arguments: [
            "2026-01-05T00:00:00", "1970-01-01T23:59:59", "2024-02-29T12:00:00", "0001-01-01T00:00:00", "2023-02-29T12:00:00",
            "2026-13-05T00:00:00", "2026-00-05T00:00:00", "2026-01-32T00:00:00", "2026-01-05T24:00:00", "2026-01-05T00:60:00",
            "2026-01-05T00:00:60", "2026-01-05T00:00:0/", "2026-01-05T00:00:0:", "2026-01-05T-1:00:00", "202a-01-05T00:00:00",
            "2026-01-05 00:00:00", "2026/01/05T00:00:00", "9999-12-31T23:59:59",
        ])
    func forms(_ text: String) {
        let whole = Instant(text + "+00:00")
        #expect(Instant(text + "Z") == whole)
        #expect(Instant(Substring("x\(text)Zx").dropFirst().dropLast()) == whole)
        if let whole { #expect(Instant(whole.description) == whole) }
        #expect(Instant(text + "ZZ") == nil && Instant(text) == nil && Instant("") == nil)
    }

    @Test("fractions are cut off, offsets are taken away, and what file names write is read")
    func others() {
        let noon = Instant("2026-01-05T12:00:00Z")
        for text in [
            "2026-01-05T12:00:00.999Z", "2026-01-05T13:00:00+01:00", "2026-01-05t12:00:00z", "20260105T120000Z",
            "2026-01-05T12-00-00Z",
            "2026-01-05 12:00:00,5Z", "2026-01-05T10:30:00-0130",
        ] { #expect(Instant(text) == noon, "\(text)") }
    }
}
