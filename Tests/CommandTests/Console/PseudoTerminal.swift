import Foundation
import Synchronization
import Testing

/// A terminal of the tests' own, with the program at its other side.
final class PseudoTerminal: Sendable {
    private let descriptor: Int32
    private let process: pid_t
    private let output = Output()

    private final class Output: Sendable {
        let bytes = Mutex<[UInt8]>([])
        let ended = Mutex<Int32?>(nil)
    }

    /// Starts the program over a record, at a terminal of so many columns and lines.
    init(_ arguments: [String], columns: UInt16 = 100, lines: UInt16 = 200, environment: [String: String] = [:]) throws {
        // As posix_openpt(3), unlockpt(3) and ptsname(3) do it on Linux, which Swift does not see: TIOCSPTLCK and TIOCGPTN.
        let master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (lock, number): (Int32, Int32) = (0, 0)
        try #require(master >= 0 && ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &number) == 0)
        let name = "/dev/pts/\(number)"
        var size = winsize(ws_row: lines, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that a session's leader opens is its own.
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, STDIN_FILENO, STDERR_FILENO)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETSID, which Swift does not see.
        posix_spawnattr_setflags(&attributes, 0x80)
        let usual = [
            "TERM": "xterm", "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1", "PAGER": "cat", "HOME": "/nonexistent",
            "PATH": "/usr/bin:/bin",
        ]
        let settings = usual.merging(environment) { $1 }.map { strdup("\($0)=\($1)") }
        let words = ([Program.binary] + arguments).map { strdup($0) }
        defer { for text in settings + words { free(text) } }
        var started = pid_t()
        let code = posix_spawn(&started, Program.binary, &actions, &attributes, words + [nil], settings + [nil])
        try #require(code == 0)
        descriptor = master
        process = started
        Thread.detachNewThread { [output, started] in
            var chunk = [UInt8](repeating: 0, count: 4_096)
            // Linux says EIO once nobody has the other side open.
            while case let count = read(master, &chunk, chunk.count), count > 0 {
                output.bytes.withLock { $0 += chunk[..<count] }
            }
            var status: Int32 = 0
            waitpid(started, &status, 0)
            output.ended.withLock { $0 = status }
            close(master)
        }
    }

    /// Whoever gives up on it leaves no process behind.
    deinit { if output.ended.withLock({ $0 }) == nil { kill(process, SIGKILL) } }

    /// What was shown until now, without the sequences that move the cursor and colour.
    var shown: String {
        String(decoding: output.bytes.withLock { $0 }, as: UTF8.self).replacing(/\u{1B}\[[0-9;?]*[a-zA-Z]/, with: "")
            .replacing("\r", with: "")
    }

    /// Types a text; Enter is a line's end.
    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(descriptor, bytes, bytes.count)
    }

    /// Waits until a text was shown that was not there when the last one was typed, however slow the machine.
    func wait(for text: String, after count: Int = 0) throws {
        for _ in 0..<2_400 {
            if shown.dropFirst(count).contains(text) { return }
            if output.ended.withLock({ $0 }) != nil { break }
            usleep(25_000)
        }
        try #require(shown.dropFirst(count).contains(text), "\(shown)")
    }

    /// Types a text and waits for what it brings.
    func type(_ text: String, andSee wanted: String) throws {
        let count = shown.count
        type(text)
        try wait(for: wanted, after: count)
    }

    /// Waits until the program has ended.
    ///
    /// - Returns: Its exit code; 128 and the signal's number where one ended it.
    func end() throws -> Int32 {
        for _ in 0..<2_400 where output.ended.withLock({ $0 }) == nil { usleep(25_000) }
        guard let status = output.ended.withLock({ $0 }) else {
            kill(process, SIGKILL)
            Issue.record("it did not end: \(shown)")
            return -1
        }
        return status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
    }
}
