import Model
import Testing

/// The grammar once more, as regular expressions over the normalised text: slow, and written from the grammar's own
/// comment rather than from the scanner, so that each checks the other.
struct GrammarOracle {
    private let identifier: Regex<AnyRegexOutput>
    private let reference: Regex<AnyRegexOutput>

    init() throws {
        identifier = try Regex("[a-f0-9]{64}")
        let port = "(?::[0-9]+)?"
        let label = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?"
        let domain = "(?:\(label)(?:[.]\(label))*|\\[[a-fA-F0-9:]+\\])\(port)"
        let component = "[a-z0-9]+(?:(?:[.]|_|__|-+)[a-z0-9]+)*"
        let path = "\(component)(?:/\(component))*"
        let tag = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}"
        reference = try Regex("(?:(\(domain))/)?(\(path))(?::(\(tag)))?(?:@(sha256:[a-f0-9]{64}))?")
            .matchingSemantics(.unicodeScalar)
    }

    /// Whether the text, normalised first, is a reference.
    func accepts(_ text: String) -> Bool {
        if text.wholeMatch(of: identifier) != nil { return false }
        guard let match = normalised(text).wholeMatch(of: reference), let path = match.output[2].substring else {
            return false
        }
        return path.utf8.count <= 255
    }

    private func normalised(_ text: String) -> String {
        let pieces = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard pieces.count == 2 else { return "docker.io/library/" + text }
        let isHost =
            pieces[0] == "localhost" || pieces[0].contains { ".:".contains($0) }
            || pieces[0].lowercased() != pieces[0]
        let host = !isHost || pieces[0] == "index.docker.io" ? "docker.io" : String(pieces[0])
        let rest = isHost ? String(pieces[1]) : text
        return host + (host == "docker.io" && !rest.contains("/") ? "/library/" : "/") + rest
    }
}

extension ReferenceTests {
    @Suite struct Grammar {
        @Test("the scanner accepts exactly what the grammar does", arguments: 0..<8 as Range<UInt64>)
        func agreement(seed: UInt64) throws {
            let oracle = try GrammarOracle()
            var writer = ReferenceWriter(seed: seed)
            var accepted = 0
            for _ in 0..<1500 {
                let text = writer.nearReference()
                let parts = ImageReference(text).parts
                #expect((parts != nil) == oracle.accepts(text), "\(text.debugDescription)")
                if let parts { #expect(parts.text == text) }
                accepted += parts == nil ? 0 : 1
            }
            // Neither always yes nor always no, or the comparison would say little.
            #expect((150...1350).contains(accepted))
        }
    }
}
