package import Model

/// A value that is not what Kubernetes would have put there; it names the field, never its content.
package enum MalformedObject: Error, Sendable, Hashable {
    // Members.
    /// The member is no text.
    case notText(String)
    /// The member's text holds a NUL.
    case holdsNUL(String)
    /// The member is no whole number.
    case notNumber(String)
    /// The member is neither true nor false.
    case notTruth(String)
    /// The member is no time.
    case notTime(String)
    /// The member is no object.
    case notObject(String)
    /// The member is no array.
    case notArray(String)
    /// The member is an array with an element that is no object.
    case elementNotObject(String)
    /// A name stands twice in one object.
    case repeatedName(String)

    // What an object is called, and what it is.
    /// No `metadata.name`.
    case noName
    /// A name that begins with two slashes.
    case slashes
    /// No `metadata.namespace`; whether the user could say which it is.
    case noNamespace(maySay: Bool)
    /// No `kind`.
    case noKind
    /// No `kind`, where a whole document was to be an object.
    case notKubernetes
    /// An ImageStreamTag's name without a colon.
    case notStreamTag
    /// An answer of the API instead of objects: its words; nil where it has none.
    case answer(String?)
    /// Nothing of it can be made out.
    case unreadable

    // Workloads and streams.
    /// No pod template.
    case noTemplate
    /// A pod template without containers.
    case noContainers
    /// A container without a name, of `containers` or `initContainers`.
    case unnamedContainer(group: String)
    /// Two containers of one name.
    case sameContainers
    /// A volume without a name.
    case unnamedVolume
    /// Two volumes of one name.
    case sameVolumes
    /// A tag without a name.
    case unnamedTag
    /// A label with a NUL.
    case labelHoldsNUL

    // Lists.
    /// A list without `items`.
    case noItems
    /// `items` that are no array.
    case itemsNotArray
    /// One of a list's items has no kind, and the list says none.
    case itemWithoutKind
    /// More items than can be kept until their list says its kind.
    case lateKind
    /// Lists in lists, too deep.
    case deepLists
    /// An item of another shape than the kind its list says.
    case notOfList(ObjectKind)

    // Beside others.
    /// The same object twice in one file.
    case twice
    /// The same object, but different, in that file.
    case different(from: String)
    /// Outside of the namespaces that were named.
    case outOfScope
}

/// What an object calls itself, for messages.
package struct ObjectName: Sendable, Hashable {
    /// Its name; nil where it has none.
    package let name: String?
    /// Its namespace, where it names one.
    package let namespace: String?

    init(_ object: some DocumentNode) {
        let metadata = object.present("metadata")
        name = metadata?["name"]?.text
        namespace = metadata?["namespace"]?.text
    }
}
