/// Something that reads what strangers wrote: fed with any bytes, it answers or refuses, and what it answers holds together.
///
/// A promise that breaks is a crash, which is what a fuzzer looks for.
public enum FuzzEntry: String, CaseIterable, Sendable {
    case reference, json, yaml, time, sql

    /// Feeds it.
    public func run(_ bytes: [UInt8]) {
        switch self {
        case .reference: fuzzReference(bytes)
        case .json: fuzzDocuments(bytes, as: .json)
        case .yaml: fuzzDocuments(bytes, as: .yaml)
        case .time: fuzzTime(bytes)
        case .sql: fuzzSQL(bytes)
        }
    }
}
