import Model
import Testing

/// What is promised of references, in one suite a subject.
@Suite enum ReferenceTests {}

extension ReferenceTests {
    @Suite struct Forms {
        static let sha256 = "sha256:3c87c572822935df60f0f5d3665bd376841a7fcfeb806b5f212de6a00e9a7b25"
        static let route = "default-route-openshift-image-registry.apps.okd.example"

        @Test(
            "the form is what the text alone says",
            arguments: [
                ("redis", .short),
                ("qualinka:0.9.1", .short),
                ("quay.io", .short),
                ("abesesr/clamscan-docker:1.4.7", .longExternal),
                ("abesesr/clamscan-docker", .longExternal),
                ("docker.io/redis", .longExternal),
                ("localhost:5000/essai", .longExternal),
                ("image-registry.openshift-image-registry.svc:5000/shop/web:1.0.0", .longInternal),
                ("image-registry.openshift-image-registry.svc:5001/shop/web:1.0.0", .longExternal),
                ("\(route)/shop/web:1.0.0", .longInternal),
                ("\(route):443/shop/web:1.0.0", .longExternal),
                ("172.30.1.1:5000/shop/web", .longInternal),
                ("web@\(sha256)", .digest),
                ("web:1.0.0@\(sha256)", .digest),
                ("image-registry.openshift-image-registry.svc:5000/shop/web@\(sha256)", .digest),
                ("", .invalid),
                (" ", .invalid),
                ("web ", .invalid),
                ("Web", .invalid),
                ("web:", .invalid),
                ("web@sha256:bad", .invalid),
                ("https://quay.io/abes/qualinka", .invalid),
            ] as [(String, ImageReference.Form)])
        func form(text: String, expected: ImageReference.Form) {
            let reference = ImageReference(text)
            #expect(reference.form(internalRegistries: [Self.route, "172.30.1.1:5000"]) == expected)
            #expect(reference.text == text)
            #expect((reference.parts == nil) == (expected == .invalid))
        }

        @Test(
            "every name of the registry's service is internal, and names a stream",
            arguments: ImageReference.serviceRegistries)
        func service(registry: String) {
            let reference = ImageReference("\(registry)/shop/web:1.0.0")
            #expect(reference.form(internalRegistries: []) == .longInternal)
            #expect(reference.imageStream(internalRegistries: []) == ImageStream.ID(namespace: "shop", name: "web"))
        }

        @Test("the registry's service has the four names, each with its port and without")
        func serviceNames() {
            let services = ["image-registry.openshift-image-registry", "docker-registry.default"]
            let hosts = services.flatMap { ["\($0).svc", "\($0).svc.cluster.local"] }
            #expect(ImageReference.serviceRegistries == Set(hosts + hosts.map { "\($0):5000" }))
        }

        @Test("forms are spelled as the views spell them")
        func spelling() {
            let spelled = ImageReference.Form.allCases.map(\.rawValue)
            #expect(spelled == ["short", "long-internal", "long-external", "digest", "invalid"])
        }

        @Test(
            "only a namespace and a name in the internal registry name a stream",
            arguments: [
                ("\(route)/shop/web", true),
                ("\(route)/shop/web:1.0.0", true),
                ("\(route)/shop/web@\(sha256)", true),
                ("\(route)/shop/web:1.0.0@\(sha256)", true),
                ("\(route)/web:1.0.0", false),
                ("\(route)/shop/web/cache:1.0.0", false),
                ("quay.io/shop/web:1.0.0", false),
                ("shop/web:1.0.0", false),
                ("web", false),
                ("\(route)/shop/Web", false),
                (" ", false),
            ])
        func stream(text: String, isNamed: Bool) {
            let stream = ImageReference(text).imageStream(internalRegistries: [Self.route])
            #expect(stream == (isNamed ? ImageStream.ID(namespace: "shop", name: "web") : nil))
        }

        @Test("references written with other bytes are other references, even where String holds them equal")
        func equality() {
            let composed = ImageReference("caf\u{E9}")
            let decomposed = ImageReference("cafe\u{301}")
            #expect(composed.text == decomposed.text)
            #expect(composed != decomposed)
            #expect(Set([composed, decomposed, ImageReference("caf\u{E9}")]).count == 2)
            #expect(ImageReference("web:1") == ImageReference("web:1"))
        }
    }
}
