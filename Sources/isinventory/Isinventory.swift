import ArgumentParser
import Collector
import Model
import Questions
import Record
import Report

/// The program: parses, runs one command, and turns whatever happened into words and an exit code.
@main
struct Isinventory: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "isinventory",
        abstract: "A time machine for the container images of an OpenShift/OKD cluster.",
        discussion: """
            Snapshots of workloads, image streams and image stream tags go into one SQLite file; what stood at any instant, \
            what changed when, and who ever ran an image come out of it.

            Times given to --at, FROM and TO: \(Instant.spellings).
            Exit codes: 0 done; 1 the answer is "yes, there is something" where --exit-code was asked; 2 an error; \
            3 recorded but incomplete; 64 wrong usage.
            """,
        version: version,
        groupedSubcommands: [
            CommandGroup(name: "Record:", subcommands: [Collect.self, Import.self, Doctor.self]),
            CommandGroup(
                name: "Ask:",
                subcommands: [
                    Get.self, History.self, Used.self, Drift.self, Diff.self, LongReferencesCommand.self, Registries.self,
                    CleanupCommand.self, Stale.self,
                    Problems.self,
                    ReportCommand.self, Serve.self,
                ]),
            CommandGroup(
                name: "Look at the record itself:",
                subcommands: [
                    Status.self, Snapshots.self, SQL.self, Schema.self, Verify.self, Keygen.self, Backup.self, Restore.self,
                    Prune.self, Publish.self,
                ]),
        ])

    static func main() async {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(because: error)
        }
    }

    /// ArgumentParser knows how to say usage errors and help; everything else is ours to say.
    private static func leave(because error: any Error) -> Never {
        let code = exitCode(for: error)
        if error is ExitCode || code == .validationFailure || code == .success { exit(withError: error) }
        // What a server or a kubeconfig said may be part of it.
        StandardError.write("isinventory: \(terminalSafe("\(error)".withoutCredentials))\n")
        exit(withError: Outcome.error)
    }
}

/// The exit codes, beside 0 for done and ArgumentParser's 64 for wrong usage.
enum Outcome {
    /// The answer is "yes, there is a difference", where `--exit-code` asked for it.
    static let finding = ExitCode(1)
    /// It could not be done.
    static let error = ExitCode(2)
    /// Recorded, but not everything that was asked for was answered.
    static let incomplete = ExitCode(3)
}
