internal import Model
internal import Texts

/// Fills those of an object's fields that are annotations' texts, and leaves the others as they are.
struct AnnotationFields: FieldVisitor {
    typealias Failure = any Error
    private let annotation: (String) throws -> String?

    /// - Parameter annotation: Gives the text of an annotation by its key.
    init(_ annotation: @escaping (String) throws -> String?) { self.annotation = annotation }

    mutating func annotation(_ name: FieldName, _ key: String, _ value: inout String?) throws {
        value = try annotation(key)
    }

    mutating func text(_ name: FieldName, _ value: inout String?) {}
    mutating func word(_ name: FieldName, _ value: inout String?) {}
    mutating func number(_ name: FieldName, _ value: inout Int64?) {}
    mutating func flag(_ name: FieldName, _ value: inout Bool) {}
    mutating func instant(_ name: FieldName, _ value: inout Instant?) {}
    mutating func digest(_ name: FieldName, _ value: inout String?) {}
    mutating func reference(_ name: FieldName, _ value: inout String?) {}
    mutating func tag(_ name: FieldName, _ value: inout ImageStreamTag.ID?) {}
    mutating func labels(_ name: FieldName, _ value: inout [ExactText: ExactText]) {}
}
