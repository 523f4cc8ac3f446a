/// Text told apart by its bytes. Swift's `==` takes `é` in one scalar and in two for the same; the file and the seals do not.
struct ExactText: Hashable {
    private let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    /// Several fields as one key.
    init(_ write: (inout SealedFields) -> Void) {
        var fields = SealedFields()
        write(&fields)
        bytes = fields.bytes
    }
}
