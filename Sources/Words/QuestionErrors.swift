public import Questions

extension QuestionError: Explainable {
    /// What is missing, and what was probably meant.
    public var sentence: String {
        switch self {
        case .notFound(let what, let name, let within, let suggestions):
            let place = within.map { " in \($0.words)" } ?? ""
            guard let first = suggestions.first else { return "no \(what.words) \(name)\(place)" }
            let others = suggestions.dropFirst().map { " or \($0)" }.joined()
            return "no \(what.words) \(name)\(place); did you mean \(first)\(others)?"
        case .ambiguous(let prefix, let matches):
            return
                "\(prefix) is the beginning of \(matches.count) digests: \(matches.prefix(5).joined(separator: ", "))"
                + (matches.count > 5 ? ", …" : "") + "; give more of it"
        case .beforeFirstSnapshot(let instant, let first):
            guard let first else { return "nothing is recorded yet" }
            return "nothing was recorded yet at \(instant); the first snapshot was taken at \(first)"
        case .noSubject(let text):
            return "\(text): say whose history as KIND/NAME, for example istag/web:1.0, imagestream/web or deployment/web"
        case .noTag(let text, let stream):
            return "\(text): an image stream tag is NAME:TAG; for all tags of it ask imagestream/\(stream)"
        case .severalKinds(let text, let spellings): return "\(text): say which: \(spellings.joined(separator: " or "))"
        case .noImage(let text):
            return "\(text): is neither a digest (sha256:…), an image reference, a pattern ('docker.io/bitnami/*') nor an object "
                + "(istag/web:1.0, deployment/web)"
        case .malformed(let fault): return fault.sentences.english
        }
    }
}

extension SQLQuestionError: Explainable {
    /// What happened and what to do.
    public var sentence: String {
        switch self {
        case .malformed(let fault): "SQL: \(fault.words)"
        case .writes: refusal("it would write")
        case .refused(let message): refusal(message)
        case .timedOut(let seconds):
            "stopped after \(seconds) s; give it longer with --timeout, or ask for less. Nothing was changed."
        case .interrupted: "stopped. Nothing was changed."
        case .failed(let message, let hint): "SQL: \(message)\(hint.map { "; \($0.words)" } ?? "")"
        }
    }

    private func refusal(_ why: String) -> String {
        "refused: \(why). This console reads the views and nothing else; `isinventory schema` lists them."
    }
}

extension SQLFault {
    fileprivate var words: String {
        switch self {
        case .noStatement: "no statement given"
        case .severalStatements: "one statement at a time, please"
        case .nul: "a NUL in SQL"
        }
    }
}

extension SQLHint {
    /// What may help, as the end of a sentence.
    fileprivate var words: String {
        switch self {
        case .meant(let names): "did you mean \(names.map { "`\($0)`" }.joined(separator: " or "))?"
        case .columnOf(let views): "it is a column of \(views.map { "`\($0)`" }.joined(separator: " and "))"
        case .viewsAreListed: "`isinventory schema` lists the views"
        }
    }
}

extension QuestionError.Subject {
    /// `namespace`, `image stream`.
    fileprivate var words: String {
        switch self {
        case .cluster: "cluster"
        case .namespace: "namespace"
        case .view: "view"
        case .column: "column"
        case .registry: "registry"
        case .digest: "digest"
        case .question: "view or question"
        case .row(of: "image_streams"): "image stream"
        case .row(of: "digest_changes"): "digest change"
        case .row(of: "registries"): "registry"
        case .row(of: "running"): "running image"
        case .row(of: let view): view.hasSuffix("s") ? String(view.dropLast()) : view
        case .object("is"): "image stream"
        case .object(let kind): kind
        }
    }
}

extension QuestionError.Scope {
    /// `the record`, `namespace shop`.
    fileprivate var words: String {
        switch self {
        case .record: "the record"
        case .fleet: "the fleet"
        case .api: "the API"
        case .file(let path): path
        case .view(let name): "view \(name)"
        case .place(let place): place.words
        }
    }
}
