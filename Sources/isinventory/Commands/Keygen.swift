import ArgumentParser
import Record
import Report

struct Keygen: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keygen", _superCommandName: Program.name,
        abstract: "Make an Ed25519 key pair to sign seals with.",
        discussion: """
            Writes the private key to KEYFILE, readable by its owner only, and the public key to KEYFILE.pub. Nothing is \
            overwritten. Keep the private key off the disk that holds the record, or whoever can rewrite the one can sign it \
            with the other; give the public key to those who verify.

            Example:
              isinventory keygen /etc/isinventory/collector.key
            """)

    @Argument(help: ArgumentHelp("The private key's file.", valueName: "keyfile"), completion: .file()) var path: String

    func run() throws {
        let publicPath = try SigningKey().write(to: path)
        try StandardOutput.write(terminalSafe("private key \(path), public key \(publicPath)") + "\n")
    }
}
