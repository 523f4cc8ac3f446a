internal import FoundationEssentials

/// The wall clock.
func secondsSince1970() -> Int { Int(Date().timeIntervalSince1970) }
