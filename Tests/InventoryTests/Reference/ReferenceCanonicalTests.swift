import Model
import Testing

extension ReferenceTests {
    @Suite struct Canonical {
        static let sha256 = Forms.sha256

        @Test(
            "the canonical text says what Docker leaves unsaid, and nothing that has no say",
            arguments: [
                ("redis", "docker.io/library/redis:latest"),
                ("redis:7.2", "docker.io/library/redis:7.2"),
                ("docker.io/redis:7.2", "docker.io/library/redis:7.2"),
                ("index.docker.io/redis:7.2", "docker.io/library/redis:7.2"),
                ("index.docker.io/library/redis:7.2", "docker.io/library/redis:7.2"),
                ("library/redis:7.2", "docker.io/library/redis:7.2"),
                ("abesesr/theses", "docker.io/abesesr/theses:latest"),
                ("quay.io/redis", "quay.io/redis:latest"),
                ("localhost/redis", "localhost/redis:latest"),
                ("Hub/redis", "Hub/redis:latest"),
                ("foo_bar.com/redis", "foo_bar.com/redis:latest"),
                ("localhost:5000", "docker.io/library/localhost:5000"),
                ("redis@\(sha256)", "docker.io/library/redis@\(sha256)"),
                ("redis:7.2@\(sha256)", "docker.io/library/redis@\(sha256)"),
                ("quay.io/abes/qualinka:0.9.1@\(sha256)", "quay.io/abes/qualinka@\(sha256)"),
            ])
        func canonical(text: String, expected: String) throws {
            let parts = try #require(ImageReference(text).parts)
            #expect(parts.canonical == expected)
            #expect(ImageReference(expected).parts?.canonical == expected)
        }

        @Test(
            "the limit of 255 bytes is on the path as it is pulled, without the registry",
            arguments: [
                ("", "", 247), ("docker.io/", "", 247), ("index.docker.io/", "", 247), ("library/", "library/", 247),
                ("quay.io/", "", 255), ("quay.io/abes/", "abes/", 250), ("abes/", "abes/", 250),
                ("foo_bar.com/", "", 243),
            ])
        func limit(before: String, pathBefore: String, longest: Int) {
            let name = String(repeating: "b", count: longest)
            #expect(ImageReference(before + name).parts?.path == pathBefore + name)
            #expect(ImageReference(before + name + "b").parts == nil)
        }

        @Test("a tag has 128 bytes at most")
        func tagLimit() {
            let tag = String(repeating: "t", count: 128)
            #expect(ImageReference("web:" + tag).parts?.tag == tag)
            #expect(ImageReference("web:" + tag + "t").parts == nil)
        }

        @Test(
            "a digest is an algorithm that the kubelet registers and its lower-case hexadecimal digits",
            arguments: [
                "web@", "web@sha256:", "web@\(sha256)0", "web@\(sha256.dropLast())", "web@\(sha256.uppercased())",
                "web@SHA256:\(sha256.dropFirst(7))", "web@sha256:\(sha256.dropFirst(7).uppercased())",
                "web@sha384:" + String(repeating: "f", count: 95), "web@sha512:" + String(repeating: "f", count: 64),
                "web@sha512:" + String(repeating: "F", count: 128), "web@md5:" + String(repeating: "f", count: 32),
                "web@\(sha256)@\(sha256)", "web@\(sha256):tag", "web@\(sha256)\n", "@\(sha256)",
            ])
        func digest(text: String) {
            #expect(ImageReference(text).parts == nil)
        }
    }
}
