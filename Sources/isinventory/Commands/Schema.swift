import ArgumentParser
import Questions

struct Schema: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema", _superCommandName: Program.name,
        abstract: "The views and their columns: the vocabulary of SQL, JSON and CSV.")

    @Argument(help: "Only this view.") var view: String?
    @OptionGroup var output: OutputOptions

    func run() throws { try output.show(View.documentation(of: view)) }
}
