import Foundation
import Testing

/// Made by `scripts/packaging/record`, each by the program of that version; nothing of them is ever changed.
@Suite("Records that released versions made are read, proven, copied, restored and gone on with, by every later one")
struct ReleasedRecordTests {
    private static let folder = "\(Repository.root)/Tests/CommandTests/Released"
    static let versions =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".db.xz") }
        .map { String($0.dropLast(".db.xz".count)) }.sorted()

    /// The file of a version, unpacked, as it was made.
    private struct Released {
        let folder: TemporaryFolder
        let program: Program
        let path: String
        let publicKey: String
        let seals: [String]

        init(_ version: String) throws {
            folder = try TemporaryFolder()
            program = Program(in: folder)
            path = program.database
            let unpacked = "xz --decompress --stdout '\(ReleasedRecordTests.folder)/\(version).db.xz' > '\(path)'"
            try #require(try Program.run("/bin/sh", ["-c", unpacked]).status == 0)
            publicKey = "\(ReleasedRecordTests.folder)/\(version).pub"
            let snapshots = try String(contentsOfFile: "\(ReleasedRecordTests.folder)/\(version).csv", encoding: .utf8)
            seals = snapshots.matches(of: /[0-9a-f]{64}/).map { String($0.output) }
        }

        var bytes: Data { get throws { try Data(contentsOf: URL(fileURLWithPath: path)) } }
    }

    @Test("there is a file of this version, from the day it is released")
    func kept() throws {
        let version = try Program.run(Program.binary, ["--version"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        let isReleased = try Repository.text("CHANGELOG.md").contains("## [\(version)] - ") || Self.versions.contains(version)
        #expect(Self.versions.contains(version) == isReleased, "\(version): scripts/packaging/record")
    }

    @Test("verified: to the seals and the key of then, by the program and by verify.py", arguments: versions)
    func verified(version: String) throws {
        let released = try Released(version)
        let before = try released.bytes
        try #require(released.seals.count == 12)
        let expected = released.seals.flatMap { ["--expect", $0] }
        let run = try Program.run(
            Program.binary, ["verify", "--db", released.path, "--public-key", released.publicKey] + expected)
        #expect(run.status == 0, "\(run.output) \(run.errors)")
        let script = try Program.run(
            "/usr/bin/env", ["python3", "\(Repository.root)/docs/verify.py", released.path] + released.seals.suffix(1))
        #expect(script.status == 0, "\(script.output) \(script.errors)")
        // A seal that is none of its own is missed, so the above can fail.
        let other = String(repeating: "0", count: 64)
        #expect(try released.program.run("verify", "--expect", other).status == 2)
        #expect(try released.bytes == before)
    }

    @Test("asked: at every instant it answers as what is recorded today from the same dumps", arguments: versions)
    func asked(version: String) throws {
        let released = try Released(version)
        let before = try released.bytes
        let folder = try TemporaryFolder()
        let today = Program(in: folder)
        try #require(try today.run("import", Story.dumps, "-A", "--cluster", "sample").status == 0)
        for view in ["workloads", "containers", "image_streams", "istags", "running"] {
            let columns = try Self.columns(of: view, version)
            for instant in try Story.instants() {
                let question = "SELECT \(columns) FROM \(view) ORDER BY \(columns)"
                let then = try released.program.run("sql", "--at", instant, "-o", "csv", question)
                #expect(then.status == 0, "\(then.errors)")
                #expect(then.output.split(whereSeparator: \.isNewline).count > 1 || view != "workloads", "\(view) \(instant)")
                #expect(try then.output == today.run("sql", "--at", instant, "-o", "csv", question).output, "\(view) \(instant)")
            }
        }
        for words in [
            ["status"], ["report", "--week", "2026-W48"], ["snapshots"], ["stale"], ["used", "quay.io/abes/qualinka:0.9.1"],
        ] {
            let run = try Program.run(Program.binary, words + ["--db", released.path])
            #expect(run.status == 0, "\(words): \(run.errors)")
        }
        #expect(try released.bytes == before)
    }

    /// What 0.1.0 recorded of each: later columns were not looked for then.
    private static func columns(of view: String, _ version: String) throws -> String {
        let all = [
            "workloads": "namespace, kind, name, uid, replicas, resolve_names, triggers, created_at, seen_from, seen_until",
            "containers": "namespace, kind, name, container, init, image, form, registry, repository, tag, digest, seen_from",
            "image_streams": "namespace, name, uid, lookup_local, repository, created_at, seen_from",
            "istags":
                "namespace, istag, image_stream, tag, digest, from_kind, from_name, scheduled, reference_policy, changed_at",
            "running": "namespace, kind, name, container, init, image, digest, image_id, pods, seen_from",
        ]
        return try #require(all[view], "\(version)")
    }

    @Test("copied and restored: what comes back is verified to the seals of then", arguments: versions)
    func restored(version: String) throws {
        let released = try Released(version)
        let copy = "\(released.folder.path)/copy.db"
        let back = "\(released.folder.path)/back.db"
        let backup = try released.program.run("backup", copy)
        #expect(backup.status == 0, "\(backup.errors)")
        let restore = try Program.run(Program.binary, ["restore", copy, "--db", back])
        #expect(restore.status == 0, "\(restore.errors)")
        let verify = try Program.run(
            Program.binary,
            ["verify", "--db", back, "--public-key", released.publicKey] + released.seals.flatMap { ["--expect", $0] })
        #expect(verify.status == 0, "\(verify.errors)")
    }

    @Test("gone on with: the next snapshot follows on the seals of then", arguments: versions)
    func goneOn(version: String) throws {
        let released = try Released(version)
        let dump = "\(Story.dumps)/\(try #require(try Story.instants().last))"
        let collect = try released.program.run(
            "collect", "--from", dump, "-A", "--cluster", "sample", "--taken-at", "2026-11-24T06:00:00Z")
        #expect(collect.status == 0, "\(collect.errors)")
        let verify = try Program.run(
            Program.binary, ["verify", "--db", released.path] + released.seals.flatMap { ["--expect", $0] })
        #expect(verify.status == 0, "\(verify.errors)")
        #expect(try released.program.rows("get", "snapshots").count == released.seals.count + 1)
    }
}
