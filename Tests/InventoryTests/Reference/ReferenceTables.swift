import Foundation
import Testing

/// `reference.Parse` of OpenShift's library-go, as its own test states it.
struct OpenShiftTable: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        var From: String
        var Registry, Namespace, Name, Tag, ID: String?
        var Err: Bool?
        var testDescription: String { abbreviated(From) }
    }

    var cases: [Case]

    static let table = load(OpenShiftTable.self, "image-reference-cases.openshift")
}

/// `Parse` and `ParseNormalizedNamed` of distribution/reference, as their own tests state them.
struct DistributionTable: Decodable {
    struct Parse: Decodable, Sendable, CustomTestStringConvertible {
        var input: String
        var domain, repository, tag, digest, err: String?
        var testDescription: String { abbreviated(input) }
    }

    struct RepositoryInfo: Decodable, Sendable, CustomTestStringConvertible {
        var RemoteName, FamiliarName, FullName, AmbiguousName, Domain: String
        var testDescription: String { FullName }
    }

    var parse: [Parse]
    var normalized_valid: [String]
    var normalized_invalid: [String]
    var repository_info: [RepositoryInfo]

    static let table = load(DistributionTable.self, "image-reference-cases.distribution")
}

private func load<Table: Decodable>(_ type: Table.Type, _ name: String) -> Table {
    do {
        let file = try #require(Bundle.module.url(forResource: name, withExtension: "json", subdirectory: "Data"))
        return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    } catch {
        preconditionFailure("\(name).json: \(error)")
    }
}

private func abbreviated(_ text: String) -> String {
    text.count > 60 ? "\(text.prefix(40))… (\(text.count))" : text.isEmpty ? "the empty text" : text
}
