import Model
import Questions

// Answers that read better as blocks than as rows.
extension TerminalPage {
    /// What one look saw change of an object.
    private struct Entry {
        let head: [String]
        var rows: [[Answer.Cell]]
    }

    /// `history`: newest first, as `git log` tells it. What a look saw change of a workload is one entry: each container's image as its
    /// template has it, and as its Pods run it.
    var log: [String] {
        var entries: [Entry] = []
        for row in answer.rows {
            let head = logHead(row)
            if has("how"), let place = entries.indices.suffix(16).last(where: { entries[$0].head == head }) {
                entries[place].rows.append(row)
            } else {
                entries.append(Entry(head: head, rows: [row]))
            }
        }
        return entries.reversed().enumerated().flatMap { index, entry in
            (index == 0 ? [] : [""]) + entry.head + entry.rows.flatMap { [""] + logChange($0) }
        }
    }

    private func logHead(_ row: [Answer.Cell]) -> [String] {
        let changedAt = value(row, "changed_at")
        let seenBy = value(row, "seen_by")
        let time = changedAt ?? seenBy
        let what = has("istag") && !has("name") ? text(row, "istag") : object(row)
        var lines = wrapped("\(place(row)) \(what)", rest: "  ").map(yellow)
        lines += wrapped(
            "\(time ?? "") (\(age(time).map { "\($0) ago" } ?? "unknown"))",
            first: changedAt == nil ? "Seen:   " : "Date:   ", rest: "        ")
        let looks =
            switch (value(row, "seen_after"), seenBy) {
            case (let after?, let by?): "between the looks of \(after) and \(by)"
            case (nil, let by?): "by the look of \(by), the first one"
            default: ""
            }
        return looks.isEmpty ? lines : lines + wrapped(looks, first: "        ", rest: "        ").map(dim)
    }

    private func logChange(_ row: [Answer.Cell]) -> [String] {
        let (old, new) = has("old_digest") ? ("old_digest", "new_digest") : ("old_image", "new_image")
        let container = container(row).isEmpty ? "" : String(container(row).dropFirst(3)) + ", "
        var lines: [String] = []
        switch value(row, "how") {
        case "spec": lines += wrapped("\(container)template", first: "    ", rest: "    ").map(bold)
        case "pod": lines += wrapped("\(container)Pods run", first: "    ", rest: "    ").map(bold)
        default: break
        }
        lines += minus(value(row, old), indent: "    ") + plus(value(row, new), indent: "    ")
        guard has("old_image") else { return lines }
        if let istag = value(row, "istag") {
            lines += wrapped("tied to \(terminalSafe(istag))", first: "      ", rest: "      ").map(dim)
        }
        if let manager = value(row, "set_by") {
            let at = value(row, "set_at").map { " at \($0) (\(age($0).map { "\($0) ago" } ?? "unknown"))" } ?? ""
            lines += wrapped("set by \(terminalSafe(manager))\(at)", first: "      ", rest: "      ").map(dim)
        }
        return lines
    }

    /// ` · web`, where the container is not called as its workload is, or is an init container.
    func container(_ row: [Answer.Cell]) -> String {
        let isInit = value(row, "init") == "1" || value(row, "init") == "true"
        guard let container = value(row, "container"), isInit || container != value(row, "name") else { return "" }
        return " · \(terminalSafe(container))\(isInit ? " (init)" : "")"
    }

    private func minus(_ text: String?, indent: String) -> [String] {
        wrapped(terminalSafe(text.map(shortened) ?? ""), first: "\(indent)- ", rest: "\(indent)  ").filter {
            text != nil || $0.isEmpty
        }
        .map(red)
    }

    private func plus(_ text: String?, indent: String) -> [String] {
        wrapped(terminalSafe(text.map(shortened) ?? ""), first: "\(indent)+ ", rest: "\(indent)  ").filter {
            text != nil || $0.isEmpty
        }
        .map(green)
    }

    // MARK: diff

    private struct Group {
        let place: String
        let object: String
        var rows: [[Answer.Cell]] = []
    }

    private var groups: [Group] {
        var groups: [Group] = []
        for row in answer.rows {
            let (place, object) = (place(row), object(row))
            if groups.last?.place != place || groups.last?.object != object { groups.append(Group(place: place, object: object)) }
            groups[groups.count - 1].rows.append(row)
        }
        return groups
    }

    /// How much changed of each object, then what.
    var difference: [String] {
        let groups = groups
        // As `git diff --stat` does: the counts of all stand below each other, but for names that would push them off the screen.
        let widest = groups.map { $0.object.displayWidth + 2 }.filter { $0 <= width / 2 }.max() ?? 0
        var lines: [String] = []
        var last = ""
        for group in groups {
            if group.place != last { lines += wrapped(group.place, rest: "  ").map(bold) }
            last = group.place
            let marks = group.rows.map { row in
                switch value(row, "change") {
                case "added": green("+")
                case "removed": red("-")
                default: yellow("~")
                }
            }
            let shown = marks.prefix(20).joined() + (marks.count > 20 ? "…" : "")
            let plain = min(marks.count, 21)
            let count = " | \(marks.count) "
            var named = wrapped(group.object, first: "  ", rest: "    ")
            if let last = named.last {
                named[named.count - 1] = last + String(repeating: " ", count: max(0, widest - last.displayWidth))
            }
            let isRoom = (named.last?.displayWidth ?? 0) + count.displayWidth + plain <= width
            lines +=
                isRoom
                ? named.dropLast() + ["\(named.last ?? "")\(count)\(shown)"]
                : named + [String(repeating: " ", count: widest) + "\(count)\(shown)"]
        }
        let counts = ["added", "changed", "removed"].compactMap { change -> String? in
            let count = answer.rows.count { value($0, "change") == change }
            return count == 0 ? nil : "\(count) \(change)"
        }
        lines += wrapped("\(groups.count.counted("object")): \(counts.joined(separator: ", "))").map(dim)
        for group in groups { lines += [""] + details(group) }
        return lines
    }

