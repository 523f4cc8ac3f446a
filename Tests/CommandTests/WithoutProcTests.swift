import Foundation
import Testing

@Suite("A program that is not shown /proc, as in a bare chroot")
struct WithoutProcTests {
    private static func run(_ program: String, _ arguments: String...) throws -> Program.Run {
        try Program.run(
            "/usr/bin/unshare", ["--mount", "/bin/sh", "-c", "umount -l /proc && exec \"$0\" \"$@\"", program] + arguments)
    }

    /// Root alone may hide it.
    private static let canHide = (try? run("/bin/true").status) == 0

    @Test("knows what it was asked", .enabled(if: canHide))
    func asked() throws {
        let version = try Self.run(Program.binary, "--version")
        #expect(version.status == 0 && version.output.wholeMatch(of: /[0-9]+\.[0-9]+\.[0-9]+\n/) != nil, "\(version.output)")
        #expect(try Self.run(Program.binary, "nonsense").status == 64)
    }
}
