import Model
internal import Texts

/// Text as HTML: what is markup, and what would act instead of being seen, is written out.
///
/// Beyond the five characters of markup, everything a terminal would obey is as unwelcome in a browser: bidirectional
/// overrides turn names around, zero-width characters make two of them look alike.
package func htmlEscaped(_ text: String) -> String {
    if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) && !HTMLMarkup.bytes.contains($0) }) { return text }
    var out = ""
    out.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\"": out += "&quot;"
        case "'": out += "&#39;"
        default:
            // Noncharacters are unassigned, and no HTML.
            if scalar.isUnseen || scalar.properties.generalCategory == .unassigned {
                out += scalar.visibleEscape
            } else {
                out.unicodeScalars.append(scalar)
            }
        }
    }
    return out
}

private enum HTMLMarkup {
    static let bytes = ASCIISet("&<>\"'")
}

/// Builds HTML: attributes are always escaped, content is what the caller escaped.
package enum HTML {
    /// An element. Attributes whose value is nil are left out.
    package static func element(_ name: String, _ attributes: [(String, String?)] = [], _ content: String) -> String {
        "<\(name)\(HTML.attributes(attributes))>\(content)</\(name)>"
    }

    /// An element of an SVG that has no content.
    package static func shape(_ name: String, _ attributes: [(String, String?)]) -> String {
        "<\(name)\(HTML.attributes(attributes))/>"
    }

    private static func attributes(_ attributes: [(String, String?)]) -> String {
        attributes.map { name, value in value.map { " \(name)=\"\(htmlEscaped($0))\"" } ?? "" }.joined()
    }
}
