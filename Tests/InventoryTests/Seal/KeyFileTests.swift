import Foundation
import Record
import Testing
import Words

@Suite("Signing keys")
struct KeyFileTests {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isinventory-\(UUID().uuidString)")
    var path: String { folder.appendingPathComponent("collector.key").path }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    @Test("a private key is written for its owner only, read back, and never overwritten")
    func roundTrip() throws {
        let key = try SigningKey()
        let publicPath = try key.write(to: path)
        #expect(try SigningKey(path: path).publicKey.bytes == key.publicKey.bytes)
        #expect(try PublicKey(path: publicPath).bytes == key.publicKey.bytes)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: KeyError.self) { try key.write(to: path) }
        #expect(try SigningKey(path: path).publicKey.bytes == key.publicKey.bytes)
    }

    @Test("a private key that others may read is refused", arguments: [0o640, 0o604, 0o666])
    func exposed(_ mode: Int) throws {
        _ = try SigningKey().write(to: path)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        #expect { try SigningKey(path: path) } throws: { $0.sentence.contains("others may read") }
    }

    @Test(
        "a file that holds no key is refused by name",
        arguments: ["", "hello", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n"])
    func malformed(_ text: String) throws {
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect { try SigningKey(path: path) } throws: { $0.sentence.contains("collector.key: is not an Ed25519") }
        #expect(throws: KeyError.self) { try PublicKey(path: path) }
    }
}
