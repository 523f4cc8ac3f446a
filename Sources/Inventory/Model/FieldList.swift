public import Texts

/// What the record keeps of an object, written down once: each field with the name that seals and columns call it by.
///
/// The list is walked wherever fields are handled one after another: to the spool and back, into a fact and its hash, into a row and out of
/// the row that stands, and when `verify` reads them all again. Comparison needs no list, since Swift writes `==` from the properties.
///
/// From 0.1.0 on a list only grows, at its end: a field that is absent adds nothing to a fact, so what is added changes no hash of before.
@usableFromInline
package protocol FieldList {
    /// An object of which nothing is known.
    static var blank: Self { get }

    /// Shows each field in the list's order, to be read or filled in.
    mutating func fields<V: FieldVisitor>(_ visitor: inout V) throws(V.Failure)
}

extension FieldList {
    /// Shows each field to one that only reads.
    @inlinable
    package func show<V: FieldVisitor>(to visitor: inout V) throws(V.Failure) {
        var copy = self
        try copy.fields(&visitor)
    }
}

/// What is done with each field of an object, by what kind of value it is.
@usableFromInline
package protocol FieldVisitor {
    /// What may go wrong.
    associatedtype Failure: Error

    /// Text that may be long or often the same, kept once and numbered: column `NAME_id`.
    mutating func text(_ name: FieldName, _ value: inout String?) throws(Failure)
    /// The text of an annotation, which sources read by its key: of the pod template, or else of the object. Column `NAME_id`.
    mutating func annotation(_ name: FieldName, _ key: String, _ value: inout String?) throws(Failure)
    /// A short word, kept where it stands: column `NAME`.
    mutating func word(_ name: FieldName, _ value: inout String?) throws(Failure)
    /// A number: column `NAME`.
    mutating func number(_ name: FieldName, _ value: inout Int64?) throws(Failure)
    /// Yes or no; no is as if absent: column `NAME`.
    mutating func flag(_ name: FieldName, _ value: inout Bool) throws(Failure)
    /// A time, in whole seconds: column `NAME`.
    mutating func instant(_ name: FieldName, _ value: inout Instant?) throws(Failure)
    /// `sha256:…`: column `NAME_id`.
    mutating func digest(_ name: FieldName, _ value: inout String?) throws(Failure)
    /// An image reference: column `NAME_id`.
    mutating func reference(_ name: FieldName, _ value: inout String?) throws(Failure)
    /// A digest, and behind it the reference that pulls it, which nearly always is a repository, `@` and that digest: columns of a digest
    /// and of a reference, and `at_digest`, which says whether the digest is left out of the reference.
    mutating func image(
        _ name: FieldName, _ value: inout String?, at digestName: FieldName, _ digest: inout String?
    ) throws(Failure)
    /// A tag of an image stream, by its three names: column `NAME_istag_id`.
    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) throws(Failure)
    /// Names with a text each; none are as if absent: column `NAME_id`, as JSON.
    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) throws(Failure)
    /// What a tag follows, whose fields are part of the list: column `NAME_id`.
    mutating func source(_ name: FieldName, _ value: inout ImageStreamTag.Source) throws(Failure)
    /// How looking went: column `NAME_id`.
    mutating func outcome(_ name: FieldName, _ value: inout Coverage.Outcome) throws(Failure)
}

extension FieldVisitor {
    /// A number that is always there.
    @inlinable
    package mutating func count(_ name: FieldName, _ value: inout Int64) throws(Failure) {
        var number: Int64? = value
        try self.number(name, &number)
        value = number ?? 0
    }

    /// An image reference that is always there, blank or not.
    @inlinable
    package mutating func image(_ name: FieldName, _ value: inout String) throws(Failure) {
        var text: String? = value
        try reference(name, &text)
        value = text ?? ""
    }

    @inlinable
    package mutating func image(
        _ name: FieldName, _ value: inout String?, at digestName: FieldName, _ digest: inout String?
    ) throws(Failure) {
        try self.digest(digestName, &digest)
        try reference(name, &value)
    }

    @inlinable
    package mutating func annotation(_ name: FieldName, _ key: String, _ value: inout String?) throws(Failure) {
        try text(name, &value)
    }

    @inlinable
    package mutating func source(_ name: FieldName, _ value: inout ImageStreamTag.Source) throws(Failure) {
        try value.fields(&self)
    }

    @inlinable
    package mutating func outcome(_ name: FieldName, _ value: inout Coverage.Outcome) throws(Failure) {
        var word: String? = value.rawValue
        try self.word(name, &word)
        value = word.flatMap(Coverage.Outcome.init) ?? value
    }
}

/// A field's name: what it is called in facts, for ever, and in its table's column.
@usableFromInline
package struct FieldName: Sendable, ExpressibleByStringLiteral {
    /// The name in facts. The views' columns have it too.
    @usableFromInline package let text: String
    /// The column's whole name, where it is not told by the field's name and kind.
    @usableFromInline package let column: String?
    /// The version of the file that had it first; 0 where the file's first tables had it.
    @usableFromInline package let since: Int
    /// What it means, for the documentation of a view, where the file's first tables did not have it.
    @usableFromInline package let meaning: String

    /// Names a field.
    @inlinable
    package init(_ text: String, column: String? = nil, since: Int = 0, _ meaning: String = "") {
        self.text = text
        self.column = column
        self.since = since
        self.meaning = meaning
    }

    /// Names a field whose column has the name that its kind gives.
    @inlinable
    package init(stringLiteral text: String) { self.init(text) }
}