    private func details(_ group: Group) -> [String] {
        var lines = wrapped("\(group.place) \(group.object)", rest: "  ").map(bold)
        for row in group.rows {
            let field = value(row, "field").map(terminalSafe)
            let change = value(row, "change") ?? ""
            let title = container(row).isEmpty ? "" : String(container(row).dropFirst(3))
            let label = [title, field ?? "", field == nil ? change : ""].filter { !$0.isEmpty }.joined(separator: " ")
            lines += wrapped(label, first: "  ", rest: "    ").map(dim)
            if change != "added", field != nil { lines += minus(value(row, "old") ?? "", indent: "    ") }
            if change != "removed", field != nil { lines += plus(value(row, "new") ?? "", indent: "    ") }
        }
        return lines
    }

    // MARK: problems, stale

    /// A block a problem, and below it what ends it.
    var problems: [String] {
        var last = ""
        return answer.rows.enumerated().flatMap { index, row -> [String] in
            let problem = text(row, "problem")
            var lines = index == 0 ? [] : [""]
            if problem != last {
                let count = answer.rows.count { value($0, "problem") == value(row, "problem") }
                lines += wrapped("\(problem) (\(count))").map(yellow) + [""]
                last = problem
            }
            lines += wrapped("\(place(row)) \(object(row))\(container(row))", rest: "  ").map(bold)
            let (message, told) = Self.message(value(row, "message") ?? "")
            if message.contains(where: { !$0.isWhitespace }) {
                lines += wrapped(terminalSafe(message), first: "    ", rest: "    ")
            }
            if let reason = value(row, "reason") {
                lines += wrapped(terminalSafe(ReasonSentence.text(reason, tag: nil, in: .english)), first: "    ", rest: "    ")
            }
            if let since = value(row, "since") {
                let until = value(row, "until").map { " until \($0)" } ?? ""
                lines += wrapped("since \(since)\(until) (\(age(since) ?? ""))", first: "    ", rest: "    ").map(dim)
            }
            for command in told.map({ [$0] }) ?? Self.commands(problem: row, of: self) {
                lines += self.command(command, indent: "    $ ")
            }
            return lines
        }
    }

    /// A message and the command it ends in, where it has one.
    private static func message(_ text: String) -> (String, String?) {
        guard let range = text.firstRange(of: ": oc tag ") else { return (text, nil) }
        return (String(text[..<range.lowerBound]), String(text[text.index(range.lowerBound, offsetBy: 2)...]))
    }

    private static func commands(problem row: [Answer.Cell], of page: TerminalPage) -> [String] {
        guard let namespace = page.value(row, "namespace"), let name = page.value(row, "name") else { return [] }
        func line(_ words: String...) -> String { words.map(ShellWord.quoted).joined(separator: " ") }
        switch page.value(row, "problem") {
        case Problem.failingImport.rawValue: return [line("oc", "-n", namespace, "import-image", name)]
        case Problem.noWorkload.rawValue: return [line("isinventory", "cleanup", "-n", namespace)]
        case Problem.unresolvedName.rawValue:
            let kind = page.value(row, "kind").flatMap { ObjectKind(title: $0)?.shortName } ?? ""
            return [line("isinventory", "history", "\(kind)/\(name)", "-n", namespace)]
        default: return []
        }
    }

    /// A block a container, with the command that lets it follow its tag.
    var stale: [String] {
        answer.rows.enumerated().flatMap { index, row -> [String] in
            var lines = index == 0 ? [] : [""]
            lines += wrapped("\(place(row)) \(object(row))\(container(row))", rest: "  ").map(bold)
            let istag = [value(row, "istag_namespace"), value(row, "istag")].compactMap(\.self).joined(separator: "/")
            let moves = value(row, "moves_behind").map { ", \($0) \($0 == "1" ? "move" : "moves") behind" } ?? ""
            lines += wrapped(
                "behind \(terminalSafe(istag)) since \(value(row, "stale_since") ?? "") (\(age(value(row, "stale_since")) ?? ""))\(moves)",
                first: "    ", rest: "    ")
            if has("image") {
                // What only Pods run lags there: the template names the tag, which has moved.
                let isOfPods = value(row, "how") == "pod"
                if isOfPods, let image = value(row, "image") {
                    lines += wrapped("template \(terminalSafe(shortened(image)))", first: "    ", rest: "    ").map(dim)
                    lines.append(dim("    Pods run"))
                }
                lines += minus(value(row, isOfPods ? "running" : "image"), indent: "    ")
                lines += plus(value(row, "istag_digest"), indent: "    ")
            }
            if let until = value(row, "until") { lines += wrapped("until \(until)", first: "    ").map(dim) }
            if let command = follow(row) { lines += self.command(command, indent: "    $ ") }
            return lines
        }
    }

    /// Writes what the tag points to now; a trigger does so by itself.
    private func follow(_ row: [Answer.Cell]) -> String? {
        guard value(row, "tie") != "trigger", let namespace = value(row, "namespace"), let name = value(row, "name"),
            let container = value(row, "container"), let image = value(row, "image"), let digest = value(row, "istag_digest"),
            let at = image.lastIndex(of: "@"), let kind = value(row, "kind").flatMap({ ObjectKind(title: $0) })
        else { return nil }
        let target = "\(kind == .cronJob ? "cronjob" : kind.shortName)/\(name)"
        return ["oc", "-n", namespace, "set", "image", target, "\(container)=\(image[..<at])@\(digest)"].map(ShellWord.quoted)
            .joined(separator: " ")
    }
}
