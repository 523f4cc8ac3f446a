import Questions

/// `-o name`: a name a line, as `oc` prints them.
struct NameFormat {
    let answer: Answer

    func rendered() -> String {
        var out = ""
        for name in answer.names {
            // A newline inside a name would be a second name to whoever reads the pipe.
            out += terminalSafe(name)
            out += "\n"
        }
        return out
    }
}
