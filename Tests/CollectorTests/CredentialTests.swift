import Testing

@testable import Collector

@Suite struct CredentialTests {
    @Test(arguments: [
        ("user:hunter2@r.example/shop/web:1", "***@r.example/shop/web:1"),
        ("https://user:hunter2@r.example/v2/", "https://***@r.example/v2/"),
        ("https://ghp_0123456789@github.com/a/b", "https://***@github.com/a/b"),
        ("Get \"https://u:p,a;s(s@r.example/v2/\": EOF", "Get \"https://***@r.example/v2/\": EOF"),
        ("https://u:pa/ss@r.example:5000/a", "https://***@r.example:5000/a"),
        ("u:pa@ss@r.example/a", "***@r.example/a"),
        ("GET https://r/token?account=x&access_token=abc&b=c 401", "GET https://r/token?account=x&access_token=***&b=c 401"),
        ("https://s3/x?X-Amz-Signature=00ff&X-Amz-Date=1", "https://s3/x?X-Amz-Signature=***&X-Amz-Date=1"),
        ("{\"password\":\"hunter2\",\"user\":\"u\"}", "{\"password\":\"***\",\"user\":\"u\"}"),
        ("Authorization: Bearer sha256~0123456789abcdef denied", "Authorization: Bearer *** denied"),
        ("Basic dXNlcjpodW50ZXIy", "Basic ***"),
        ("token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln is old", "token *** is old"),
        ("eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln", "***"),
    ])
    func areTakenOut(_ text: String, _ rest: String) {
        #expect(text.withoutCredentials == rest)
        #expect(rest.withoutCredentials == rest)
    }

    @Test(arguments: [
        "", "nginx", "docker.io/library/nginx:1.27", "r.example:5000/shop/web:1",
        "r.example:5000/shop/web@sha256:ab65daf8ad67", "web:1@sha256:ab65daf8ad67",
        "image-registry.openshift-image-registry.svc:5000/a/b@sha512:00", "https://r.example:5000/v2/a@b",
        "git@github.com:a/b.git",
        "Internal error occurred: docker.io/a/b:1: unauthorized: authentication required", "basic authentication required",
        "maintainer <me@example.com>",
        "[{\"from\":{\"kind\":\"ImageStreamTag\",\"name\":\"web:1\"},\"fieldPath\":\"spec.template.spec.containers[?(@.name==\\\"c\\\")].image\"}]",
        "Www-Authenticate: Bearer realm=\"https://auth.example/token\",service=\"r\"", "invalid token: unexpected end", "@", ":",
        "=",
        "://@", "eyJ", "a=b",
    ])
    func nothingElseIs(_ text: String) {
        #expect(text.withoutCredentials == text)
    }
}
