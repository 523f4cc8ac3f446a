import Hashing
import Testing

@testable import Record

@Suite("Hashes and signatures are those of their standards")
struct HashTests {
    @Test(
        "SHA-256 of FIPS 180-4's examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func examples(message: String, digest: String) {
        #expect(SealHash(of: Array(message.utf8)).hex == digest)
    }

    @Test("a hash in pieces of any size is that of the whole, and goes on after it was told")
    func pieces() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hash = SHA256()
        var at = 0
        for size in 0... {
            #expect(SealHash(hash.finalize()) == SealHash(of: Array(bytes[..<at])))
            let end = min(at + size, bytes.count)
            hash.update(data: Array(bytes[at..<end]))
            at = end
            if at == bytes.count { break }
        }
        #expect(SealHash(hash.finalize()) == SealHash(of: bytes))
    }

    @Test("a signature is its key's and its message's alone")
    func signatures() throws {
        let (key, other) = (try SigningKey(), try SigningKey())
        let seal = SealHash(of: [1]).bytes
        let signature = try key.signature(of: seal)
        #expect(key.publicKey.isValid(signature, of: seal))
        #expect(try key.signature(of: seal) == signature)
        #expect(!other.publicKey.isValid(signature, of: seal))
        #expect(!key.publicKey.isValid(signature, of: SealHash(of: [2]).bytes))
        #expect(!key.publicKey.isValid(Array(signature.dropLast()), of: seal))
        for bit in stride(from: 0, to: 512, by: 37) {
            var forged = signature
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.isValid(forged, of: seal), "bit \(bit)")
        }
    }
}
