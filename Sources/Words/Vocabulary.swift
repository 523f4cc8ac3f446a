/// What the words that judge a container and its image mean, for people who did not read the documentation.
public enum Vocabulary {
    /// A word and its meaning.
    public struct Entry: Sendable {
        /// The code, as commands, SQL and the API write it.
        public let code: String
        /// The column it stands in.
        public let column: String
        /// What it means, in each language of the pages.
        public let meaning: (english: String, french: String)
    }

    /// The verdicts, and the forms of a reference.
    public static let entries: [Entry] = [
        Entry(
            code: "current", column: "verdict",
            meaning: (
                "It runs what its image stream tag points to.", "Il exécute ce que désigne son tag d’image stream."
            )),
        Entry(
            code: "stale", column: "verdict",
            meaning: (
                "It runs an earlier image of its tag, which has since moved.",
                "Il exécute une image antérieure de son tag, qui a bougé depuis."
            )),
        Entry(
            code: "floating", column: "verdict",
            meaning: (
                "Its image is named by tag, so each pull decides anew what runs.",
                "Son image est nommée par tag : chaque pull décide à nouveau de ce qui tourne."
            )),
        Entry(
            code: "unresolved", column: "verdict",
            meaning: (
                "Its image is a short name that nothing resolved to an image stream.",
                "Son image est un nom court que rien n’a résolu vers un image stream."
            )),
        Entry(
            code: "unmanaged", column: "verdict",
            meaning: ("Its image is in no image stream.", "Son image n’est dans aucun image stream.")),
        Entry(
            code: "short", column: "form",
            meaning: ("NAME:TAG alone, without a registry or a path.", "NOM:TAG seul, sans registre ni chemin.")),
        Entry(
            code: "long-internal", column: "form",
            meaning: (
                "A tag of the cluster’s own registry, written out in full.",
                "Un tag du registre interne du cluster, écrit en entier."
            )),
        Entry(
            code: "long-external", column: "form",
            meaning: ("A tag of any other registry, written out.", "Un tag de tout autre registre, écrit en entier.")),
        Entry(
            code: "digest", column: "form",
            meaning: (
                "By digest (sha256:…): always the same image.", "Par digest (sha256:…) : toujours la même image."
            )),
    ]
}
