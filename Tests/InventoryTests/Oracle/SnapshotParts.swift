@testable import Model
@testable import Questions
@testable import Record

extension Snapshot {
    /// The same in parts of few namespaces, cut at random; now and then a part has none.
    func parts(seed: UInt64) -> [SnapshotPart] {
        var random = SeededRandom(seed: seed)
        let names = Set(
            workloads.map(\.id.namespace) + imageStreams.map(\.id.namespace)
                + imageStreamTags.map(\.id.stream.namespace) + runningImages.map(\.owner.namespace))
        let cuts = names.sorted().filter { _ in random.int(0...1) == 0 }
        let ends: [String?] = cuts.map { random.int(0...4) == 0 ? "\($0)-and-some-more" : $0 } + [nil]
        var parts = ends.map { SnapshotPart(lastNamespace: $0) }
        func place(_ namespace: String) -> Int { ends.firstIndex { $0.map { namespace <= $0 } ?? true } ?? 0 }
        for workload in workloads { parts[place(workload.id.namespace)].workloads.append(workload) }
        for stream in imageStreams { parts[place(stream.id.namespace)].imageStreams.append(stream) }
        for tag in imageStreamTags { parts[place(tag.id.stream.namespace)].imageStreamTags.append(tag) }
        for image in runningImages { parts[place(image.owner.namespace)].runningImages.append(image) }
        for image in images { parts[random.int(0...parts.count - 1)].images.append(image) }
        return parts
    }
}

extension RecordWriter {
    /// Records a snapshot part by part.
    func record(_ snapshot: Snapshot, inPartsBy seed: UInt64) throws -> Recorded {
        var parts = snapshot.parts(seed: seed)
        return try record(snapshot.header) { parts.isEmpty ? nil : parts.removeFirst() }
    }
}
