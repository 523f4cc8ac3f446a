import ArgumentParser

@main
struct Isinventory: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "isinventory", abstract: "A time machine for container images.")
}
