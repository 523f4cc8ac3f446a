internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

extension APIClient {
    /// Why no answer came at all.
    func failure(_ request: APIRequest, _ error: any Error) async -> any Error {
        func failed(_ reason: APIError.Reason, _ message: String, advice: String? = nil) -> APIError {
            APIError(reason, request, connection.server, message: message, advice: advice)
        }
        let through = connection.proxy.map { " through the proxy \($0)" } ?? ""
        switch error {
        case is CancellationError: return error
        case is WrongServerName: return await certificateFailure(request)
        case let error as NIOSSLError where error.isOfCertificate: return await certificateFailure(request)
        case let error as NIOSSLError: return encryptionFailure(request, error)
        case is NIOSSLExtraError: return failed(.encryption, "no encrypted connection: \(error)")
        case let error as NIOConnectionError: return unconnected(request, error)
        case let error as IOError:
            return failed(.unreachable, "no connection\(through): \(systemReason(error.errnoCode))")
        case let error as HTTPClientError:
            if Task.isCancelled { return CancellationError() }
            return clientFailure(request, error, through)
        case let error as BoringSSLError: return encryptionFailure(request, .handshakeFailed(error))
        default: return failed(.unreachable, "no connection\(through): \(type(of: error))")
        }
    }

    private func clientFailure(_ request: APIRequest, _ error: HTTPClientError, _ through: String) -> APIError {
        func failed(_ reason: APIError.Reason, _ message: String) -> APIError {
            APIError(reason, request, connection.server, message: message)
        }
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            return failed(.unreachable, "nobody answers\(through)")
        case .tlsHandshakeTimeout: return failed(.encryption, "the server does not answer the TLS handshake")
        case .remoteConnectionClosed: return failed(.brokenBody, "the server closed the connection before it answered")
        case .proxyAuthenticationRequired: return failed(.proxy, "the proxy wants to know who asks (407)")
        case .invalidProxyResponse, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            return failed(.proxy, "the proxy does not let us through: \(error.shortDescription)")
        default: return failed(.unreachable, "no connection\(through): \(error.shortDescription)")
        }
    }

    private func unconnected(_ request: APIRequest, _ error: NIOConnectionError) -> APIError {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            return APIError(.unknownHost, request, connection.server, message: "the name \(error.host) is not known")
        }
        let reasons = error.connectionErrors.map { failure in
            (failure.error as? IOError).map { systemReason($0.errnoCode) } ?? "no answer"
        }
        let reason = Set(reasons).sorted().joined(separator: ", ")
        return APIError(
            .unreachable, request, connection.server,
            message: "no connection to \(error.host):\(error.port)\(reason.isEmpty ? "" : ": \(reason)")")
    }

    private func encryptionFailure(_ request: APIRequest, _ error: NIOSSLError) -> APIError {
        let text = "\(error)"
        let known = [
            ("WRONG_VERSION_NUMBER", "the port does not speak TLS", "check the port; http:// where it is meant"),
            ("CERTIFICATE_REQUIRED", "the server wants a client certificate", "use a kubeconfig with one"),
            ("ALERT_BAD_CERTIFICATE", "the server does not accept the client certificate", "log in again"),
            ("ALERT_CERTIFICATE_EXPIRED", "the client certificate is expired", "log in again"),
            ("ALERT_UNKNOWN_CA", "the server does not know who signed the client certificate", "log in again"),
        ].first { text.contains($0.0) }
        return APIError(
            .encryption, request, connection.server, message: known?.1 ?? "no encrypted connection: \(error.words)",
            advice: known?.2)
    }

    private func certificateFailure(_ request: APIRequest) async -> APIError {
        let diagnosis = connection.proxy == nil ? await CertificateDiagnosis(of: connection) : nil
        return APIError(
            .certificate, request, connection.server,
            message: "the server's certificate is not accepted: "
                + (diagnosis?.problem ?? "it is expired, for another name, or of an authority that is not trusted"),
            advice: diagnosis?.advice)
    }
}

extension NIOSSLError {
    fileprivate var isOfCertificate: Bool {
        switch self {
        case .unableToValidateCertificate, .noCertificateToValidate: true
        case .handshakeFailed(let error): "\(error)".contains("CERTIFICATE_VERIFY_FAILED")
        default: false
        }
    }

    /// BoringSSL's name of what went wrong, without its own source file's.
    fileprivate var words: String {
        guard case .handshakeFailed(.sslError(let stack)) = self, let first = stack.first else { return "the handshake failed" }
        let parts = first.description.split(separator: ":")
        return parts.count > 4 ? parts[4].split(separator: " at ").first.map { $0.lowercased() } ?? "unknown" : first.description
    }
}
