package import Model

/// What is wrong with a file of kinds.
package enum KindsFault: Sendable, Hashable {
    /// Larger than any list of kinds.
    case tooLarge
    /// Not UTF-8.
    case notUTF8
    /// More aliases of YAML than it can mean.
    case aliases
    /// Nothing is in it.
    case empty
    /// It is no YAML.
    case document(DocumentFault)
    /// No list `kinds`.
    case noList
    /// An empty list `kinds`.
    case noKinds
    /// More kinds than so many.
    case tooManyKinds(Int)
    /// Something that is no mapping.
    case notMapping(Level)
    /// A name that means nothing there, and those that do.
    case unknownName(Level, String, known: [String])

    /// A kind lacks what it must have.
    case lacks(Field)
    /// A kind has no versions.
    case noVersions(kind: String)
    /// A kind says not where its pod template is.
    case noTemplate(kind: String)
    /// A value is not what that field is.
    case wrong(Field)
    /// A list's element is not what that field is of, stands twice, or is one too many.
    case wrongElement(Field)
    /// A value is no list.
    case notList(Field)
    /// A value is no path of members: no text at all, or another one.
    case notPath(Field, isText: Bool)
    /// A value is neither true nor false.
    case notTruth(Field)

    /// The kind is built in.
    case builtIn(ObjectKind)
    /// The kind stands twice.
    case repeated(ObjectKind)
    /// A short name is that kind's.
    case taken(shortName: String, by: ObjectKind)

    /// Where something stands.
    package enum Level: Sendable, Hashable {
        case file, kind
    }

    /// What is written of a kind.
    package enum Field: String, Sendable, Hashable, CaseIterable {
        case group, versions, kind, resource, shortNames, template, templateElsewhere, replicas, unowned
    }
}
