import CFaultVFS
import Foundation
import Histories
import Record
import Testing
import Words

/// One fault at a time is armed for the whole process.
@Suite("A disk that fails under the program", .serialized)
struct DiskFaultTests {
    let prepared: Folder

    init() throws {
        fault_register()
        prepared = try DiskJobs.prepare()
    }

    @Test(
        "at every nth call: a clear message, a file that verifies, and the next run succeeds", arguments: DiskFault.all)
    func everyCall(fault: DiskFault) throws {
        var tally = Tally("faults: \(fault.name)")
        for job in DiskJobs.all {
            try sweep(job, fault, &tally)
        }
        try tally.conclude()
    }

    /// A rollback journal does not hold what stood in a free page that is used again, so an upgrade needs a write-ahead log.
    @Test("an upgrade of a copy whose write breaks off, at whichever call, leaves every page as it was written")
    func everyWriteOfAnUpgrade() throws {
        let job = try #require(DiskJobs.all.first { $0.name == "migrate" })
        let folder = try folder(for: job)
        for nth in stride(from: 1, to: 60, by: 4) {
            try begin(job, folder)
            fault_arm(folder.path, fault_short_write, nth, 0)
            // A write that only tidies up is nobody's failure.
            _ = failure { try job.run(folder) }
            #expect(fault_disarm() >= nth)
            #expect(try job.isState(Found(folder.file("record.db"))), "call \(nth)")
        }
    }

    /// Lets each call of a job fail in turn, alone or with all that follow, until the job gets through without.
    private func sweep(_ job: DiskJob, _ fault: DiskFault, _ tally: inout Tally) throws {
        let folder = try folder(for: job)
        var random = SplitMix(Effort.seed)
        var nth = 1
        while true {
            let isLasting = random.below(2) == 0
            try begin(job, folder)
            fault_arm(folder.path, fault.kind, nth, isLasting ? 1 : 0)
            let failure = failure { try job.run(folder) }
            guard fault_disarm() >= nth else { return }
            tally.count += 1
            try judge(job, folder, failure, "\(job.name), \(fault.name) at call \(nth)\(isLasting ? " and on" : "")", &tally)
            // The first calls differ most from one another.
            nth += nth < 6 ? 1 : 1 + random.below(Effort.stride * 2 - 1)
        }
    }

    private func folder(for job: DiskJob) throws -> Folder {
        let folder = try Folder()
        try folder.put(prepared.file("whole.db"), as: "whole.db")
        return folder
    }

    private func begin(_ job: DiskJob, _ folder: Folder) throws {
        for name in ["record.db", "copy.db"] { try folder.remove(name) }
        if let start = job.start { try folder.put(prepared.file(start), as: "record.db") }
    }

    private func failure(_ body: () throws -> Void) -> (any Error)? {
        do { try body() } catch { return error }
        return nil
    }

    private func judge(
        _ job: DiskJob, _ folder: Folder, _ failure: (any Error)?, _ story: String, _ tally: inout Tally
    ) throws {
        do {
            if let failure { try expectClear(failure, folder, story) }
            let found = try Found(folder.file("record.db"))
            if failure == nil && !job.isDone(found) || !job.isState(found) {
                tally.wrong += 1
                tally.tell("\(story): \(found) after \(failure.map { "\($0)" } ?? "success")")
            }
            if FileManager.default.fileExists(atPath: folder.file("copy.db")) { _ = try Found(folder.file("copy.db")) }
            try finish(job, folder, found)
            guard job.isDone(try Found(folder.file("record.db"))) else { throw DiskJobs.Wrong() }
        } catch {
            tally.wrong += 1
            tally.tell("\(story): \(error), after \(failure.map { "\($0)" } ?? "success")")
        }
    }

    /// The next run does what the failed one could not, or finds it done.
    private func finish(_ job: DiskJob, _ folder: Folder, _ found: Found) throws {
        do {
            try job.run(folder)
        } catch StoreError.alreadyRecorded where job.isDone(found) {
            // fsync failed after all was written: it was there after all.
        }
    }

    /// It names a file, says what became of the record, and nothing of our own types.
    private func expectClear(_ error: any Error, _ folder: Folder, _ story: String) throws {
        let text = error.sentence
        #expect(
            error is StoreError || error is BackupError || error is PruneError || error is VerificationFailure,
            "\(story): \(type(of: error))")
        #expect(text.hasPrefix(folder.path), "\(story): names no file: \(text)")
        let promises = ["untouched", "Nothing was", "intact", "Check the path", "is cut off and the cut is sealed"]
        #expect(promises.contains { text.contains($0) }, "\(story): says not what was kept: \(text)")
    }

    @Test("after a power cut, with unsynced sectors lost or torn, all that was acknowledged is there and whole")
    func powerCut() throws {
        var tally = Tally("power cuts")
        let folder = try Folder()
        let truth = try Whole.record(folder.file("whole.db"), seed: 71, 10)
        for cut in 0..<Effort.powerCuts {
            try folder.remove("record.db")
            if cut % 2 == 1 { _ = try Whole.record(folder.file("record.db"), seed: 71, 3) }
            var random = SplitMix(Effort.seed &+ UInt64(cut))
            fault_arm(folder.path, fault_power, 1 + random.below(90), 1)
            let acknowledged = recordUntilDark(folder.file("record.db"), known: cut % 2 == 1 ? 3 : 0)
            _ = fault_disarm()
            fault_lose_unsynced(random.next())
            // What processes share does not outlive the machine.
            try? FileManager.default.removeItem(atPath: folder.file("record.db-shm"))
            tally.count += 1
            do {
                let found = try Found(folder.file("record.db"))
                if found.snapshots < acknowledged { tally.lost += acknowledged - found.snapshots }
                let isTrue = found.snapshots == 0 || found.seal == truth[found.snapshots - 1]
                if !isTrue || found.snapshots > acknowledged + 1 { tally.wrong += 1 }
                if !isTrue || found.snapshots < acknowledged { tally.tell("cut \(cut): \(found), acknowledged \(acknowledged)") }
            } catch {
                tally.wrong += 1
                tally.tell("cut \(cut): \(error)")
            }
        }
        try tally.conclude()
    }

    @Test("a power cut befalls the folder it is armed for, and no other test's files")
    func powerCutElsewhere() throws {
        let (dark, lit) = (try Folder(), try Folder())
        for seed: UInt64 in 0..<10 {
            try lit.remove("record.db")
            fault_arm(dark.path, fault_power, 1, 1)
            let truth = try Whole.record(lit.file("record.db"), seed: 72, 3)
            _ = fault_disarm()
            fault_lose_unsynced(seed)
            #expect(try Found(lit.file("record.db")).seal == truth[2])
        }
    }

    private func recordUntilDark(_ path: String, known: Int) -> Int {
        var acknowledged = known
        do {
            let store = try RecordWriter(path: path)
            var history = RandomHistory(seed: 71)
            for snapshot in history.snapshots(10).dropFirst(known) {
                try store.record(snapshot)
                acknowledged += 1
            }
        } catch {}
        return acknowledged
    }
}
