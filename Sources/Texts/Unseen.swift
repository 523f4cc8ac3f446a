extension Unicode.Scalar {
    /// Whether the scalar is a control, a format character or a separator of lines: it acts, and is not seen.
    package var isUnseen: Bool {
        if isASCII { return value < 0x20 || value == 0x7F }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

extension StringProtocol {
    /// The text with everything a terminal might act upon made visible, and cut where it is long.
    package var printable: String {
        var result = ""
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < 500 else { return result + "…" }
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
