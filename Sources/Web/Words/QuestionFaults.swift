internal import Model
internal import Questions
internal import Words

/// What is wrong with a question to the JSON API: for whoever writes programs, and so in English alone.
enum APIFault: Error {
    /// It names no image.
    case noImage
    /// It names nothing that has a history.
    case noSubject
    /// It gives no statement.
    case noStatement
    /// It compares with nothing.
    case noStart
    /// A stretch of time has an end and no beginning.
    case endWithoutStart
    /// It asks of one instant, and of a stretch of time.
    case instantAndPeriod
    /// A stretch of time ends before it begins.
    case emptyPeriod(Instant, Instant)
    /// There is no such problem.
    case problem(String)
    /// It is no week.
    case week(String)
    /// It is no number, or a larger one than may be asked for.
    case number(String, text: String, most: Int?)
    /// There is no such format.
    case output
    /// The question has no such parameter.
    case parameter(String, known: [String])
    /// It does not say which of several clusters.
    case noCluster
}

extension APIFault: Explainable {
    var sentence: String {
        switch self {
        case .noImage: "say which image: /api/v1/used/sha256:…"
        case .noSubject: "say whose: /api/v1/history/istag/web:1.0"
        case .noStatement: "say which statement: ?q=SELECT …"
        case .noStart: "say from when: ?from=7d"
        case .endWithoutStart: "to needs from"
        case .instantAndPeriod: "at is one instant; with since or from it is a stretch"
        case .emptyPeriod(let start, let end): "the period is empty: \(start) is not before \(end)"
        case .problem(let word): "only=\(word): there are \(Problem.allCases.map(\.rawValue).joined(separator: ", "))"
        case .week(let text): "'\(text)' is no week. Write 2026-W47."
        case .number(let name, let text, let most): "\(name)=\(text): write a number" + (most.map { " up to \($0)" } ?? "")
        case .output: "output is json or csv"
        case .parameter(let name, let known):
            "\(name): there is no such parameter here; there are \(known.joined(separator: ", "))"
        case .noCluster: "say which cluster, as in ?cluster=NAME"
        }
    }
}

/// A question was stopped: after what whoever asked it allowed, or, where that is nil, what this server allows.
struct TookTooLong {
    let seconds: Double?
}

/// An address that leads nowhere.
struct NoSuchPage: Error {}

extension TooBusy: Explainable {
    var sentence: String { "too many questions at once; ask again in a moment" }
}

extension NoSuchPage: Explainable {
    var sentence: String { "there is no such page" }
}

extension TookTooLong: Explainable {
    var sentence: String {
        guard let seconds else { return "the question took too long and was stopped; ask for less, or ask the program itself" }
        return "stopped after \(Int(seconds)) s; ask for less. Nothing was changed."
    }
}
