import Model
import Testing

@Suite struct RuntimeImageIDTests {
    private static let hex = "3c87c572822935df60f0f5d3665bd376841a7fcfeb806b5f212de6a00e9a7b25"
    private static let digest = "sha256:\(hex)"
    private static let other = "sha256:" + String(repeating: "0a", count: 32)

    @Test(
        "the digest that was pulled and the local ID are kept apart, however the kubelet spells them",
        arguments: [
            ("docker.io/library/nginx@\(digest)", RuntimeImageID(digest: digest)),
            ("docker-pullable://nginx@\(digest)", RuntimeImageID(digest: digest)),
            ("registry.example:5000/a/b:1.2@\(digest)", RuntimeImageID(digest: digest)),
            ("docker://\(digest)", RuntimeImageID(localID: digest)),
            (digest, RuntimeImageID(localID: digest)),
            (hex, RuntimeImageID(localID: digest)),
            ("containerd://\(hex)", RuntimeImageID(localID: digest)),
            ("quay.io/openshift/origin-deployer:unknown", RuntimeImageID(other: "quay.io/openshift/origin-deployer:unknown")),
            ("nginx@sha256:bad", RuntimeImageID(other: "nginx@sha256:bad")),
            (hex.uppercased(), RuntimeImageID(other: hex.uppercased())),
            (String(hex.dropLast()), RuntimeImageID(other: String(hex.dropLast()))),
            ("é://x", RuntimeImageID(other: "é://x")),
            ("", nil),
            ("docker://", nil),
        ] as [(String, RuntimeImageID?)])
    func spelling(text: String, expected: RuntimeImageID?) { #expect(RuntimeImageID(text) == expected) }

    @Test func aDigestIsNeverTakenForALocalID() {
        let pulled = RuntimeImageID(digest: Self.digest)
        #expect(!pulled.isSame(as: RuntimeImageID(localID: Self.digest)))
        #expect(pulled.isSame(as: RuntimeImageID(digest: Self.digest, localID: Self.other)))
        #expect(!pulled.isSame(as: RuntimeImageID(digest: Self.other, localID: Self.other)))
        #expect(RuntimeImageID(localID: Self.other).isSame(as: RuntimeImageID(digest: Self.digest, localID: Self.other)))
    }
}
