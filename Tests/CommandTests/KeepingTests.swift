import Foundation
import Testing

@Suite("Keeping the record: keys, proof, copies, retention")
struct KeepingTests {
    private let folder: TemporaryFolder
    private let program: Program

    init() throws {
        folder = try TemporaryFolder()
        program = Program(in: folder)
    }

    private func importStory(signedWith key: String? = nil) throws {
        let arguments = ["import", Story.dumps, "-A", "--cluster", "sample", "--db", program.database]
        let run = try Program.run(Program.binary, arguments + (key.map { ["--sign-with", $0] } ?? []))
        try #require(run.status == 0, "\(run.errors)")
    }

    private func seal() throws -> String { try #require(try program.rows("verify")[0]["seal"] as? String) }

    @Test("a signed record is verified by its public key and by a seal that was kept, and by no others")
    func signed() throws {
        let key = "\(folder.path)/collector.key"
        #expect(try program.run("keygen", key, record: false).status == 0)
        try importStory(signedWith: key)
        #expect(try program.run("verify", "--public-key", "\(key).pub", "--expect", seal()).status == 0)
        #expect(try program.run("keygen", "\(folder.path)/other.key", record: false).status == 0)
        let other = try program.run("verify", "--public-key", "\(folder.path)/other.key.pub")
        #expect(other.status == 2 && other.errors.contains("is not signed by this key"), "\(other.errors)")
        let unknown = try program.run("verify", "--expect", String(repeating: "0", count: 64))
        #expect(unknown.status == 2 && unknown.errors.contains("is in no chain of this file"), "\(unknown.errors)")
        #expect(try program.run("verify", "--expect", "12").status == 64)
    }

    @Test("a copy replaces nothing unless that is confirmed, and a record that is restored over is kept")
    func copies() throws {
        try importStory()
        let copy = "\(folder.path)/copy.db"
        let seal = try seal()
        #expect(try program.run("backup", copy).output.contains(seal))
        let again = try program.run("backup", copy)
        #expect(again.status == 2 && again.errors.contains("Pass --confirm"), "\(again.errors)")
        #expect(try program.run("backup", copy, "--confirm").status == 0)
        let refused = try program.run("restore", copy)
        #expect(refused.status == 2 && refused.errors.contains("Pass --confirm"), "\(refused.errors)")
        let restored = try program.run("restore", copy, "--confirm")
        #expect(
            restored.status == 0 && restored.errors.contains("is kept as \(program.database).replaced-"), "\(restored.errors)")
        #expect(try program.run("verify", "--expect", seal).status == 0)
    }

    @Test("prune says what would go, does it only with --confirm, and verify tells of the cut ever after")
    func pruned() throws {
        try importStory()
        let seal = try seal()
        let before = try program.run("get", "istags", "-A", "-o", "json").output
        // The story is of 2026, so a day is less than it is old, or all of it is younger than 400 days.
        #expect(try program.run("prune", "--keep", "9999w", "--max-size", "2GB").output.contains("nothing to cut off"))
        let instant = try #require(try Story.instants().last)
        let tried = try program.run("prune", "--keep", instant, "--max-size", "2GB")
        #expect(tried.status == 0 && tried.output.contains("would go") && tried.output.contains("--confirm does it"))
        #expect(try self.seal() == seal)
        let done = try program.run("prune", "--keep", instant, "--max-size", "2GB", "--confirm")
        #expect(done.status == 0 && done.output.contains("were cut off"), "\(done.output)\(done.errors)")
        let verified = try program.run("verify", "--expect", seal)
        #expect(verified.status == 0 && verified.errors.contains("were cut off at"), "\(verified.errors)")
        #expect(try program.run("get", "istags", "-A", "-o", "json").output == before)
        #expect(try program.run("prune", "--max-size", "2GB").status == 64)
    }
}
