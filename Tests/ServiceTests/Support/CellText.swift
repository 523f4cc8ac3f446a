import Questions

extension Answer.Cell {
    /// The cell as people read it.
    var plain: String {
        switch self {
        case .null: ""
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .boolean(let truth): "\(truth)"
        case .real(let number): "\(number)"
        }
    }
}
