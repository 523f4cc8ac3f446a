import CFaultVFS
import Histories
import Model
import Questions
import Record

/// Does one thing to a record, and may be killed at it: at the nth time it would change the disk, where that is said.
///
/// usage: fault-worker record FILE SEED COUNT NTH | prune FILE TIME NTH | backup FILE COPY NTH | flip FILE SEED FIRST COUNT
@main
enum FaultWorker {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count > 4 else { fatalError("fault-worker: too few arguments") }
        switch words[1] {
        case "record":
            try killed(at: words[5]) { try record(words[2], seed: number(words[3]), count: Int(number(words[4]))) }
        case "prune":
            let since = Instant(secondsSince1970: Int64(number(words[3])))
            try killed(at: words[4]) { _ = try RecordWriter(path: words[2]).prune(keepingSince: since, done: true) }
        case "backup":
            try killed(at: words[4]) { try RecordReader(path: words[2]).backUp(to: words[3], replacing: true) }
        case "flip":
            try Flips(path: words[2], seed: number(words[3])).run(from: Int(number(words[4])), count: Int(number(words[5])))
        default: fatalError("fault-worker: no such job: \(words[1])")
        }
    }

    static func number(_ word: String) -> UInt64 { UInt64(word) ?? 0 }

    /// Runs a job and says, when it is still alive, how often it changed the disk.
    private static func killed(at nth: String, _ job: () throws -> Void) throws {
        fault_register()
        fault_arm("/", fault_kill, nth == "0" ? .max : Int(number(nth)), 0)
        try job()
        print("changes \(fault_disarm())")
    }

    /// Records what of a history is not in the file yet, and acknowledges each snapshot.
    private static func record(_ path: String, seed: UInt64, count: Int) throws {
        let store = try RecordWriter(path: path)
        var history = RandomHistory(seed: seed)
        let known = try RecordReader(path: path).instants(of: history.cluster)
        for snapshot in history.snapshots(count) where !known.contains(snapshot.takenAt) {
            say("recorded \(try store.record(snapshot).seal)")
        }
    }
}
