import Glibc

/// What was typed at the console before, kept in the XDG state folder for its owner alone.
struct StatementHistory {
    /// Statements that are kept; twice as many may stand in the file for a while.
    static let most = 1_000

    private let path: String?

    /// - Parameter environment: Where names are looked up: `ISINVENTORY_SQL_HISTORY` is the file, and nothing is kept where it is empty.
    init(environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }) {
        if let named = environment("ISINVENTORY_SQL_HISTORY") {
            path = named.isEmpty ? nil : named
            return
        }
        // https://specifications.freedesktop.org/basedir-spec/latest/: what is no absolute path is to be passed over.
        let base = environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        let home = environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
        path = (base ?? home.map { "\($0)/.local/state" }).map { "\($0)/isinventory/sql_history" }
    }

    /// What was typed, oldest first; a file that has grown is cut.
    func statements() -> [String] {
        guard let path, let descriptor = opened(O_RDONLY) else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < 8 << 20 {
            let count = read(descriptor, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        let kept = Array(lines.suffix(Self.most))
        if lines.count > 2 * Self.most { cut(path, to: kept) }
        return kept
    }

    /// Adds a statement as one line.
    ///
    /// - Throws: ``FileFailure`` where it cannot be kept.
    func add(_ line: String) throws {
        guard let path else { return }
        if let slash = path.lastIndex(of: "/") { try? PrivateFolder.make(String(path[..<slash])) }
        guard let descriptor = opened(O_WRONLY | O_APPEND | O_CREAT) else {
            throw FileFailure(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        do {
            try Descriptor.write(line + "\n", to: descriptor)
        } catch let failure as WriteFailure {
            throw FileFailure(path: path, reason: failure.reason)
        }
    }

    private func opened(_ flags: Int32) -> Int32? {
        guard let path else { return nil }
        let descriptor = open(path, flags | O_CLOEXEC | O_NOCTTY, 0o600)
        guard descriptor >= 0 else { return nil }
        // Also where somebody made it readable: what is asked may be nobody else's business.
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_mode & 0o077 != 0 {
            fchmod(descriptor, 0o600)
        }
        return descriptor
    }

    private func cut(_ path: String, to lines: [String]) {
        let temporary = "\(path).\(getpid())"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let isWritten = (try? Descriptor.write(lines.joined(separator: "\n") + "\n", to: descriptor)) != nil
        close(descriptor)
        if !isWritten || rename(temporary, path) != 0 { unlink(temporary) }
    }

    /// A statement of several lines as one, where that means the same; nil where it does not.
    static func oneLine(_ statement: String) -> String? {
        let lines = statement.split(whereSeparator: \.isNewline)
        guard lines.count > 1 else { return lines.first.map(String.init) }
        // A comment goes to the end of its line, and within quotes a line's end is part of a text.
        guard !statement.contains("--") else { return nil }
        var isQuoted = false
        for line in lines.dropLast() {
            for character in line where character == "'" || character == "\"" { isQuoted.toggle() }
            if isQuoted { return nil }
        }
        return lines.map { $0.trimmingSpaces }.joined(separator: " ")
    }
}

extension StringProtocol {
    /// The text without the spaces around it.
    var trimmingSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
