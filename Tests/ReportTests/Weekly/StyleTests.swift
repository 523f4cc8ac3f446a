import Foundation
import Testing

@testable import Report

/// Whoever sees badly sees enough: the contrast of every pair of colours that the sheet puts onto each other, by WCAG's formula,
/// by day, by night and on paper.
@Suite struct StyleTests {
    private static let text = [
        ("ink", "paper"), ("soft", "paper"), ("accent", "paper"), ("good", "paper"), ("bad", "paper"), ("ink", "card"),
        ("soft", "card"), ("good", "card"), ("bad", "card"), ("warn", "warn-paper"),
    ]
    private static let shapes = ["bar", "accent", "seen", "gap", "d0", "d1", "d2", "d3", "d4", "d5"]

    @Test func `Letters keep 4,5 to 1, and shapes 3 to 1`() throws {
        let palettes = try Self.palettes()
        #expect(palettes.count == 3, "day, night and paper")
        for palette in palettes {
            for (above, below) in Self.text {
                let contrast = try Self.contrast(#require(palette[above]), #require(palette[below]))
                #expect(contrast >= 4.5, "\(above) on \(below): \(contrast)")
            }
            for shape in Self.shapes {
                let contrast = try Self.contrast(#require(palette[shape]), #require(palette["paper"]))
                #expect(contrast >= 3, "\(shape): \(contrast)")
            }
        }
    }

    @Test func `Every colour comes from a palette that the test above holds`() throws {
        let rules = HTMLStyle.sheet.replacing(/:root\{[^}]*\}/, with: "")
        let used = Set(rules.matches(of: /var\(--([a-z0-9-]+)\)/).map { String($0.output.1) }).subtracting(["label"])
        let held = Set(Self.text.flatMap { [$0.0, $0.1] } + Self.shapes)
        // Hairlines and the rest of a bar say nothing by their colour.
        #expect(used.subtracting(held) == ["line"])
        #expect(!rules.contains(/#[0-9a-f]{3}/))
        for match in rules.matches(of: /([^{}]*)\{[^}]*[;{]color:var\(--([a-z-]+)\)/) {
            #expect(Self.text.contains { $0.0 == match.output.2 }, "\(match.output.1)")
        }
    }

    /// The sheet's palettes: the first is by day; the later ones change some of it.
    private static func palettes() throws -> [[String: String]] {
        let blocks = HTMLStyle.sheet.matches(of: /:root\{([^}]*)\}/).map { block in
            Dictionary(
                block.output.1.matches(of: /--([a-z0-9-]+):(#[0-9a-f]+)/).map { (String($0.output.1), String($0.output.2)) }
            ) { _, last in last }
        }
        let day = try #require(blocks.first)
        return [day] + blocks.dropFirst().map { day.merging($0) { $1 } }
    }

    /// https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    private static func contrast(_ one: String, _ other: String) throws -> Double {
        let lights = try [luminance(one), luminance(other)].sorted()
        return (lights[1] + 0.05) / (lights[0] + 0.05)
    }

    private static func luminance(_ color: String) throws -> Double {
        let digits = color.dropFirst().flatMap { color.count == 4 ? [$0, $0] : [$0] }
        let parts = try stride(from: 0, to: 6, by: 2).map { index in
            let value = try Double(#require(Int(String(digits[index...index + 1]), radix: 16))) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
}
