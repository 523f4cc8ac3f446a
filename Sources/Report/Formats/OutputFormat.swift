/// The ways an answer can be written, spelled as `-o` spells them.
public enum OutputFormat: String, CaseIterable, Sendable {
    /// What `oc get` prints: the columns a reader wants first, digests shortened.
    case table
    /// The same with every column, and everything in full.
    case wide
    /// An array of flat objects, keys in column order.
    case json
    /// RFC 4180, made inert for spreadsheets.
    case csv
    /// A sequence of maps, keys in column order.
    case yaml
    /// A pipe table as GitHub reads it.
    case markdown
    /// A name a line, to feed to `oc` or `xargs`.
    case name
}
