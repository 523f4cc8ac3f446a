/// The languages a report is written in.
public enum Language: String, CaseIterable, Sendable {
    case english = "en"
    case french = "fr"

    /// The language of a POSIX locale such as `fr_FR.UTF-8`; English where it is none we know.
    public init(locale: String?) {
        self = Language(rawValue: String((locale ?? "").prefix(2)).lowercased()) ?? .english
    }
}
