import Inventory

/// Records a year of a busy cluster: a look every quarter of an hour, and about 300,000 changes.
///
/// usage: make-year FILE [SNAPSHOTS]
@main
enum MakeYear {
    static func main() throws {
        guard CommandLine.arguments.count > 1 else { fatalError("usage: make-year FILE [SNAPSHOTS]") }
        let store = try Store(path: CommandLine.arguments[1])
        let count = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 0 : 35_040
        var cluster = BusyCluster()
        var changes = 0
        for _ in 0..<count {
            let recorded = try store.record(cluster.next())
            changes += recorded.opened + recorded.changed + recorded.closed
        }
        print("\(count) snapshots, \(changes) changes")
    }
}

/// 400 workloads, 60 image streams, 180 tags; every look some tags have moved and some workloads follow.
struct BusyCluster {
    private var takenAt = Instant(secondsSince1970: 1_735_689_600)
    private var workloads: [Workload] = []
    private var streams: [ImageStream] = []
    private var tags: [ImageStreamTag] = []
    private var random = UInt64(1)
    private var images = 0

    init() {
        for stream in 0..<60 {
            let id = ImageStream.ID(namespace: "team-\(stream % 20)", name: "app-\(stream)")
            streams.append(ImageStream(id: id, uid: "stream-\(stream)", lookupLocal: true, repository: "r.example/\(id.name)"))
            for tag in 0..<3 {
                let source = ImageStreamTag.Source(
                    kind: "DockerImage", name: "docker.io/acme/\(id.name):\(tag)", isScheduled: true)
                tags.append(ImageStreamTag(id: .init(stream: id, tag: "\(tag)"), source: source))
            }
        }
        for number in 0..<400 {
            let id = Workload.ID(namespace: "team-\(number % 20)", kind: .deployment, name: "web-\(number)")
            let containers = (0..<(number % 2 + 1)).map { Container(name: "c\($0)", image: "acme/app-\(number % 60):1") }
            workloads.append(Workload(id: id, uid: "workload-\(number)", replicas: 1, containers: containers))
        }
    }

    mutating func next() -> Snapshot {
        takenAt = takenAt.advanced(by: 900)
        var learnt: [Image] = []
        for _ in 0..<2 { learnt.append(moveTag()) }
        for _ in 0..<2 { workloads[below(workloads.count)].replicas = Int64(below(5)) }
        for _ in 0..<5 { follow() }
        return Snapshot(
            cluster: "prod", takenAt: takenAt, source: "https://api.prod.example:6443",
            coverage: [
                Coverage(kind: .deployment, outcome: .complete, objects: Int64(workloads.count)),
                Coverage(kind: .imageStream, outcome: .complete, objects: Int64(streams.count)),
            ], workloads: workloads, imageStreams: streams, imageStreamTags: tags, images: learnt)
    }

    private mutating func moveTag() -> Image {
        let digest = newDigest()
        let index = below(tags.count)
        let image = "docker.io/acme/\(tags[index].id.stream.name)@\(digest)"
        tags[index].revisions = Array(
            ([.init(createdAt: takenAt.advanced(by: -60), digest: digest, image: image)] + tags[index].revisions).prefix(10))
        return Image(digest: digest, createdAt: takenAt, size: Int64(images), architecture: "amd64", os: "linux")
    }

    private mutating func follow() {
        let index = below(workloads.count)
        let tag = tags[below(tags.count)]
        guard let digest = tag.current?.digest else { return }
        workloads[index].containers[0].image = "r.example/\(tag.id.stream.name)@\(digest)"
    }

    private mutating func newDigest() -> String {
        images += 1
        let digits = String(UInt64(images) &* 0x9E37_79B9_7F4A_7C15, radix: 16)
        return "sha256:" + String(repeating: "0", count: 64 - digits.utf8.count) + digits
    }

    private mutating func below(_ bound: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((random >> 33) % UInt64(bound))
    }
}
