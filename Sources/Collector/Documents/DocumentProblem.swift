/// Why a file's text is no document, and where.
package struct DocumentProblem: Error, Sendable, Hashable {
    /// What is wrong with it.
    package var fault: DocumentFault
    /// Where that was found.
    package var place: DocumentPlace?
    /// Whether it is a document all the same, but of something else than Kubernetes.
    var isOtherDocument = false
    /// Whether there is no text at all.
    var isOfNothing: Bool { fault == .empty }

    init(_ fault: DocumentFault, place: DocumentPlace? = nil, isOtherDocument: Bool = false) {
        self.fault = fault
        self.place = place
        self.isOtherDocument = isOtherDocument
    }
}

/// What is wrong with bytes that were to be JSON or YAML of Kubernetes.
package enum DocumentFault: Sendable, Hashable {
    /// There is nothing.
    case empty
    /// White space, as far as was looked.
    case blank
    /// The system gave no memory.
    case noMemory
    /// Larger than any cluster's dump.
    case tooLarge
    /// More objects than any cluster has.
    case tooManyObjects
    /// What simdjson or libyaml found, in their words.
    case parser(String)
    /// One object is larger than any Kubernetes object.
    case largeObject
    /// It ends in the middle of an object.
    case cutOff
    /// Something else than an object of JSON.
    case noJSONObject
    /// Something else than an object among `items`.
    case noItem
    /// `items` stands twice in one object.
    case itemsTwice
    /// JSON was read on after another fault.
    case readOn
    /// The member `items` is written with escapes.
    case itemsEscaped
    /// JSON that cannot be read, for a reason that nobody told.
    case unreadableJSON
    /// YAML that cannot be read, for a reason that nobody told.
    case unreadableYAML
    /// More values or bytes of YAML than are held as a tree.
    case tooMuchYAML
    /// More aliases of YAML than a dump can mean.
    case aliases
    /// YAML whose aliases make a tree that is larger than its text.
    case unfolding
    /// Nested deeper than any Kubernetes object.
    case tooDeep
    /// A name stands twice in one mapping.
    case repeatedName
    /// A merge key of YAML with something else than mappings.
    case mergeKey
    /// A document that is no mapping.
    case notKubernetes
    /// An item of a list that is no mapping.
    case noObject
    /// Not UTF-8.
    case notUTF8
    /// UTF-16 with its mark.
    case utf16
    /// A byte that no text has.
    case binary
    /// A JSON array.
    case array
    /// HTML or XML.
    case markup
    /// Not what it was to be by its name; how it begins, where that is a sentence.
    case other(than: Format, beginning: String?)
    /// An archive where one file was to be.
    case archiveWithin
    /// It is packed, and cannot be unpacked.
    case archive(ArchiveFault)

    /// What a file was to be.
    package enum Format: Sendable, Hashable {
        /// By its name.
        case json
        /// By its name, which says YAML, an object.
        case object
        /// By no name: either format.
        case any
    }
}
