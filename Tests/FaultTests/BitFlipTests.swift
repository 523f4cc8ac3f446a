import Foundation
import Histories
import Model
import SQLite
import Testing

@Suite("A bit that the disk turned")
struct BitFlipTests {
    @Test("every question answers rightly or not at all, and verify finds it")
    func flips() throws {
        let folder = try Folder()
        _ = try Whole.record(folder.file("record.db"), seed: 3, 30)
        var tally = Tally("flipped bits")
        let counts = try flip(folder, Effort.flips, &tally)
        #expect(tally.count == Effort.flips)
        #expect(counts.right > 0 && counts.errors > 0)
        // Counters that any commit advances are left out of the checksum, and answers do not hang on them.
        #expect(counts.unseen * 100 <= Effort.flips, "verify missed \(counts.unseen)")
        try tally.conclude()
    }

    private struct Counts {
        var right = 0
        var errors = 0
        /// Bits that verify did not find.
        var unseen = 0
    }

    /// A worker dies with the file it reads, if it does, so the next one goes on behind it.
    private func flip(_ folder: Folder, _ count: Int, _ tally: inout Tally) throws -> Counts {
        var counts = Counts()
        while tally.count < count {
            let ending = try Child(name: "fault-worker", folder: folder.path).run(
                ["flip", folder.file("record.db"), "\(Effort.seed)", "\(tally.count)", "\(count - tally.count)"])
            let lines = ending.output.split(separator: "\n").map { $0.split(separator: " ") }
            for words in lines where words[0] == "flip" {
                counts.right += Int(words[2]) ?? 0
                counts.errors += Int(words[4]) ?? 0
                if words[3] != "0" { tally.wrong += 1 }
                if words[5] == "holds" { counts.unseen += 1 }
                tally.count += 1
            }
            for words in lines where words[0] == "wrong" { tally.tell(words.joined(separator: " ")) }
            guard ending.status != 0 else { break }
            try #require(ending.isCrashed, "\(ending.errors)")
            tally.crashes += 1
            tally.count += 1
            tally.tell("bit \(tally.count - 1): signal \(ending.signal ?? 0)")
        }
        return counts
    }
}
