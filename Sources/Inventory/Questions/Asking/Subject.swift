public import Model

/// What a history is asked of: `istag/web:1.0`, `imagestream/web`, `deployment/web`.
public struct Subject: Sendable, Equatable {
    /// The object's kind.
    public let kind: ObjectKind
    /// Its name; `stream:tag` for an ImageStreamTag.
    public let name: String

    /// Reads `KIND/NAME`, with oc's short names too.
    public init(_ text: String, among kinds: Kinds = .builtIn) throws {
        guard let slash = text.firstIndex(of: "/"), let spelled = kinds.kind(spelling: text[..<slash]),
            case let name = String(text[text.index(after: slash)...]), !name.isEmpty
        else {
            throw QuestionError.noSubject(text)
        }
        // `is/web:1.0` can only be the tag.
        let kind = spelled == .imageStream && name.contains(":") ? .imageStreamTag : spelled
        if kind == .imageStreamTag, !name.contains(":") {
            throw QuestionError.noTag(text, stream: name)
        }
        self.kind = kind
        self.name = name
    }

    /// The stream's part of `stream:tag`.
    var stream: String { name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? name }
    /// The tag's part of `stream:tag`.
    var tag: String { name.split(separator: ":", maxSplits: 1).dropFirst().first.map(String.init) ?? "" }
}
