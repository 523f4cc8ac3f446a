import ArgumentParser
import CProcess
import Collector
import Model
import Questions
import Report
import Words

/// The program: parses, runs one command, and turns whatever happened into words and an exit code.
@main
struct Isinventory: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: Program.name,
        abstract: "A time machine for the container images of an OpenShift/OKD cluster.",
        // What is shown is what is printed: HelpTests runs it over the story.
        discussion: """
            When did this tag move? Who lags behind? Who ever ran an image? Asked of the sample story \
            (isinventory import Samples/story -A --cluster sample):

                $ isinventory history istag/qualinka:0.9.1 -n sudoc-outils
                sudoc-outils qualinka:0.9.1
                Date:   2026-11-23T06:46:20Z (4d ago)
                        between the looks of 2026-11-23T06:45:34Z and 2026-11-23T06:46:39Z

                    - sha256:30a7ad69f6aa
                    + sha256:be8f03d9f294
                …
                $ isinventory stale -n abesstp-nfs-build-beta2
                abesstp-nfs-build-beta2 deploy/abesstp-web-clamav
                    behind abesstp-nfs-build-beta2/abesstp-web-clamav:1.4.7 since
                    2026-11-23T06:46:45Z (4d), 2 moves behind
                    - docker.io/abesesr/clamscan-docker@sha256:1c6e68643db8
                    + sha256:3a1a32467edf
                …
                $ isinventory used quay.io/abes/qualinka:0.9.1
                namespace sudoc-outils, image quay.io/abes/qualinka:0.9.1, seen_from 4d in
                  every row
                NAME                 CONTAINER  HOW
                deploy/a-zero        a-zero     spec
                deploy/sudoc.psi.v2  sudoc      spec
                deploy/sudoc.psi.v2  sudoc      pod

            `isinventory collect` takes a first snapshot of a cluster of your own, and `isinventory report` tells its week.

            Snapshots of workloads, image streams and image stream tags go into one SQLite file; what stood at any instant, \
            what changed when, and who ever ran an image come out of it.

            Times given to --at, FROM and TO: \(Instant.spellings).
            Exit codes: 0 done; 1 the answer is "yes, there is something" where --exit-code was asked; 2 an error; \
            3 recorded but incomplete; 64 wrong usage.
            """,
        version: Program.version,
        groupedSubcommands: [
            CommandGroup(name: "Record:", subcommands: [Collect.self, Import.self, Doctor.self]),
            CommandGroup(
                name: "Ask:",
                subcommands: [
                    Get.self, History.self, Used.self, Drift.self, DiffCommand.self, LongReferencesCommand.self, Registries.self,
                    CleanupCommand.self, Stale.self,
                    Problems.self,
                    ReportCommand.self, ServeCommand.self,
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
            let arguments = arguments
            var command = if let alone = parsedAlone(arguments) { alone } else { try parseAsRoot(arguments) }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            leave(because: error)
        }
    }

    /// What the program was asked, its name left out. Swift reads it from /proc, and knows nothing where that is not mounted.
    private static var arguments: [String] {
        (1..<max(1, process_argument_count())).compactMap { process_argument($0).map { String(cString: $0) } }
    }

    /// The command that the first argument names, if the rest is right for it: parsed alone, it costs nothing for all others. Help,
    /// and whatever is wrong, is left to the parser of the whole.
    private static func parsedAlone(_ arguments: [String]) -> sending (any ParsableCommand)? {
        let subcommands = configuration.groupedSubcommands.lazy.flatMap(\.subcommands)
        guard let named = subcommands.first(where: { $0.configuration.commandName == arguments.first }),
            let command = try? named.parseAsRoot(Array(arguments.dropFirst())), type(of: command) == named
        else { return nil }
        return command
    }

    /// ArgumentParser knows how to say usage errors and help; everything else is ours to say.
    private static func leave(because error: any Error) -> Never {
        let code = exitCode(for: error)
        if error is ExitCode || code == .validationFailure || code == .success { exit(withError: error) }
        // What a server or a kubeconfig said may be part of it.
        StandardError.tell("isinventory: \(terminalSafe(error.sentence.withoutCredentials))")
        exit(withError: Outcome.error)
    }
}
