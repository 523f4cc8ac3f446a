internal import FoundationEssentials
internal import Texts

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
        func wrong(_ failure: PluginFailure) -> ConnectionError { .plugin(command: plugin.command, failure) }
        guard let answer = try? JSONDecoder().decode(Answer.self, from: Data(answer)) else {
            throw wrong(.noAnswer)
        }
        guard answer.kind == "ExecCredential", answer.apiVersion == plugin.apiVersion else {
            throw wrong(.otherVersion(than: plugin.apiVersion))
        }
        guard let status = answer.status else { throw wrong(.noStatus) }
        token = status.token.flatMap { $0.isEmpty ? nil : Secret($0).trimmed }
        clientCertificate = status.clientCertificateData.flatMap { $0.isEmpty ? nil : Secret($0) }
        clientKey = status.clientKeyData.flatMap { $0.isEmpty ? nil : Secret($0) }
        guard (clientCertificate == nil) == (clientKey == nil) else {
            throw wrong(.half)
        }
        guard token != nil || clientCertificate != nil else { throw wrong(.nothing) }
        if let text = status.expirationTimestamp {
            guard let instant = RFC3339.seconds(text) else { throw wrong(.noTime) }
            expiresAt = Int(instant)
        }
    }

    /// The certificate, where it gave one.
    func certificate(_ plugin: ExecPlugin) throws -> ClientCertificate? {
        guard let clientCertificate, let clientKey else { return nil }
        return try ClientCertificate(
            certificate: .data(clientCertificate), key: .data(clientKey), of: .plugin(command: plugin.command))
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
