import Model
import Questions

/// Helpers for pictures whose places are percentages, so that they fit any width without their letters shrinking.
package enum SVG {
    /// `12.5%`.
    package static func percent(_ fraction: Double) -> String {
        let scaled = (min(max(fraction, 0), 1) * 10_000).rounded() / 100
        return scaled == scaled.rounded() ? "\(Int(scaled))%" : "\(scaled)%"
    }

    /// A picture with its title, which is what is read aloud, and its caption.
    static func figure(id: String, title: String, height: Int, _ content: String, caption: String? = nil) -> String {
        let picture = HTML.element(
            "svg", [("role", "img"), ("aria-labelledby", "\(id)-title"), ("width", "100%"), ("height", "\(height)")],
            HTML.element("title", [("id", "\(id)-title")], htmlEscaped(title)) + content)
        let words = caption.map { "<figcaption>\($0)</figcaption>" } ?? ""
        return "<figure>\n\(words)\(picture)\n</figure>\n"
    }

    static func text(_ text: String, x: Double, y: Int, _ attributes: [(String, String?)] = []) -> String {
        let anchor = x < 0.02 ? "start" : x > 0.98 ? "end" : "middle"
        return HTML.element(
            "text", [("x", percent(x)), ("y", "\(y)"), ("text-anchor", anchor)] + attributes, htmlEscaped(text))
    }
}

extension ReportPeriod {
    /// Where an instant lies in the period: `0...1`.
    func fraction(_ instant: Instant) -> Double {
        let whole = Double(to.secondsSince1970 - from.secondsSince1970)
        return min(max(Double(instant.secondsSince1970 - from.secondsSince1970) / whole, 0), 1)
    }
}
