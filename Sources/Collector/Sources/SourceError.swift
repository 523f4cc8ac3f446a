internal import Texts

/// Why a source was not read: which file, what happened, and what to do. Nothing has been recorded.
public struct SourceError: Error, Sendable, CustomStringConvertible {
    /// The file or folder, as it was named.
    public let file: String
    /// What happened.
    public let reason: String
    /// What to do about it.
    public let advice: String

    /// Says what is wrong with a file.
    public init(file: String, reason: String, advice: String) {
        self.file = file
        self.reason = reason
        self.advice = advice
    }

    init(file: String, place: DocumentPlace?, reason: String, advice: String = SourceError.dumpAgain) {
        let place = place.map { "\($0)" } ?? ""
        self.init(file: file, reason: place.isEmpty ? reason : "\(place): \(reason)", advice: advice)
    }

    /// `dumps/deployments.json: byte 512: it ends in the middle of an object; dump it again, …`.
    public var description: String { "\(file.printable): \(reason.withoutCredentials); \(advice)" }

    static let dumpAgain = "dump it again, for example with oc get deployments,imagestreams -A -o json"
}
