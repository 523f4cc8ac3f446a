import Foundation

/// Certificates of the tests' own, made by openssl when they are first needed; they are good for two days.
package struct TestCertificates: Sendable {
    /// What is right or wrong with a server's certificate.
    package enum Flaw: String, Sendable, CaseIterable {
        case none
        /// Signed by an authority that nobody was told of.
        case unknownAuthority
        /// Its time is over.
        case expired
        /// It is for `elsewhere.example`.
        case wrongHost
    }

    /// Where they are.
    package let folder: String

    /// The authority that clients are to trust, PEM.
    package var authority: String { "\(folder)/ca.pem" }
    /// A client certificate of that authority, PEM.
    package var client: String { "\(folder)/client.pem" }
    /// Its key.
    package var clientKey: String { "\(folder)/client.key" }

    func certificate(_ flaw: Flaw) -> String { "\(folder)/\(flaw.rawValue).pem" }
    func key(_ flaw: Flaw) -> String { "\(folder)/\(flaw.rawValue).key" }

    /// One set for a whole test run.
    package static let shared = Result { try TestCertificates() }

    /// Makes a set in a new folder.
    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("fake-cluster-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try makeAuthority("ca")
        try makeAuthority("stranger")
        for flaw in Flaw.allCases {
            let host = flaw == .wrongHost ? "DNS:elsewhere.example" : "DNS:localhost,IP:127.0.0.1"
            try make(
                flaw.rawValue, by: flaw == .unknownAuthority ? "stranger" : "ca", days: flaw == .expired ? -1 : 2,
                extensions: "subjectAltName=\(host)\nextendedKeyUsage=serverAuth")
        }
        try make("client", by: "ca", days: 2, extensions: "extendedKeyUsage=clientAuth")
    }

    private func makeAuthority(_ name: String) throws {
        try openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=fake cluster \(name)", "-addext", "basicConstraints=critical,CA:TRUE",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-keyout", "\(name).key", "-out", "\(name).pem")
    }

    private func make(_ name: String, by authority: String, days: Int, extensions: String) throws {
        try Data(extensions.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name).ext"))
        try openssl(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
            "-keyout", "\(name).key", "-out", "\(name).csr")
        try openssl(
            "x509", "-req", "-in", "\(name).csr", "-CA", "\(authority).pem", "-CAkey", "\(authority).key", "-CAcreateserial",
            "-days", "\(days)", "-extfile", "\(name).ext", "-out", "\(name).pem")
    }

    private func openssl(_ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw UnusableDump(path: "openssl \(arguments.joined(separator: " "))", reason: String(decoding: said, as: UTF8.self))
        }
    }
}
