import ArgumentParser
import Record

/// Whether to sign what is recorded.
struct SigningOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Sign the seal with this Ed25519 private key, as `isinventory keygen` makes one.", valueName: "keyfile"),
        completion: .file())
    var signWith: String?

    func key() throws -> SigningKey? { try signWith.map { try SigningKey(path: $0) } }
}
