import ArgumentParser
import Questions
import Record
import Report

struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", _superCommandName: Program.name,
        abstract: "Make a verified copy of the record, also while a collector writes.",
        discussion: """
            The copy is one plain file that takes its name only when it is whole and verifies. Keep it on another disk. The \
            seals it prints prove later that the record was not rewritten: keep them elsewhere again.

            Example:
              isinventory backup /mnt/backup/isinventory-$(date +%F).db
            """)

    @Argument(help: ArgumentHelp("The copy's file.", valueName: "file"), completion: .file()) var file: String
    @Flag(help: "Replace FILE if it is there.") var confirm = false
    @OptionGroup var record: RecordOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        try output.show(record.open().backUp(to: file, replacing: confirm))
    }
}

struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", _superCommandName: Program.name,
        abstract: "Put a copy back as the record, after verifying it.",
        discussion: """
            Stop the collector first. A record that stands there is replaced only with --confirm, and is kept beside it as \
            RECORD.replaced-TIME, since it may hold snapshots the copy does not.

            Example:
              isinventory restore /mnt/backup/isinventory-2026-11-23.db --confirm
            """)

    @Argument(help: ArgumentHelp("The copy to put back.", valueName: "file"), completion: .file()) var file: String
    @Flag(help: "Replace the record that stands there.") var confirm = false
    @OptionGroup var record: RecordOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let (verification, kept) = try RecordReader.restore(file, to: record.pathToRecord(), replacing: confirm)
        try output.show(verification)
        if let kept { Presentation.tell(["the record that stood there is kept as \(kept)"]) }
        record.warnOfNetwork()
    }
}
