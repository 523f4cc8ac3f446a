internal import AsyncHTTPClient
internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

extension APIClient {
    /// Why no answer came at all.
    func failure(_ request: APIRequest, _ error: any Error) async -> any Error {
        let proxy = connection.proxy
        switch error {
        case is CancellationError: return error
        case is WrongServerName: return await certificateFailure(request)
        case let error as NIOSSLError where error.isOfCertificate: return await certificateFailure(request)
        case let error as NIOSSLError: return encryptionFailure(request, error)
        case is NIOSSLExtraError: return failed(.encryption, request, .noEncryption(because: "\(error)"))
        case let error as NIOConnectionError: return unconnected(request, error)
        case let error as IOError:
            return failed(.unreachable, request, .noConnection(proxy: proxy, because: systemReason(error.errnoCode)))
        case let error as HTTPClientError: return Task.isCancelled ? CancellationError() : clientFailure(request, error)
        case let error as BoringSSLError: return encryptionFailure(request, .handshakeFailed(error))
        default: return failed(.unreachable, request, .noConnection(proxy: proxy, because: "\(type(of: error))"))
        }
    }

    private func failed(_ reason: APIError.Reason, _ request: APIRequest, _ detail: APIError.Detail) -> APIError {
        APIError(reason, request, connection.server, detail)
    }

    private func clientFailure(_ request: APIRequest, _ error: HTTPClientError) -> APIError {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout:
            failed(.unreachable, request, .nobodyAnswers(proxy: connection.proxy))
        case .tlsHandshakeTimeout: failed(.encryption, request, .noHandshake)
        case .remoteConnectionClosed: failed(.brokenBody, request, .closed)
        case .proxyAuthenticationRequired: failed(.proxy, request, .proxyWantsCredentials)
        case .invalidProxyResponse, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            failed(.proxy, request, .proxyRefuses(error.shortDescription))
        default: failed(.unreachable, request, .noConnection(proxy: connection.proxy, because: error.shortDescription))
        }
    }

    private func unconnected(_ request: APIRequest, _ error: NIOConnectionError) -> APIError {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            return failed(.unknownHost, request, .unknownHost(error.host))
        }
        let reasons = error.connectionErrors.map { failure in
            (failure.error as? IOError).map { systemReason($0.errnoCode) } ?? "no answer"
        }
        return failed(.unreachable, request, .refusedByHost(error.host, port: error.port, reasons: Set(reasons).sorted()))
    }

    private func encryptionFailure(_ request: APIRequest, _ error: NIOSSLError) -> APIError {
        let text = "\(error)"
        let known: [(String, APIError.Handshake)] = [
            ("WRONG_VERSION_NUMBER", .noTLS), ("CERTIFICATE_REQUIRED", .wantsCertificate),
            ("ALERT_BAD_CERTIFICATE", .badCertificate), ("ALERT_CERTIFICATE_EXPIRED", .expiredCertificate),
            ("ALERT_UNKNOWN_CA", .unknownAuthority),
        ]
        let why = known.first { text.contains($0.0) }?.1
        return failed(.encryption, request, why.map { .refusedHandshake($0) } ?? .noEncryption(because: error.words))
    }

    private func certificateFailure(_ request: APIRequest) async -> APIError {
        failed(.certificate, request, .certificate(connection.proxy == nil ? await CertificateProblem(of: connection) : nil))
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
        guard case .handshakeFailed(.sslError(let stack)) = self, let first = stack.first else { return "handshake failed" }
        let parts = first.description.split(separator: ":")
        return parts.count > 4 ? parts[4].split(separator: " at ").first.map { $0.lowercased() } ?? "unknown" : first.description
    }
}
