/// How log lines look.
public enum LogFormat: String, Sendable, CaseIterable {
    /// For people: `10:15:00Z warning prod: cronjobs: forbidden, … reason="…"`.
    case text
    /// For programs: one JSON object a line.
    case json
}
