import Questions

/// `-o table` and `-o wide`: aligned columns, as `oc get` prints them.
package struct TableFormat {
    let answer: Answer
    let options: RenderOptions
    /// Every column and everything in full; otherwise wide columns are left out and digests shortened.
    let isWide: Bool

    /// A cell ready to print, measured once.
    struct Field {
        let text: String
        let width: Int

        init(_ text: String) {
            self.text = text
            width = text.displayWidth
        }
    }

    func rendered() -> String {
        guard !answer.rows.isEmpty else { return "" }
        let shown = answer.columns.indices.filter { isWide || !answer.columns[$0].isWide }
        let columns = shown.map { answer.columns[$0] }
        let rows = answer.rows.map { row in
            let tag = answer.columns.contains { $0.kind == .reason } ? tiedTag(of: row) : nil
            return shown.map { Field($0 < row.count ? text(of: row[$0], in: answer.columns[$0], tag: tag) : "") }
        }
        let headers = columns.map { Field(terminalSafe($0.name).uppercased()) }
        // `wide` promises everything in full, at a terminal too.
        let layout = TableLayout(
            columns: columns, headers: options.headers ? headers : nil, rows: rows,
            terminalWidth: isWide ? nil : options.width)

        var out: [UInt8] = []
        out.reserveCapacity((rows.count + 1) * (layout.widths.reduce(0, +) + 3 * columns.count))
        if options.headers {
            if options.color { out += "\u{1B}[1m".utf8 }
            layout.append(headers, to: &out)
            if options.color { out += "\u{1B}[0m".utf8 }
            out.append(UInt8(ascii: "\n"))
        }
        for row in rows {
            layout.append(row, to: &out)
            out.append(UInt8(ascii: "\n"))
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The tag that a row names, for the sentence of its reason.
    private func tiedTag(of row: [Answer.Cell]) -> String? {
        func text(_ name: String) -> String? {
            guard let index = answer.columns.firstIndex(where: { $0.name == name }), index < row.count,
                case .text(let text) = row[index]
            else { return nil }
            return text
        }
        return text("istag").map { istag in text("istag_namespace").map { "\($0)/\(istag)" } ?? istag }
    }

    private func text(of cell: Answer.Cell, in column: Answer.Column, tag: String?) -> String {
        if let truth = column.truth(of: cell) { return truth ? "true" : "false" }
        return switch cell {
        case .null: "<none>"
        case .text(let code) where column.kind == .reason:
            terminalSafe(ReasonSentence.text(code, tag: tag, in: .english))
        case .text(let text): terminalSafe(column.kind == .digest && !isWide ? Self.shortenedDigest(text) : text)
        case .integer(let number): String(number)
        case .boolean(let truth): String(truth)
        case .real(let number): number.description
        }
    }

    /// Leaves twelve digits of the digest that a text is or, after an `@`, ends in: as many as people compare by eye.
    package static func shortenedDigest(_ text: String) -> String {
        let digest = text.utf8.suffix(71)
        let before = text.utf8.dropLast(71).last
        let isDigest =
            digest.count == 71 && digest.starts(with: "sha256:".utf8)
            && digest.dropFirst(7).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isDigest, before == nil || before == UInt8(ascii: "@") else { return text }
        return String(Substring(text.utf8.dropLast(52)))
    }
}
