import Model
import Record

/// Records a year of a busy cluster: a look every quarter of an hour, and about 300,000 changes.
///
/// usage: make-year FILE [SNAPSHOTS [WORKLOADS STREAMS TAGS]]
///
/// With sizes, the snapshots are spread over a year: `make-year FILE 8760 2000 1000 10` is the record that the report is timed on,
/// with 2,000 workloads, 10,000 tags and a look an hour.
@main
enum MakeYear {
    static func main() throws {
        guard CommandLine.arguments.count > 1 else {
            fatalError("usage: make-year FILE [SNAPSHOTS [WORKLOADS STREAMS TAGS]]")
        }
        let numbers = CommandLine.arguments.dropFirst(2).compactMap { Int($0) }
        let count = numbers.first ?? 35_040
        let store = try RecordWriter(path: CommandLine.arguments[1])
        var cluster = BusyCluster()
        if numbers.count == 4 {
            cluster = BusyCluster(
                workloads: numbers[1], streams: numbers[2], tags: numbers[3], secondsBetweenLooks: 365 * 86_400 / Int64(count))
        }
        var changes = 0
        for _ in 0..<count {
            let recorded = try store.record(cluster.next())
            changes += recorded.opened + recorded.changed + recorded.closed
        }
        print("\(count) snapshots, \(changes) changes")
    }
}

/// Workloads, image streams and tags; every look some tags have moved and some workloads follow.
struct BusyCluster {
    private var takenAt = Instant(secondsSince1970: 1_735_689_600)
    private let secondsBetweenLooks: Int64
    private var workloads: [Workload] = []
    private var streams: [ImageStream] = []
    private var tags: [ImageStreamTag] = []
    private var random = UInt64(1)
    private var images = 0

    init(workloads count: Int = 400, streams streamCount: Int = 60, tags tagCount: Int = 3, secondsBetweenLooks: Int64 = 900) {
        self.secondsBetweenLooks = secondsBetweenLooks
        for stream in 0..<streamCount {
            let id = ImageStream.ID(namespace: "team-\(stream % 20)", name: "app-\(stream)")
            streams.append(ImageStream(id: id, uid: "stream-\(stream)", lookupLocal: true, repository: "r.example/\(id.name)"))
            for tag in 0..<tagCount {
                let source = ImageStreamTag.Source(
                    kind: "DockerImage", name: "docker.io/acme/\(id.name):\(tag)", isScheduled: (stream + tag) % 9 > 0)
                tags.append(ImageStreamTag(id: .init(stream: id, tag: "\(tag)"), source: source))
            }
        }
        for number in 0..<count {
            let id = Workload.ID(namespace: "team-\(number % 20)", kind: .deployment, name: "web-\(number)")
            let containers = (0..<(number % 2 + 1)).map {
                Container(name: "c\($0)", image: number % 50 == 7 ? "redis:7" : "acme/app-\(number % streamCount):1")
            }
            workloads.append(Workload(id: id, uid: "workload-\(number)", replicas: 1, containers: containers))
        }
    }

    mutating func next() -> Snapshot {
        takenAt = takenAt.advanced(by: secondsBetweenLooks)
        var learnt: [Image] = []
        for _ in 0..<2 { learnt.append(moveTag()) }
        for _ in 0..<2 { workloads[below(workloads.count)].replicas = Int64(below(5)) }
        for _ in 0..<5 { follow() }
        comeAndGo()
        return Snapshot(
            cluster: "prod", takenAt: takenAt, source: "https://api.prod.example:6443",
            coverage: [
                Coverage(kind: .deployment, outcome: .complete, objects: Int64(workloads.count)),
                Coverage(kind: .imageStream, outcome: .complete, objects: Int64(streams.count)),
            ], workloads: workloads, imageStreams: streams, imageStreamTags: tags, images: learnt)
    }

    /// Now and then an import fails or works again, and a container goes back to a long reference.
    private mutating func comeAndGo() {
        let index = below(tags.count)
        guard index % 16 == 0 else { return }
        let isFailing = tags[index].importError != nil
        tags[index].importError = isFailing ? nil : "dial tcp: lookup docker.io: no such host"
        tags[index].importErrorSince = isFailing ? nil : takenAt
        let workload = below(workloads.count)
        workloads[workload].containers[0].image = "acme/\(tags[index].id.stream.name):\(tags[index].id.tag)"
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
