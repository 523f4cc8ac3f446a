internal import Logging
internal import ServiceWords
internal import Words

extension Logger.Message {
    /// What happened, in the words of the log.
    static func event(_ event: CollectionEvent) -> Logger.Message { "\(event.sentence)" }
}
