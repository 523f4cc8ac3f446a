internal import FoundationEssentials

/// What a credential plugin answered.
struct ExecCredential: Sendable {
    var token: Secret?
    var clientCertificate: Secret?
    var clientKey: Secret?
    /// In seconds since 1970; nil is for as long as it is not refused.
    var expiresAt: Int?
    /// What the plugin wrote to its standard error, for people.
    var said: String?

    /// Reads an answer, of which no word is ever shown.
    init(answer: [UInt8], of plugin: ExecPlugin) throws {
        func wrong(_ reason: String) -> ConnectionError {
            ConnectionError(
                what: "the exec plugin \(plugin.command) gave no credential: \(reason)",
                advice: "run it by hand, or log in again")
        }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(answer)) else {
            throw wrong("its answer is no ExecCredential")
        }
        guard answer.kind == "ExecCredential", answer.apiVersion == plugin.apiVersion else {
            throw wrong("it answered in another version than \(plugin.apiVersion)")
        }
        guard let status = answer.status else { throw wrong("its answer has no status") }
        token = status.token.flatMap { $0.isEmpty ? nil : Secret($0).trimmed }
        clientCertificate = status.clientCertificateData.flatMap { $0.isEmpty ? nil : Secret($0) }
        clientKey = status.clientKeyData.flatMap { $0.isEmpty ? nil : Secret($0) }
        guard (clientCertificate == nil) == (clientKey == nil) else {
            throw wrong("it gave a certificate without a key, or a key without a certificate")
        }
        guard token != nil || clientCertificate != nil else { throw wrong("it holds neither a token nor a certificate") }
        if let text = status.expirationTimestamp {
            guard let instant = secondsSince1970(text) else { throw wrong("its expirationTimestamp is no time") }
            expiresAt = instant
        }
    }

    /// The certificate, where it gave one.
    func certificate(_ plugin: ExecPlugin) throws -> ClientCertificate? {
        guard let clientCertificate, let clientKey else { return nil }
        return try ClientCertificate(
            certificate: .data(clientCertificate), key: .data(clientKey), of: "the exec plugin \(plugin.command)")
    }

    private struct Answer: Decodable {
        var kind: String?
        var apiVersion: String?
        var status: Status?
    }

    private struct Status: Decodable {
        var token: String?
        var clientCertificateData: String?
        var clientKeyData: String?
        var expirationTimestamp: String?
    }
}
