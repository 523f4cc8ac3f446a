internal import Model

// What Pods say waits in the spool with all else, without the Pods' names.

extension [UInt8] {
    mutating func spool(_ link: OwnerLink) {
        spool(link.object.name)
        spool(link.owner)
    }

    mutating func spool(_ report: PodReport) {
        spool(report.owner)
        spool(report.presumedOwner)
        spool(UInt64(report.running.count))
        for running in report.running {
            spool(running.container)
            spool(running.isInit)
            spool(running.image)
            spool(running.imageID)
            spool(running.startedAt)
        }
    }

    private mutating func spool(_ object: PodReport.Object?) {
        spool(object != nil)
        guard let object else { return }
        spool(object.kind.group)
        spool(object.kind.name)
        spool(object.name)
    }
}

extension SpoolReader {
    mutating func ownerLink(_ kind: ObjectKind, in namespace: String) -> OwnerLink {
        OwnerLink(namespace: namespace, object: PodReport.Object(kind: kind, name: text() ?? ""), owner: ownerObject())
    }

    /// A Pod's report, which has lost the Pod's name.
    mutating func podReport(in namespace: String) -> PodReport {
        var report = PodReport(
            namespace: namespace, name: "", owner: ownerObject() ?? PodReport.Object(kind: .pod, name: ""),
            presumedOwner: ownerObject(), running: [])
        for _ in 0..<number() {
            report.running.append(
                PodReport.Running(
                    container: text() ?? "", isInit: flag(), image: text() ?? "", imageID: text() ?? "", startedAt: instant()))
        }
        return report
    }

    private mutating func ownerObject() -> PodReport.Object? {
        guard flag() else { return nil }
        let kind = ObjectKind(group: text() ?? "", name: text() ?? "")
        return PodReport.Object(kind: kind, name: text() ?? "")
    }
}
