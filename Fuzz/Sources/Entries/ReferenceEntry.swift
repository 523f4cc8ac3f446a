import Model

/// A reference keeps its text to the letter, and its parts give the text back.
func fuzzReference(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let reference = ImageReference(text)
    precondition(reference.text.utf8.elementsEqual(text.utf8), "a reference lost its text")
    for form in [reference.form(internalRegistries: []), reference.form(internalRegistries: ["r.example:5000"])] {
        precondition((form == .invalid) == (reference.parts == nil), "a form that the parts deny")
    }
    guard let parts = reference.parts else { return }
    precondition(parts.text.utf8.elementsEqual(text.utf8), "parts that do not give the text back")
    let full = ImageReference(parts.canonical)
    precondition(full.parts?.canonical == parts.canonical, "a full spelling that has another full spelling")
}
