import Model
import Questions
import Testing
import Words

@Suite("What stands beside an answer is said in English and in French") struct NoteTests {
    private static let at = Instant(secondsSince1970: 1_767_225_600)
    private static let places: [Note.Place?] = [nil, .cluster("prod"), .namespaces(["shop"]), .namespaces(["shop", "bank"])]

    private static let notes: [Note] =
        [
            .nothingYet(cluster: "prod", at: at, first: at), .nothingYet(cluster: "prod", at: nil, first: nil),
            .notSeen(cluster: "prod", kind: "pods", namespace: "shop", outcome: "forbidden", at: at, message: "no pods for you"),
            .notSeen(cluster: "prod", kind: "pods", namespace: nil, outcome: nil, at: nil, message: nil),
            .notLookedAt(cluster: "prod", at: at, kinds: ["pods", "jobs"], inPlace: true),
            .passedOver(cluster: "prod", at: at, kinds: ["pods"], namespaces: ["shop", "bank"]),
            .gap(Gap(cluster: "prod", from: at, to: at.advanced(by: 90_000), usual: 900)),
            .massDeletion(cluster: "prod", snapshot: 7, at: at, kind: "deployments", stood: 40, gone: 34),
            .nothingRecorded(at: nil), .nothingDiffers, .more(1, limit: 51), .more(3, limit: 53),
            .moreFound(.imageStreams, than: 20),
            .nothingCalled(""), .nothingCalled("wbe"), .invalidReferences(1), .invalidReferences(2),
            .readAsPattern("docker.io/*"),
            .withStream(canonical: "docker.io/library/redis"),
            .tagPointed(cluster: "prod", namespace: "shop", istag: "web:1", since: "2026-01-01", seenBy: "2026-01-02"),
            .tagPointed(cluster: nil, namespace: "shop", istag: "web:1", since: nil, seenBy: "2026-01-02"),
            .neverPointed(kind: "imagestream", name: "web"), .noTagPointed(digest: "sha256:ab"),
            .neverRan("redis", byPods: true, .namespaces(["shop"]), until: at),
            .neverRan("redis", byPods: false, nil, until: nil),
            .freedAtMost,
        ] + places.map { .allNeeded($0) }
        + [Note.Sought.stale, .longReferences, .problems, .drift].map { .none($0, .cluster("prod"), at: at, isPeriod: true) }
        + ["workloads", "containers", "image_streams", "istags", "images", "running", "snapshots", "registries", "verdicts"].map {
            .none(.rows(of: $0), .namespaces(["shop"]), at: at)
        }
        + [
            CleanupDoubt.tooYoung(from: at, begins: nil), .gap(from: at, to: at),
            .unseen(kinds: ["builds"], resources: ["builds.build.openshift.io"], at: at, .notAsked),
            .unseen(kinds: ["builds"], resources: ["builds.build.openshift.io"], at: at, .forbidden),
            .unseen(kinds: ["builds"], resources: ["builds.build.openshift.io"], at: at, .failed("x")),
            .unseen(kinds: ["builds"], resources: ["builds.build.openshift.io"], at: at, .somewhere),
        ].map { .noneUnused(cluster: "prod", $0) }

    /// The words that stay what they are: names, times and numbers.
    private static func values(_ sentence: String) -> Set<Substring> {
        Set(
            sentence.split { " ,;:()".contains($0) || $0 == "\u{A0}" || $0 == "’" }.filter {
                $0.contains { $0.isNumber || ".*/".contains($0) }
            })
    }

    @Test(
        "each says the same in both: no sentence is missing, and every name, time and number of one is in the other",
        arguments: notes)
    func both(note: Note) {
        let (english, french) = note.sentences
        #expect(english == note.sentence && !english.isEmpty && !french.isEmpty && english != french)
        #expect(Self.values(english) == Self.values(french), "\(english) | \(french)")
        let englishWords = ["the ", " was ", " were ", "nothing", " no ", " at ", " did ", "never", " is "]
        let told = french.replacing("no pods for you", with: "")
        #expect(!englishWords.contains { told.contains($0) }, "\(french)")
    }
}
