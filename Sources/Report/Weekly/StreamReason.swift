/// Why nothing resolves a short name, told apart by the words of the view's `reason`.
struct StreamReason {
    let phrase: Phrase
    /// What the reason names, where it names something.
    let subject: String

    init?(_ reason: String) {
        for (beginning, end, phrase) in StreamReason.known where reason.hasPrefix(beginning) && reason.hasSuffix(end) {
            self.phrase = phrase
            subject = String(reason.dropFirst(beginning.count).dropLast(end.count))
            return
        }
        return nil
    }

    private static let known: [(String, String, Phrase)] = [
        ("no image stream ", "", .reasonNoStream),
        ("image stream ", "", .reasonNoTag),
        ("lookup was switched on later", "", .reasonLate),
        ("no lookup: ", "", .reasonNoLookup),
        ("its trigger waits for istag ", ", which does not exist", .reasonTriggerMissing),
        ("its trigger has not written an image yet", "", .reasonTriggerWaits),
    ]
}
