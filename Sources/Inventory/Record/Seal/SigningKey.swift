internal import CLibcrypto
internal import FoundationEssentials

/// An Ed25519 private key (RFC 8032) that signs seals, kept in a PKCS #8 PEM file (RFC 8410) that `openssl` reads too.
public struct SigningKey: Sendable {
    /// The 32 bytes that are the key.
    private let raw: [UInt8]
    /// The half of the key that verifies.
    public let publicKey: PublicKey

    /// Makes a new key from the system's random numbers.
    public init() throws {
        var random = SystemRandomNumberGenerator()
        try self.init(raw: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &random) })
    }

    private init(raw: [UInt8]) throws {
        var bytes = [UInt8](repeating: 0, count: 32)
        guard CEd25519PublicKey(raw, &bytes) else { throw KeyError.refused }
        self.raw = raw
        publicKey = PublicKey(bytes)
    }

    /// Reads a key file; one that others may read is refused, since a signature by it would prove nothing.
    public init(path: String) throws {
        let bytes = try KeyFile.read(path, isSecret: true)
        guard let raw = PEM.decode(bytes, label: "PRIVATE KEY", prefix: PEM.privatePrefix) else {
            throw KeyError.malformed(path: path, wanted: .privateKey)
        }
        try self.init(raw: raw)
    }

    /// Writes the key to a new file that its owner alone may read, and its public half beside it as PATH.pub.
    ///
    /// - Returns: The public key's path.
    public func write(to path: String) throws -> String {
        try KeyFile.write(
            PEM.encode(raw, label: "PRIVATE KEY", prefix: PEM.privatePrefix), to: path, mode: 0o600)
        try KeyFile.write(publicKey.pem, to: "\(path).pub", mode: 0o644)
        return "\(path).pub"
    }

    /// The signature over a seal's 32 bytes, 64 bytes.
    func signature(of seal: [UInt8]) throws -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: 64)
        guard CEd25519Sign(raw, seal, seal.count, &signature) else { throw KeyError.refused }
        return signature
    }
}

/// The half of an Ed25519 key that verifies signatures, in a SubjectPublicKeyInfo PEM file (RFC 8410).
public struct PublicKey: Sendable {
    /// The key's 32 bytes.
    public let bytes: [UInt8]

    /// Reads a public key file.
    public init(path: String) throws {
        let bytes = try KeyFile.read(path, isSecret: false)
        guard let raw = PEM.decode(bytes, label: "PUBLIC KEY", prefix: PEM.publicPrefix) else {
            throw KeyError.malformed(path: path, wanted: .publicKey)
        }
        self.bytes = raw
    }

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The key as a PEM file holds it.
    public var pem: String { PEM.encode(bytes, label: "PUBLIC KEY", prefix: PEM.publicPrefix) }

    func isValid(_ signature: [UInt8], of seal: [UInt8]) -> Bool {
        signature.count == 64 && CEd25519Verify(bytes, seal, seal.count, signature)
    }
}

/// RFC 7468 for the two structures of RFC 8410, whose DER is a fixed prefix and the key's 32 bytes.
private enum PEM {
    static let privatePrefix: [UInt8] = [0x30, 0x2E, 2, 1, 0, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 4, 0x22, 4, 0x20]
    static let publicPrefix: [UInt8] = [0x30, 0x2A, 0x30, 5, 6, 3, 0x2B, 0x65, 0x70, 3, 0x21, 0]

    static func encode(_ key: [UInt8], label: String, prefix: [UInt8]) -> String {
        "-----BEGIN \(label)-----\n\(Data(prefix + key).base64EncodedString())\n-----END \(label)-----\n"
    }

    static func decode(_ bytes: [UInt8], label: String, prefix: [UInt8]) -> [UInt8]? {
        let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
            $0.split(separator: " ").joined(separator: " ")
        }
        guard let begin = lines.firstIndex(of: "-----BEGIN \(label)-----"),
            let end = lines.firstIndex(of: "-----END \(label)-----"), begin < end,
            let data = Data(base64Encoded: lines[(begin + 1)..<end].joined()),
            data.count == prefix.count + 32, Array(data.prefix(prefix.count)) == prefix
        else { return nil }
        return Array(data.suffix(32))
    }
}
