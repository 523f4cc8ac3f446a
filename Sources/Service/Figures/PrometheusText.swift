internal import Report
internal import ServiceWords
internal import Texts
internal import Words

/// Writes figures as Prometheus reads them, text format 0.0.4.
///
/// https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
struct PrometheusText {
    /// What a figure is.
    enum Kind: String {
        /// It only grows, and begins at zero when the collector is started.
        case counter
        /// It goes up and down.
        case gauge
    }

    /// One value, with what it is of.
    struct Sample {
        var labels: [(name: String, value: String)]
        var value: Double

        init(_ value: Double, _ labels: (name: String, value: String)...) {
            self.labels = labels
            self.value = value
        }
    }

    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Writes a figure with all its values; one that has none is left out.
    mutating func write(_ metric: Metric, _ kind: Kind, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        let name = metric.rawValue
        text += "# HELP \(name) \(Self.escaped(metric.sentence, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }
            let list = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
            text += "\(name)\(list) \(Self.number(sample.value))\n"
        }
    }

    /// Backslash, newline and, in labels, the quote are escaped, as the format says; other controls act on terminals and are
    /// shown.
    static func escaped(_ text: String, quotes: Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += #"\\"#
            case "\n": result += #"\n"#
            case "\"" where quotes: result += #"\""#
            case _ where scalar.isUnseen: result += #"\\u{"# + String(scalar.value, radix: 16, uppercase: true) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Whole numbers without a fraction; Swift's own spelling of the others, `1.5e-07` too, is one Go reads.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }
}
