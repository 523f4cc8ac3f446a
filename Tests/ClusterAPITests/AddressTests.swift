import Testing

@testable import ClusterAPI

@Suite("Addresses and proxies are understood as Go understands them")
struct AddressTests {
    @Test(
        "An address is taken apart",
        arguments: [
            ("https://api:6443", "https", "api", 6443, ""), ("https://api", "https", "api", 443, ""),
            ("http://10.1.2.3/", "http", "10.1.2.3", 80, ""), ("https://[2001:db8::1]:6443", "https", "2001:db8::1", 6443, ""),
            ("https://rancher/k8s/clusters/c-1/", "https", "rancher", 443, "/k8s/clusters/c-1"),
            ("HTTPS://api:6443/?x", "https", "api", 6443, ""),
        ])
    func address(_ text: String, _ scheme: String, _ host: String, _ port: Int, _ path: String) throws {
        let address = try #require(ServerAddress(text))
        #expect(address.scheme == scheme)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.path == path)
    }

    @Test(
        "What is no address is none",
        arguments: ["", "api:6443", "ftp://api", "https://", "https://a:b", "https://a b", "https://[::1"])
    func noAddress(_ text: String) { #expect(ServerAddress(text) == nil) }

    @Test("Who asks a proxy is not printed")
    func userInformation() throws {
        let address = try #require(ServerAddress("http://me:p%40ss@proxy:3128"))
        #expect(address.description == "http://proxy:3128")
        #expect(address.userInformation?.revealed == "me:p@ss")
        #expect(!"\(address) \(String(reflecting: address))".contains("p@ss"))
    }

    @Test(
        "NO_PROXY is heeded",
        arguments: [
            ("api.example:6443", ".example", true), ("api.example:6443", "example", true),
            ("api.example:6443", "api.example", true),
            ("api.example:6443", "*.example", true), ("api.example:6443", "other", false), ("api.example:6443", "xample", false),
            ("10.1.2.3:6443", "10.0.0.0/8", true), ("11.1.2.3:6443", "10.0.0.0/8", false), ("api.example:6443", "*", true),
            ("api.example:6443", "api.example:6443", true), ("api.example:6443", "api.example:1", false),
            ("api.example:6443", "a, .example", true), ("localhost:6443", "", true), ("127.0.0.1:6443", "", true),
        ])
    func exceptions(_ server: String, _ list: String, _ isExcepted: Bool) throws {
        let server = try #require(ServerAddress("https://\(server)"))
        let proxy = try ProxyChoice.proxy(
            for: server, configured: nil, ["HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": list])
        #expect((proxy == nil) == isExcepted)
    }

    @Test("The kubeconfig's proxy rules over the environment's, and each scheme has its own")
    func whichProxy() throws {
        let server = try #require(ServerAddress("https://api:6443"))
        let environment = ["https_proxy": "lower:1", "HTTP_PROXY": "http://plain:2", "NO_PROXY": "api"]
        #expect(try ProxyChoice.proxy(for: server, configured: "socks5://s", environment)?.description == "socks5://s")
        #expect(try ProxyChoice.proxy(for: server, configured: nil, environment) == nil)
        let secure = try ProxyChoice.proxy(for: server, configured: nil, ["https_proxy": "lower:1"])
        #expect(secure?.description == "http://lower:1")
        #expect(throws: ConnectionError.self) {
            try ProxyChoice.proxy(for: server, configured: "https://secure:1", environment)
        }
    }

    @Test("A request's path and query are written so that nothing in a name can change where it leads")
    func encoding() {
        let request = APIRequest(
            "/apis/x/v1/namespaces/a/imagestreamtags/web:1.0?b#c/../d e", query: [("continue", "a+/=&limit=1")])
        #expect(
            request.target
                == "/apis/x/v1/namespaces/a/imagestreamtags/web:1.0%3Fb%23c/../d%20e?continue=a%2B%2F%3D%26limit%3D1")
        #expect(!"\(request)".contains("continue"))
    }
}
