import Glibc
import Report

/// Shows long answers page by page at a terminal, as git does: by `$ISINVENTORY_PAGER`, else `$PAGER`, else `less`.
enum Pager {
    /// Writes a text to the terminal, by the pager where it is longer than the screen and one is wanted.
    static func show(_ text: String, isWanted: Bool) throws {
        guard isWanted, let command, isLongerThanScreen(text) else { return try StandardOutput.write(text) }
        // What less does with these: quit where one screen is enough, colours pass, the screen stays when it ends.
        setenv("LESS", "FRX", 0)
        // Whoever leaves the pager early has seen enough; that is no failure of ours.
        signal(SIGPIPE, SIG_IGN)
        guard let pipe = popen(command, "w") else { return try StandardOutput.write(text) }
        var text = text
        text.withUTF8 { bytes in _ = fwrite(bytes.baseAddress, 1, bytes.count, pipe) }
        // 127: there is no such pager.
        if pclose(pipe) == 127 << 8 { try StandardOutput.write(text) }
    }

    /// What to run; nil where the environment says that nothing is to be: an empty text, or `cat`.
    private static var command: String? {
        for name in ["ISINVENTORY_PAGER", "PAGER"] {
            guard let value = getenv(name).map({ String(cString: $0) }) else { continue }
            return value.isEmpty || value == "cat" ? nil : value
        }
        return getenv("TERM").map { String(cString: $0) } == "dumb" ? nil : "less"
    }

    private static func isLongerThanScreen(_ text: String) -> Bool {
        guard let height = StandardOutput.height else { return false }
        return text.utf8.count { $0 == UInt8(ascii: "\n") } >= height
    }
}
