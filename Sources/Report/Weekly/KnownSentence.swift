/// A sentence that the questions write in English, known again by its beginning and its end, so that a report can say it in its
/// own language.
struct KnownSentence {
    let phrase: Phrase
    /// What the sentence names, where it names something.
    let subject: String

    /// What to do by hand before a command, by the line's words after its `# `.
    init?(remedy: String) { self.init(remedy, among: KnownSentence.remedies) }

    private init?(_ sentence: String, among known: [(String, String, Phrase)]) {
        for (beginning, end, phrase) in known where sentence.hasPrefix(beginning) && sentence.hasSuffix(end) {
            guard sentence.count >= beginning.count + end.count else { continue }
            self.phrase = phrase
            subject = String(sentence.dropFirst(beginning.count).dropLast(end.count))
            return
        }
        return nil
    }

    private static let remedies: [(String, String, Phrase)] = [
        ("image stream tag ", " points to no image: push or import it first", .remedyNoImage),
        ("the pod template asks for lookup already: ", "", .remedyApply),
        ("it comes by the image stream tag ", ": have that import from elsewhere first", .leavingComesByTag),
        ("no oc command changes the image of ", " for good: name the copy in its manifest", .leavingNotSettable),
        ("", " names no image stream; push it to NAMESPACE/NAME first", .remedyNoStream),
    ]
}

extension Wording {
    /// A line of a remedy: commands are the same in every language, comments are not.
    func remedy(_ line: String) -> String {
        guard line.hasPrefix("# "), let known = KnownSentence(remedy: String(line.dropFirst(2))) else { return line }
        return "# " + self(known.phrase, known.subject)
    }
}
