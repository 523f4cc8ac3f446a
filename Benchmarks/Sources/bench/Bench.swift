import Glibc
import LivingCluster

/// `bench table WORK PROGRAM MAKE-YEAR`; the other tasks make its data, in processes of their own.
@main
enum Bench {
    static func main() {
        do {
            try run(Array(CommandLine.arguments.dropFirst()))
        } catch {
            tell("bench: \(error)")
            exit(2)
        }
    }

    private static func run(_ words: [String]) throws {
        guard words.count >= 3 else {
            throw Failure(
                """
                usage: bench table WORK PROGRAM MAKE-YEAR
                       bench dump SIZE FILE | bench year SNAPSHOTS FILE [SIZE] | bench dumps SNAPSHOTS FOLDER
                       bench commits SNAPSHOTS FILE
                """)
        }
        switch words[0] {
        case "table":
            guard words.count == 4 else { throw Failure("usage: bench table WORK PROGRAM MAKE-YEAR") }
            try Measurement(work: words[1], program: words[2], yearMaker: words[3]).run()
        case "dump":
            // A number is so many Deployments as `oc` prints them; a named cluster is as the API gives it.
            try Generate.dump(size(words[1]), showsManagedFields: Int(words[1]) == nil, to: words[2])
        case "year": try Generate.year(size(words.count > 3 ? words[3] : "year"), snapshots: number(words[1]), to: words[2])
        case "dumps": try Generate.dumps(size("tenth"), snapshots: number(words[1]), to: words[2])
        case "commits": try Generate.commits(size("year"), snapshots: number(words[1]), to: words[2])
        default: throw Failure("\(words[0]): no such task")
        }
    }

    private static func size(_ word: String) throws -> ClusterSize {
        guard let size = ClusterSize(named: word) else { throw Failure("\(word): no such size") }
        return size
    }

    private static func number(_ word: String) throws -> Int {
        guard let number = Int(word) else { throw Failure("\(word): no number") }
        return number
    }
}
