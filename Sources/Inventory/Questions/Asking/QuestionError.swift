public import Model

/// Why a question has no answer, with what was probably meant.
public enum QuestionError: Error, Sendable, Equatable {
    /// The record has nothing of that name.
    case notFound(what: Subject, name: String, within: Scope?, suggestions: [String])
    /// A digest's beginning fits more than one.
    case ambiguous(prefix: String, matches: [String])
    /// Nothing was recorded yet at that instant.
    case beforeFirstSnapshot(instant: Instant, first: Instant?)
    /// It is no `KIND/NAME`.
    case noSubject(String)
    /// It names an image stream where a tag of it is wanted.
    case noTag(String, stream: String)
    /// Objects of several kinds are called so; how each is asked for.
    case severalKinds(String, spellings: [String])
    /// It is nothing that could name an image or an object.
    case noImage(String)
    /// The question makes no sense.
    case malformed(Fault)

    /// Why a question makes no sense.
    public enum Fault: Sendable, Equatable {
        /// It is no time.
        case time(String)
        /// It is no span of time.
        case span(String)
        /// What is compared with is not before what is shown.
        case sinceIsNotBefore
    }

    /// What was looked for by its name.
    public enum Subject: Sendable, Hashable {
        /// One of these.
        case cluster, namespace, view, column, registry, digest
        /// A view, or a question of the JSON API.
        case question
        /// What a row of that view is of.
        case row(of: String)
        /// An object, by what its kind is called where one asks for it: `deployment`, `istag`.
        case object(String)
    }

    /// Within what nothing of a name was found.
    public enum Scope: Sendable, Equatable {
        /// The whole record.
        case record
        /// The whole fleet.
        case fleet
        /// The JSON API.
        case api
        /// A file.
        case file(String)
        /// A view's columns.
        case view(String)
        /// A cluster, or some namespaces.
        case place(Note.Place)
    }
}

/// Finds what somebody probably meant.
enum Suggestion {
    /// Up to three candidates close to a name, the closest first.
    static func closest(to name: String, among candidates: [String]) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        let limit = max(2, wanted.count / 3)
        var scored: [(candidate: String, score: Int)] = []
        for candidate in Set(candidates) {
            let other = Array(candidate.lowercased().utf8)
            let contains = candidate.lowercased().contains(name.lowercased())
            guard contains || abs(other.count - wanted.count) <= limit else { continue }
            let score = contains ? 0 : distance(wanted, other)
            if score <= limit { scored.append((candidate, score)) }
        }
        let sorted = scored.sorted {
            ($0.score, $0.candidate.utf8.count, $0.candidate) < ($1.score, $1.candidate.utf8.count, $1.candidate)
        }
        // What is much further off than the best was hardly meant.
        let furthest = (sorted.first?.score ?? 0) + 1
        return sorted.filter { $0.score <= furthest }.prefix(3).map(\.candidate)
    }

    /// Levenshtein's distance in bytes.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, leftByte) in left.enumerated() {
            var current = [row + 1]
            for (column, rightByte) in right.enumerated() {
                current.append(
                    min(
                        previous[column + 1] + 1, current[column] + 1,
                        previous[column] + (leftByte == rightByte ? 0 : 1)))
            }
            previous = current
        }
        return previous[right.count]
    }
}
