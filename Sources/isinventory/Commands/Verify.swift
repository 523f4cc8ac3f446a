import ArgumentParser
import Questions
import Record

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Prove that the record is what was recorded, or name the first snapshot that does not hold.",
        discussion: """
            Recomputes every seal from what the file holds, runs SQLite's own checks, and checks what a record always fulfils. \
            A chain that holds can still have been rewritten whole by somebody who then sealed it anew: --expect, with a seal \
            from a report or a message of that time, and --public-key rule that out. docs/seal.md is the encoding.

            Exit codes: 0 it holds; 2 it does not.

            Examples:
              isinventory verify
              isinventory verify --expect 5f0c…e1
              isinventory verify --public-key collector.key.pub
            """)

    @Option(help: ArgumentHelp("A seal you kept, which must be in the chain; may be given more than once.", valueName: "seal"))
    var expect: [String] = []
    @Option(help: ArgumentHelp("The public key that must have signed the newest snapshot.", valueName: "file"))
    var publicKey: String?
    @OptionGroup var record: RecordOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        for seal in expect where seal.utf8.count != 64 || !seal.allSatisfy(\.isHexDigit) {
            throw ValidationError("--expect: '\(seal)' is no seal; a seal is 64 hexadecimal digits.")
        }
    }

    func run() throws {
        let key = try publicKey.map { try PublicKey(path: $0) }
        let verification = try record.open().verify(expecting: expect, publicKey: key)
        guard verification.holds else {
            if verification.findings.count > 1 { Presentation.tell(verification.findings.map(\.description)) }
            throw VerificationFailure(path: record.path, findings: verification.findings)
        }
        try output.show(verification.answer)
        record.warnOfNetwork()
    }
}
