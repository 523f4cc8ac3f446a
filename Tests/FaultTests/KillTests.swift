import Foundation
import Histories
import Testing

@Suite("A process killed at any instant leaves whole snapshots", .serialized)
struct KillTests {
    static let kinds = 10

    /// Goes on until a tenth of all kills were made.
    private func suffer(_ name: String, _ round: (inout SplitMix, inout Tally) throws -> Bool) throws {
        var tally = Tally("kills: \(name)")
        var random = SplitMix(Effort.seed &+ name.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) })
        var rounds = 0
        let wanted = max(1, Effort.kills / KillTests.kinds)
        while tally.count < wanted, rounds < wanted * 10 {
            rounds += 1
            do {
                if try round(&random, &tally) { tally.count += 1 }
            } catch {
                tally.wrong += 1
                tally.tell("round \(rounds): \(error)")
            }
        }
        #expect(tally.count == wanted, "\(name): killed \(tally.count) times only")
        try tally.conclude()
    }

    @Test("collect, killed at any time")
    func collect() throws {
        var ordeal = try DumpOrdeal(.collect)
        try suffer("collect, at any time") { try ordeal.round(&$0, &$1) }
    }

    @Test("import, killed at any time")
    func importing() throws {
        var ordeal = try DumpOrdeal(.importing)
        try suffer("import, at any time") { try ordeal.round(&$0, &$1) }
    }

    @Test("recording, killed at each change of the disk")
    func record() throws {
        var ordeal = try RecordOrdeal(isOlder: false)
        try suffer("record, at a change of the disk") { try ordeal.round(&$0, &$1) }
    }

    @Test("migrating an older file, killed at each change of the disk")
    func migrate() throws {
        var ordeal = try RecordOrdeal(isOlder: true)
        try suffer("migrate, at a change of the disk") { try ordeal.round(&$0, &$1) }
    }

    @Test("collect into an older file, killed at any time")
    func migrateByCollect() throws {
        var ordeal = try DumpOrdeal(.migrating)
        try suffer("migrate, at any time") { try ordeal.round(&$0, &$1) }
    }

    @Test("prune, killed at any time and at each change of the disk", arguments: [false, true])
    func prune(isAtChange: Bool) throws {
        var ordeal = try PruneOrdeal(isAtChange: isAtChange)
        try suffer("prune, at \(isAtChange ? "a change of the disk" : "any time")") { try ordeal.round(&$0, &$1) }
    }

    @Test("backup, killed at any time and at each change of the disk", arguments: [false, true])
    func backup(isAtChange: Bool) throws {
        var ordeal = try BackupOrdeal(isAtChange: isAtChange)
        try suffer("backup, at \(isAtChange ? "a change of the disk" : "any time")") { try ordeal.round(&$0, &$1) }
    }

    @Test("restore, killed at any time")
    func restore() throws {
        var ordeal = try RestoreOrdeal()
        try suffer("restore, at any time") { try ordeal.round(&$0, &$1) }
    }
}
