import Foundation
import Histories
import Model
import Questions
import Record
import Words

/// Turns one bit of a record's file after another, each in a fresh copy, and holds every question against what the whole file answers.
///
/// It says of each bit `FLIP n QUESTIONS right WRONG errors verified|unverified`, and beforehand `trying n`, for whoever finds it dead.
struct Flips {
    private let bytes: Data
    private let copy: String
    private let seed: UInt64
    private let questions: [AllQuestions.Question]
    private let right: [String]

    init(path: String, seed: UInt64) throws {
        bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        copy = "\(path).flipped"
        self.seed = seed
        let middle = Instant(secondsSince1970: 1_700_000_000 + 15 * 900)
        questions = AllQuestions.all(middle: middle)
        // Some ask what the history happens not to hold: then the refusal is the right answer, and the same each time.
        right = questions.map { question in Flips.outcome(question, path) }
    }

    func run(from first: Int, count: Int) throws {
        for number in first..<(first + count) {
            say("trying \(number)")
            var random = SplitMix(seed &+ UInt64(number) &* 7919)
            try flip(bit: random.below(bytes.count * 8), number)
        }
    }

    private func flip(bit: Int, _ number: Int) throws {
        var damaged = bytes
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: copy + suffix) }
        try damaged.write(to: URL(fileURLWithPath: copy))
        var counts = (right: 0, wrong: 0, errors: 0)
        for (question, answer) in zip(questions, right) {
            let found = Flips.outcome(question, copy)
            if found == answer {
                counts.right += 1
            } else if found.hasPrefix(Flips.damage) {
                counts.errors += 1
            } else {
                counts.wrong += 1
                say("wrong \(number): \(question.name), byte \(bit / 8)")
            }
        }
        let holds = (try? RecordReader(path: copy).verify().holds) ?? false
        say("flip \(number) \(counts.right) \(counts.wrong) \(counts.errors) \(holds ? "holds" : "caught")")
    }

    private static let damage = "error: "

    /// The answer, or that there is none. An error says which file it is about, and two files have two names.
    private static func outcome(_ question: AllQuestions.Question, _ path: String) -> String {
        do {
            return try question.ask(path)
        } catch let error as QuestionError {
            // "No such tag" is an answer too, and a wrong one where there is such a tag.
            return "refusal: \(error.sentence)"
        } catch {
            return damage
        }
    }
}
