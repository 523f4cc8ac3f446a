import Foundation
import Glibc

/// A program that runs beside the test, started without Foundation, whose wait for an end can hang beside a server.
package final class Child: Sendable {
    private let process: pid_t
    private let output: Int32

    /// Starts a program, of which one can read what it writes to its standard output, or else what it says to its standard error; the
    /// other goes nowhere.
    package init(_ words: [String], isErrorsRead: Bool = false) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw ChildError(text: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, ends[1], isErrorsRead ? STDERR_FILENO : STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, isErrorsRead ? STDOUT_FILENO : STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // POSIX_SPAWN_SETPGROUP, _SETSIGDEF and _SETSIGMASK, which Swift does not see: a group that can be ended whole, and signals as
        // anybody has them, not as this process ignores and blocks them for the sake of other tests.
        posix_spawnattr_setflags(&attributes, 0x02 | 0x04 | 0x08)
        posix_spawnattr_setpgroup(&attributes, 0)
        var (all, none) = (sigset_t(), sigset_t())
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        let arguments = words.map { strdup($0) }
        defer { for text in arguments { free(text) } }
        var started = pid_t()
        let code = posix_spawn(&started, words[0], &actions, &attributes, arguments + [nil], environ)
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw ChildError(text: "\(words[0]): \(String(cString: strerror(code)))")
        }
        (process, output) = (started, ends[0])
    }

    deinit { close(output) }

    /// What it writes, until a text is in it or it has ended.
    package func said(until isEnough: (String) -> Bool) -> String {
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 4_096)
        while !isEnough(String(decoding: bytes, as: UTF8.self)) {
            let count = read(output, &block, block.count)
            guard count > 0 else { break }
            bytes += block[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Ends it and what it began in its group.
    package func end() {
        kill(-process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
    }
}

package struct ChildError: Error, CustomStringConvertible {
    let text: String
    package var description: String { text }
}
