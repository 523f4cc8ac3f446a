internal import Glibc
internal import Texts

/// A value of a JSON or YAML document: the one surface that everything of Kubernetes is decoded from.
protocol DocumentNode {
    /// What the value is, as far as decoding tells values apart.
    var shape: DocumentShape { get }
    /// The member of that name; nil for anything but an object that has one.
    subscript(key: String) -> Self? { get }
    /// The text of a string, and in YAML of any scalar, exactly as it stands: `1.10` is a tag, not a number.
    var text: String? { get }
    /// A whole number.
    var integer: Int64? { get }
    /// True or false.
    var boolean: Bool? { get }
    /// A name that stands twice in an object, where the format's reader lets such pass; nil where there is none.
    var repeatedName: String? { get }
    /// Gives an array's elements in order; nothing for anything else.
    func forEachElement(_ body: (Self) throws -> Void) rethrows
    /// Gives an object's members in the document's order; nothing for anything else.
    func forEachMember(_ body: (String, Self) throws -> Void) rethrows
}

/// How many bytes a text may have that is a name, a reference or a sentence.
package let longestText = 4096
/// How many bytes an annotation may have: the API server's own bound on all of an object's together.
let longestAnnotation = 256 << 10

/// What a value is.
enum DocumentShape {
    case null, scalar, array, object
}

extension DocumentNode {
    /// The member's value where there is one and it is not null.
    func present(_ key: String) -> Self? {
        guard let value = self[key], value.shape != .null else { return nil }
        return value
    }

    /// The member as text, without credentials; nil where it is absent or null.
    ///
    /// - Parameter limit: How many bytes of it are kept. No name, reference or message of Kubernetes has as many as these.
    func string(_ key: String, limit: Int = longestText) throws -> String? {
        guard let value = present(key) else { return nil }
        let text = try value.text.orThrow(.notText(key))
        guard !text.holdsNUL else { throw MalformedObject.holdsNUL(key) }
        return text.withoutCredentials(limit: limit)
    }

    /// Refuses an object in which a name stands twice: which of the two is meant nobody can say, and readers differ.
    func refuseRepeatedNames() throws {
        guard let name = repeatedName else { return }
        throw MalformedObject.repeatedName(name)
    }

    /// The member as text; nil where it is absent, null or empty.
    func nonEmptyString(_ key: String) throws -> String? {
        try string(key)?.nilIfEmpty
    }

    /// Where a list goes on: its `continue`, as the server wrote it, since only the server reads it. It looks like a credential
    /// (base64url of JSON) and is never kept.
    func continueToken() throws -> String? {
        guard let token = try object("metadata")?.present("continue") else { return nil }
        return try token.text.orThrow(.notText("continue")).nilIfEmpty
    }

    /// Whether a list says that it goes on elsewhere: by its `continue`, or by `remainingItemCount` where a tool took the token out.
    func isOnePageOfSeveral() throws -> Bool {
        if try continueToken() != nil { return true }
        let remaining = try object("metadata")?.integer("remainingItemCount")
        return (remaining ?? 0) > 0
    }

    /// Refuses a list without `items`. Go writes an empty one as `[]` or as null, so one that has none at all lost them, and is no
    /// proof that nothing stands.
    func refuseMissingItems() throws {
        guard self["items"] != nil else { throw MalformedObject.noItems }
    }

    /// The member as a whole number; nil where it is absent or null.
    func integer(_ key: String) throws -> Int64? {
        try present(key).map { try $0.integer.orThrow(.notNumber(key)) }
    }

    /// The member as a truth; false where it is absent or null.
    func flag(_ key: String) throws -> Bool {
        try present(key).map { try $0.boolean.orThrow(.notTruth(key)) } ?? false
    }

    /// The member as an object; nil where it is absent or null.
    func object(_ key: String) throws -> Self? {
        guard let value = present(key) else { return nil }
        guard value.shape == .object else { throw MalformedObject.notObject(key) }
        try value.refuseRepeatedNames()
        return value
    }

    /// The objects of the member that is an array of them; none where it is absent or null.
    func objects(_ key: String, _ body: (Self) throws -> Void) throws {
        guard let value = present(key) else { return }
        guard value.shape == .array else { throw MalformedObject.notArray(key) }
        try value.forEachElement { element in
            guard element.shape == .object else { throw MalformedObject.elementNotObject(key) }
            try element.refuseRepeatedNames()
            try body(element)
        }
    }
}

extension String {
    /// Whether a NUL is in it, which ends a text for many who read it.
    var holdsNUL: Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false }
    }

    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}

extension Optional {
    fileprivate func orThrow(_ fault: @autoclosure () -> MalformedObject) throws -> Wrapped {
        guard let self else { throw fault() }
        return self
    }
}
