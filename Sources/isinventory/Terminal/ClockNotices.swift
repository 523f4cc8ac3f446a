import Model

/// What to say of a snapshot dated far ahead of now: the past is never rewritten, so until then none can follow it.
func clockNotices(takenAt: Instant, now: Instant) -> [String] {
    guard takenAt > now.advanced(by: 3600) else { return [] }
    return [
        "the snapshot is dated \(takenAt), ahead of this machine's clock (\(now)). Until then every snapshot of its cluster will be "
            + "refused as older; if that date is wrong, go back to a copy made before it."
    ]
}
