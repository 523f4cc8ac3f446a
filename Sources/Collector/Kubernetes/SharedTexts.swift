/// Gives equal texts one storage: a cluster has few namespaces and images, and names them in every object.
final class SharedTexts {
    private var texts: Set<String> = []

    /// The text, from the first time it was seen.
    func callAsFunction(_ text: String) -> String {
        // Short texts stand in the value itself.
        guard text.utf8.count > 15 else { return text }
        return texts.insert(text).memberAfterInsert
    }
}
