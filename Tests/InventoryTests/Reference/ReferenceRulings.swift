import Model

/// A case on which a table says otherwise than this project does, with what rules here and why.
struct Ruling {
    enum Table { case openShift, distributionParse }

    let table: Table
    let text: String
    /// What the project reads instead of what the table says.
    let parts: ImageReference.Parts?
    let reason: String

    static func on(_ text: String, in table: Table) -> Ruling? {
        all.first { $0.table == table && $0.text == text }
    }

    /// All there are: every other case of both tables holds as it stands.
    static let all: [Ruling] = [
        Ruling(
            table: .openShift, text: "quay.io", parts: .init(path: "quay.io"),
            reason: "no slash, so no registry: runtimes pull docker.io/library/quay.io. library-go sees only a registry"
        ),
        Ruling(
            table: .openShift, text: "localhost:5000", parts: .init(path: "localhost", tag: "5000"),
            reason: "the same: runtimes pull docker.io/library/localhost, tag 5000"),
        Ruling(
            table: .openShift,
            text: "bar:5000/" + String(repeating: "a", count: 63) + "/" + String(repeating: "b", count: 183) + ":tag",
            parts: .init(
                registry: "bar:5000",
                path: String(repeating: "a", count: 63) + "/" + String(repeating: "b", count: 183), tag: "tag"),
            reason: "256 bytes with the registry, 247 without: runtimes count 255 without it"),
        Ruling(
            table: .openShift, text: "docker.io/" + String(repeating: "b", count: 246) + ":tag",
            parts: .init(registry: "docker.io", path: String(repeating: "b", count: 246), tag: "tag"),
            reason: "256 bytes with the registry, 246 without (254 with library/): runtimes count 255 without it"),
        Ruling(
            table: .distributionParse, text: "foo/foo_bar.com:8080", parts: .init(path: "foo/foo_bar.com", tag: "8080"),
            reason: "Parse alone knows no hosts and takes any first component for one; the field is read by "
                + "ParseNormalizedNamed, to which foo is Docker Hub's. library-go agrees (bar/foo)"),
        Ruling(
            table: .distributionParse,
            text: String(repeating: "a/", count: 127) + "a:tag-puts-this-over-max",
            parts: .init(path: String(repeating: "a/", count: 127) + "a", tag: "tag-puts-this-over-max"),
            reason: "the same: a is no host"),
        Ruling(
            table: .distributionParse, text: "validname@sha512:" + String(repeating: "f", count: 128),
            parts: .init(path: "validname", digest: "sha512:" + String(repeating: "f", count: 128)),
            reason: "an algorithm counts where a program registers it: the table's registers sha256 alone, the kubelet's parser "
                + "(k8s.io/kubernetes/pkg/util/parsers) sha384 and sha512 too, and it is the kubelet that reads the field"),
    ]
}
