import ArgumentParser
import Questions

struct Used: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "used", _superCommandName: Program.name,
        abstract: "Who ever ran an image, from when to when.",
        discussion: """
            Takes what one has at hand: a digest (its beginning is enough) or a reference with one; a reference, in any spelling \
            that pulls the same image; a repository, whatever its tag; a quoted pattern over full spellings, in which * also \
            stands for slashes; a tag, stream or workload of the cluster.
            HOW says whether a template asked for it (spec) or Pods ran it (pod), as the kubelet tells where Pods may be listed. An \
            index (manifest list) and its platforms' manifests are one image, and are found by either.

            Examples:
              isinventory used sha256:ab65daf8ad67
              isinventory used docker.io/abesesr/clamscan-docker:1.4.7
              isinventory used sha256:ab65daf8ad67 --ran
              isinventory used 'docker.io/bitnami/*'
              isinventory used istag/web:1.0 -n shop
            """)

    @Argument(help: "sha256:…, an image reference, a repository, a pattern, or KIND/NAME.") var image: String
    @Flag(help: "Only what Pods ran, not what templates asked for.") var ran = false
    @OptionGroup var question: QuestionOptions
    @OptionGroup var output: OutputOptions
    @OptionGroup var finding: FindingOption

    func run() throws {
        let answer =
            try question.fleetAnswer(.used(image, ran: ran)) ?? question.open().used(image, question.filter(), ran: ran)
        try output.show(answer)
        try finding.leave(with: answer)
    }
}
