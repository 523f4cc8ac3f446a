import CollectorWords
import Foundation
import Model
import Questions
import Record
import Testing
import Texts

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
        // JSON with spaces, JSON in JSON, YAML, and what Go prints of maps and structures.
        ("{\"password\": \"x\", \"user\": \"u\"}", "{\"password\": \"***\", \"user\": \"u\"}"),
        ("{\"password\" : \"a\\\"b\"}", "{\"password\" : \"***\"}"),
        ("\"{\\\"token\\\":\\\"abc\\\",\\\"n\\\":1}\"", "\"{\\\"token\\\":\\\"***\\\",\\\"n\\\":1}\""),
        ("{\"auths\":{\"r.example\":{\"auth\": \"dXNlcjpwYXNz\"}}}", "{\"auths\":{\"r.example\":{\"auth\": \"***\"}}}"),
        ("password: x", "password: ***"), ("user: u\n  password: x\n", "user: u\n  password: ***\n"),
        ("- token: 'a b'", "- token: '***'"), ("dbPassword = x # y", "dbPassword = *** # y"),
        ("map[auth:abc password:x name:web]", "map[auth:*** password:*** name:web]"),
        ("{Name:u Password:x}", "{Name:u Password:***}"),
        ("login failed for u, password: hunter2", "login failed for u, password: ***"),
        // Command lines.
        ("--password x --name y", "--password *** --name y"), ("oc --token=abc get is", "oc --token=*** get is"),
        ("docker login -u u -p x r.example", "docker login -u u -p *** r.example"),
        ("podman login -ux -px r", "podman login -ux -p*** r"),
        ("curl -u u:p https://r.example", "curl -u *** https://r.example"),
        // Headers.
        ("Basic dXNlcjpwYXNz", "Basic ***"), ("Basic YTpi", "Basic ***"), ("Bearer x", "Bearer ***"),
        ("Authorization: Basic YTpi", "Authorization: Basic ***"), ("Authorization: abc1", "Authorization: ***"),
        ("\"Authorization\": \"Bearer x\"", "\"Authorization\": \"***\""), ("X-Vault-Token:abc", "X-Vault-Token:***"),
        ("Cookie: a=b; c=d\nHost: r", "Cookie: ***\nHost: r"),
        // What says itself what it is.
        ("sha256~abcDEF-_0 is expired", "*** is expired"), ("ghp_0123456789abcdefghij", "***"),
        ("gho_0123456789abcdefghij", "***"),
        ("github_pat_11ABC_0123456789", "***"), ("r glpat-abcdefghijklmnopqrst.", "r ***."), ("xoxb-1234-5678-abcd", "***"),
        ("npm_0123456789abcdefghijklmnopqrstuvwxyz", "***"), ("dckr_pat_abcdefghijkl-mnop", "***"),
        ("AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "*** ***"),
        ("AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "***:***"),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY,ASIAIOSFODNN7EXAMPLE", "***,***"),
        ("a -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- b", "a *** b"),
        ("-----BEGIN X-----\nMIIE", "***"),
        // Queries.
        ("Server=s;User=u;pwd=x;A=b", "Server=s;User=u;pwd=***;A=b"), ("passphrase=x y", "passphrase=*** y"),
        (#"wrong password "x y" for u"#, #"wrong password "***" for u"#), (#"password \"x\" end"#, #"password \"***\" end"#),
        (#"secret "pull" not found, token "x""#, #"secret "pull" not found, token "x""#),
        ("https://a/b?sv=1&sig=a%2Fb&se=2", "https://a/b?sv=1&sig=***&se=2"), ("AWS_SESSION_TOKEN=IQoJ", "AWS_SESSION_TOKEN=***"),
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
        "://@", "eyJ", "a=b", "password", "\"password\": null", "token: ", "shop/token:1.2", "r.example/vault/password:1",
        "quay.io/npm_proxy/hf_cache:1", "r.example/sk-learn/glpat-proxy:1", "config=x", "compass=1", "Basic Python 3 container",
        "unable to retrieve auth token: invalid username/password: unauthorized: authentication required",
        "failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aa%2Fb%3Apull",
        "failed to fetch anonymous token: Get \"https://auth.docker.io/token?service=registry.docker.io\": EOF",
        "Bearer token required", "the --token flag is required", "mkdir -p /var/lib",
        "error getting credentials - err: exit status 1",
        "commit 0123456789abcdef0123456789abcdef01234567", "token: sha256:ab65daf8ad67",
        "Authorization failed: access denied", "web:2.0-RC1", "shop/UPPER-case_tag:GA.1",
    ])
    func nothingElseIs(_ text: String) {
        #expect(text.withoutCredentials == text)
    }

    @Test(arguments: [
        "password", "io.example.dbPassword", "API_TOKEN", "build-token", "token.value", "x/client_secret", "pwd", "apiKey",
    ])
    func aLabelThatSaysItIsSecretIsNotShown(_ name: String) throws {
        #expect(name.isSecretsName)
        let istag = """
            {"kind":"ImageStreamTag","metadata":{"name":"web:1","namespace":"shop"},"image":{"metadata":{"name":"sha256:\(digits)"},
            "dockerImageMetadata":{"Architecture":"amd64","Config":{"Labels":{"\(name)":"hunter2","version":"1.2"}}}}}
            """
        let labels = try #require(try readText(istag).snapshot().images.first?.labels)
        #expect(labels == [ExactText(name): "***", "version": "1.2"])
    }

    @Test(arguments: ["version", "io.k8s.description", "vcs-ref", "io.openshift.tokenizer", "secretary", "compass", "", "."])
    func anotherLabelIs(_ name: String) {
        #expect(!name.isSecretsName)
    }

    @Test func whatIsTooLongToBeANameIsCutBeforeItIsLookedAt() throws {
        let list = "{\"kind\":\"List\",\"items\":["
        let images = [
            "https://u:hunter2" + String(repeating: "x", count: 9_000) + "@r/w:1", String(repeating: "é", count: 9_000),
        ]
        for image in images {
            let snapshot = try readText(list + BadInputTests.deployment("web", image: image) + "]}").snapshot()
            let kept = try #require(snapshot.workloads.first?.containers.first?.image)
            #expect(kept.utf8.count < 4_200 && kept.hasSuffix("… (\(image.utf8.count) bytes)"))
            #expect(!kept.contains("hunter2") && !kept.contains("\u{FFFD}"))
        }
        let longest = String(repeating: "a", count: 4_096)
        let snapshot = try readText(list + BadInputTests.deployment("web", image: longest) + "]}").snapshot()
        #expect(snapshot.workloads.first?.containers.first?.image == longest)
    }

    /// What each rule looks at, over and over, in forms that find something and forms that do not.
    static let hostile = [
        "@", "a@", "u:p@", "://", "://@", "https://u:p@", "token=", "token=token", "token= ", "token = ", "token: ", "token:",
        "Token:",
        "map[token:", "password: ", "password:'", "password=\"", "password=\"\\\"", "\\\"token\\\":\\\"", "\\", "\\\\\"",
        "\\\"token\":'",
        "--token ", "--token \"", "--token '\"", "-p ", "login -p ", "curl -u ", "curl -u \"a", "-a \"", "-a '\\\"", "Bearer ",
        "Basic ",
        "Bearer\t\t", "Bearer \"", "Basic dXNl", "Authorization: ", "authorization=", "authorization: basic ",
        "Authorization:Basic",
        "Cookie: ", "cookie=", "Cookie: a;", "eyJ", "eyJ-", "-eyJ", "sha256~", "sha256:", "token=sha256:", "ghp_",
        "ghp_0123456789",
        "ghp_0123456789-", "glpat-", "xoxb-", "AKIA", "AKIAIOSFODNN7EXAMPLE ", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY ",
        "-----BEGIN ", "-----END ", "-----BEGIN A-----END ", "-----BEGIN A-----\n-----END A-----\n", "-", " ", "\t=", " :", "= ",
        "==",
        ":=", "'", "\"'", "token=|\n", "token=null ", "token=null&", "token: a", "x token: aaaa", "sig=", "asig=", "[", "map[",
        "aA", "é",
    ]

    @Test("the time it takes grows with the text, whatever the text is", arguments: hostile)
    func isLinear(_ pattern: String) {
        let steps = [1, 2, 4].map { factor in
            var text = ""
            while text.utf8.count < factor * 1_000 { text += pattern }
            for frame in ["", "password=", "\"", "https://", "login curl "] {
                var framed = CredentialScanner(Array((frame + text).utf8), isCut: false)
                framed.scan()
                #expect(framed.steps < 64 * (text.utf8.count + 100), "\(frame)\(pattern)")
            }
            var scanner = CredentialScanner(Array(text.utf8), isCut: false)
            scanner.scan()
            return scanner.steps
        }
        #expect(steps[1] < 2 * steps[0] + 1_000 && steps[2] < 2 * steps[1] + 1_000, "\(pattern): \(steps)")
    }

    @Test(arguments: ["@", "token="])
    func whatOnceTookAMinuteTakesNoTime(_ pattern: String) {
        let text = String(repeating: pattern, count: 200_000 / pattern.utf8.count)
        // It takes a tenth of a second unoptimised; a minute and more when it grew with the square.
        #expect(ContinuousClock().measure { _ = text.withoutCredentials } < .seconds(15))
    }

    /// Every text that the samples and the captured answers hold, tokens of lists aside.
    @Test func theRealDataComesThroughAsItIs() throws {
        var seen = 0
        for folder in ["story", "api"] {
            let root = try TestData.path(folder)
            let files = try #require(FileManager.default.enumerator(atPath: root))
            for case let name as String in files where name.hasSuffix(".json") {
                let text = String(decoding: try TestData.bytes("\(folder)/\(name)"), as: UTF8.self)
                _ = JSONText().parse(text) { root in
                    forEachText(in: root) { key, text in
                        guard key != "continue" else { return }
                        seen += 1
                        if text.withoutCredentials != text {
                            Issue.record("\(name): \(key): \(text) became \(text.withoutCredentials)")
                        }
                    }
                }
            }
        }
        #expect(seen > 10_000)
    }

    private func forEachText(in node: JSONNode, key: String = "", _ body: (String, String) -> Void) {
        if let text = node.text { body(key, text) }
        node.forEachElement { forEachText(in: $0, key: key, body) }
        node.forEachMember { forEachText(in: $1, key: $0, body) }
    }
}

private let digits = String(repeating: "ab", count: 32)
