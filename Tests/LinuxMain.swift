// Swift Testing finds tests by itself. With an entry point of our own, nothing is looked for through an index of the sources,
// which would cost a third of the build's time.
import Testing

@main struct Tests {
    static func main() async { await Testing.__swiftPMEntryPoint() as Never }
}
