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
