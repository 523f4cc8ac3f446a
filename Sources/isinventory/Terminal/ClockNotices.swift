import ArgumentParser
import Model

/// Refuses a time that has not come: a dump cannot have been taken then, and no snapshot could follow it until it has.
///
/// - Throws: `ValidationError` unless it is allowed. Clocks of two machines may be a minute apart.
func refuseFuture(_ takenAt: Instant?, allowed: Bool, now: Instant = .now) throws {
    guard let takenAt, !allowed, takenAt > now.advanced(by: 60) else { return }
    throw ValidationError(
        "\(takenAt) lies in the future (it is \(now)): until then every snapshot of the cluster would be refused as older. If it is meant, "
            + "pass --allow-future.")
}

/// What to say of a snapshot dated far ahead of now: the past is never rewritten, so until then none can follow it.
func clockNotices(takenAt: Instant, now: Instant) -> [String] {
    guard takenAt > now.advanced(by: 3600) else { return [] }
    return [
        "the snapshot is dated \(takenAt), ahead of this machine's clock (\(now)). Until then every snapshot of its cluster will be "
            + "refused as older; if that date is wrong, go back to a copy made before it."
    ]
}
