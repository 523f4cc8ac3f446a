/// Something that people are told in a sentence of English: an error, a finding, a note beside an answer.
///
/// The libraries know codes and values alone; every sentence about them is written in this folder, or in `Report` where a report says it
/// in other languages, too.
public protocol Explainable {
    /// What happened, to which object or file, what was kept, and what to do.
    var sentence: String { get }
}

extension Error {
    /// What happened, for people; what has no sentence here describes itself.
    public var sentence: String { (self as? any Explainable)?.sentence ?? "\(self)" }
}
