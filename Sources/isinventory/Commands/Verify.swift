import ArgumentParser
import Glibc
import Model
import Questions
import Record
import Words

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", _superCommandName: Program.name,
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
    @Option(
        help: ArgumentHelp("The public key that must have signed the newest snapshot.", valueName: "file"), completion: .file())
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
        if let fleet = record.fleet { return try verify(fleet, key) }
        try show(record.open().verify(expecting: expect, publicKey: key))
        record.warnOfNetwork()
    }

    /// What the fleet has of each cluster, fetched anew and proven as a file is.
    private func verify(_ fleet: Fleet, _ key: PublicKey?) throws {
        let clusters = try record.cluster.map { [$0] } ?? fleet.clusters()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        var whole = Verification()
        var missing = expect.map { $0.lowercased() }
        for (number, cluster) in clusters.enumerated() {
            // A copy that nobody will see; nothing of an earlier one is trusted.
            let path = "\(folder.path)/\(number).db"
            try fleet.fetch(cluster, to: path)
            let verification = try RecordReader(path: path).verify(expecting: expect, publicKey: key)
            unlink(path)
            whole.chains += verification.chains
            whole.facts += verification.facts
            whole.notes += verification.notes
            // A seal that was kept is in one cluster's chain, and in no other's.
            let unexpected = verification.findings.filter(\.isUnexpected)
            whole.findings += verification.findings.filter { !$0.isUnexpected }
            missing = missing.filter { seal in unexpected.contains(.unexpected(seal: seal)) }
        }
        whole.findings += missing.map { .unexpected(seal: $0, inFleet: true) }
        try show(whole)
    }

    private func show(_ verification: Verification) throws {
        guard verification.holds else {
            if verification.findings.count > 1 { Presentation.tell(verification.findings.map(\.sentence)) }
            throw VerificationFailure(path: record.path, findings: verification.findings)
        }
        try output.show(verification)
    }
}

extension OutputOptions {
    /// Prints what verifying a record showed.
    func show(_ verification: Verification) throws {
        try show(verification.answer)
        Presentation.tell(verification.notes.map(\.sentence))
    }
}

extension Verification {
    /// The chains as rows.
    fileprivate var answer: Answer {
        Answer(
            columns: [
                .init("cluster"), .init("snapshots", .integer), .init("first", .time), .init("newest", .time),
                .init("signed", .integer), .init("seal"),
            ],
            rows: chains.map {
                [
                    .text($0.cluster), .integer(Int64($0.snapshots)), .text("\($0.first)"), .text("\($0.newest)"),
                    .integer(Int64($0.signed)), .text($0.seal),
                ]
            }, names: chains.map { "cluster/\($0.cluster)" })
    }
}

extension Finding {
    fileprivate var isUnexpected: Bool { if case .unexpected = self { true } else { false } }
}
