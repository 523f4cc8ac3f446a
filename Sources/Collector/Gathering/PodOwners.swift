internal import Model
internal import Texts

/// Follows a namespace's owners to the top, and makes one of all Pods that run the same.
///
/// The top is the first object that the record keeps by itself, such as a Deployment or a StatefulSet, whatever made it in turn, since its
/// template is what the Pods are compared with; or the last that has an owner no more, or none that is at hand.
struct PodOwners {
    private let kinds: Kinds
    private let namespace: String
    private var owners: [PodReport.Object: PodReport.Object?] = [:]
    private var found: [Key: RunningImage] = [:]
    /// What images the objects of a kind need, by the object.
    private var needs: [PodReport.Object: Set<ImageNeed>] = [:]

    /// Nobody nests owners so deep; a circle ends there.
    private static let deepest = 8

    private struct Key: Hashable {
        var owner: PodReport.Object
        var container: ExactText
        var isInit: Bool
        var imageID: RuntimeImageID
    }

    init(namespace: String, kinds: Kinds) {
        self.namespace = namespace
        self.kinds = kinds
    }

    mutating func add(_ link: OwnerLink) {
        owners[link.object] = .some(link.owner)
        if !link.needs.isEmpty { needs[link.object, default: []].formUnion(link.needs) }
    }

    /// What images are needed beside those of workloads' own templates, a workload that is none for each kind and owner.
    var neededImages: [Workload] {
        var found: [Workload.ID: Set<ImageNeed>] = [:]
        for (object, images) in needs {
            let top = top(from: object)
            let id = Workload.ID.need(of: top.kind, named: top.name, kept: object.kind, in: namespace)
            found[id, default: []].formUnion(images)
        }
        return found.sorted { $0.key < $1.key }.map { id, images in
            let ordered = images.map { Container.need($0.role, $0.reference) }.sorted { ExactText($0.name) < ExactText($1.name) }
            return Workload(id: id, containers: ordered)
        }
    }

    /// Counts a Pod in. Every link must be known by then.
    mutating func add(_ report: PodReport) {
        guard !report.running.isEmpty else { return }
        let owner = top(of: report)
        for running in report.running {
            guard let imageID = RuntimeImageID(running.imageID) else { continue }
            let key = Key(
                owner: owner, container: ExactText(running.container), isInit: running.isInit, imageID: imageID)
            guard var known = found[key] else {
                found[key] = RunningImage(
                    owner: Workload.ID(namespace: namespace, kind: owner.kind, name: owner.name), container: running.container,
                    isInit: running.isInit, image: running.image, imageID: imageID, startedAt: running.startedAt)
                continue
            }
            known.pods += 1
            known.startedAt = [known.startedAt, running.startedAt].compactMap(\.self).min()
            // Nodes call one image by different names; which one is shown must not hang on the Pods' order.
            if ExactText(running.image) < ExactText(known.image) { known.image = running.image }
            found[key] = known
        }
    }

    /// What runs, in the order of owners, containers and images.
    var runningImages: [RunningImage] {
        found.values.sorted { left, right in
            if left.owner != right.owner { return left.owner < right.owner }
            if left.isInit != right.isInit { return left.isInit }
            return left.container.isBefore(right.container) ?? left.imageID.key.isBefore(right.imageID.key) ?? false
        }
    }

    private func top(from object: PodReport.Object) -> PodReport.Object {
        top(of: PodReport(namespace: namespace, name: "", owner: object, running: []))
    }

    private func top(of report: PodReport) -> PodReport.Object {
        var object = report.owner
        for step in 0..<Self.deepest {
            if let definition = kinds[object.kind]?.workload, !definition.isOnlyUnowned { return object }
            guard let owner = owners[object] else { return step == 0 ? report.presumedOwner ?? object : object }
            guard let owner else { return object }
            object = owner
        }
        return object
    }
}
