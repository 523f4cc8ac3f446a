import Questions

extension Answer.Column {
    /// The truth a cell of this column states, where it or its column is a boolean one; nil for all other cells.
    func truth(of cell: Answer.Cell) -> Bool? {
        if case .boolean(let truth) = cell { return truth }
        guard kind == .boolean else { return nil }
        return switch cell {
        case .integer(0): false
        case .integer(1): true
        default: nil
        }
    }
}

extension Double {
    /// The shortest decimal that reads back as the same number, as JSON and both YAMLs take it; nil when it is not finite.
    var plainDecimal: String? {
        guard isFinite else { return nil }
        let text = description
        // Swift writes 1e+20; YAML 1.1 takes that for a string unless there is a point.
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }
}
