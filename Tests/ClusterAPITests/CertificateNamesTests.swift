import Testing

@testable import ClusterAPI

@Suite("A certificate is for whom it names, and for nobody else")
struct CertificateNamesTests {
    @Test(
        "Names and addresses",
        arguments: [
            ("api.example", "api.example", true), ("API.Example", "api.example.", true), ("*.example", "api.example", true),
            ("*.example", "a.b.example", false), ("*.example", "example", false), ("*.example", ".example", false),
            ("api.example", "other.example", false), ("10.0.0.1", "10.0.0.1", true), ("10.0.0.1", "10.0.0.2", false),
            ("2001:db8:0::1", "2001:db8::1", true), ("*.0.0.1", "10.0.0.1", false), ("10.0.0.1", "api.example", false),
        ])
    func include(_ name: String, _ server: String, _ isIncluded: Bool) {
        #expect(CertificateNames([name]).include(server) == isIncluded)
        #expect(CertificateNames(["elsewhere", name]).include(server) == isIncluded)
        #expect(!CertificateNames([]).include(server))
    }
}
