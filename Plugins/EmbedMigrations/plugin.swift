import Foundation
import PackagePlugin

/// Writes `migrations/*.sql` into the binary as raw string literals, in the order of their numbers.
///
/// `.embedInCode` mangles names that begin with a digit and cannot list its files, and a resource bundle would not travel
/// with the binary. The target's folder *is* `migrations/`, so that a new file is noticed without a clean build.
@main
struct EmbedMigrations: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? SourceModuleTarget else { return [] }
        let scripts = target.sourceFiles.map(\.url).filter { $0.pathExtension == "sql" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        let output = context.pluginWorkDirectoryURL.appending(path: "Migrations.swift")
        // The script reads its own arguments, so nothing of a path is ever parsed by the shell.
        let script = ####"""
            out=$1; shift
            {
                printf 'let embedded: [(name: String, sql: String)] = [\n'
                for file in "$@"; do
                    name=${file##*/}
                    printf '(name: "%s", sql: ###"""\n' "${name%.sql}"; cat "$file"; printf '\n"""###),\n'
                done
                printf ']\n'
            } > "$out"
            """####
        return [
            .buildCommand(
                displayName: "Embedding \(scripts.count) migrations", executable: URL(filePath: "/bin/sh"),
                arguments: ["-c", script, "embed", output.path()] + scripts.map { $0.path() },
                inputFiles: scripts, outputFiles: [output])
        ]
    }
}
