/// What can go wrong with a look, as the figures count it.
enum LookFailure: String, CaseIterable {
    /// The cluster forbade a kind in a scope.
    case forbidden
    /// A kind in a scope was not, or not wholly, answered.
    case failed
    /// Nothing could be asked at all: no connection, no credentials.
    case unanswered
    /// The look took longer than it may.
    case deadline
    /// The record holds a snapshot newer than the clock.
    case clock
    /// The snapshot could not be written.
    case record
}

/// How a look ended, as the figures count it.
enum LookResult: String, CaseIterable {
    /// Recorded, and all that was asked for was answered.
    case complete
    /// Recorded, and some of what was asked for was not answered.
    case incomplete
    /// Nothing was recorded.
    case unrecorded = "not_recorded"
}
