import SQLite
import Testing

/// Expects two answers to hold the same rows, in any order, and names the first that do not match.
func expectSame(
    _ actual: [[Value]], _ expected: [[Value]], _ what: @autoclosure () -> String,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    let (actual, expected) = (actual.map(line).sorted(), expected.map(line).sorted())
    guard actual != expected else { return }
    let difference = actual.difference(from: expected)
    let wrong = difference.insertions.prefix(3).map { "\n  recorded: \(text($0))" }
    let missing = difference.removals.prefix(3).map { "\n  truth:    \(text($0))" }
    Issue.record("\(what()): \((missing + wrong).joined())", sourceLocation: sourceLocation)
}

private func text(_ change: CollectionDifference<String>.Change) -> String {
    switch change {
    case .insert(_, let line, _), .remove(_, let line, _): line
    }
}

private func line(_ row: [Value]) -> String { row.map(cell).joined(separator: " | ") }

private func cell(_ value: Value) -> String {
    switch value {
    case .null: "∅"
    case .integer(let number): "\(number)"
    case .real(let number): "\(number)"
    case .text(let text): "'\(text)'"
    case .blob(let bytes): "\(bytes)"
    }
}
