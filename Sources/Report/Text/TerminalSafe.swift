internal import Texts

/// Makes text from a cluster safe to print on one line of a terminal.
///
/// Every scalar that would act instead of being seen is written as Swift writes it, `\u{1B}`: the C0 and C1 controls (ESC,
/// tab and newline among them), line and paragraph separators, and all of Unicode's format characters: bidirectional marks,
/// overrides and isolates, zero-width spaces and joiners, soft hyphens, byte order marks, tags. The rule is their general
/// category (Cc, Cf, Zl, Zp), not a list, so that it has no gaps. Backslashes stay as they are: what is printed is for eyes,
/// and who needs the exact text has `-o json`.
public func terminalSafe(_ text: String) -> String {
    guard text.needsVisibleEscapes else { return text }
    var safe = ""
    safe.reserveCapacity(text.utf8.count + 16)
    for scalar in text.unicodeScalars {
        if scalar.isUnseen { safe += scalar.visibleEscape } else { safe.unicodeScalars.append(scalar) }
    }
    return safe
}

extension String {
    /// Whether any scalar acts on a terminal instead of being seen. Printable ASCII, nearly all there is, is told by bytes.
    var needsVisibleEscapes: Bool {
        !utf8.allSatisfy { (0x20...0x7E).contains($0) } && unicodeScalars.contains(where: \.isUnseen)
    }
}

extension Unicode.Scalar {
    /// The scalar as Swift source spells it: `\u{1B}`.
    var visibleEscape: String { "\\u{" + String(value, radix: 16, uppercase: true) + "}" }
}
