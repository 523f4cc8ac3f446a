internal import Model

// What Pods say waits in the spool with all else, without the Pods' names.

extension SpoolWriter {
    mutating func write(_ link: OwnerLink) {
        write(link.object.name)
        write(link.owner)
        write(UInt64(link.needs.count))
        for need in link.needs {
            write(need.role)
            write(need.reference)
        }
    }

    mutating func write(_ report: PodReport) {
        write(report.owner)
        write(report.presumedOwner)
        write(UInt64(report.running.count))
        for running in report.running {
            write(running.container)
            write(running.isInit)
            write(running.image)
            write(running.imageID)
            write(running.startedAt?.secondsSince1970)
        }
    }

    private mutating func write(_ object: PodReport.Object?) {
        write(object != nil)
        guard let object else { return }
        write(object.kind.group)
        write(object.kind.name)
        write(object.name)
    }
}

extension SpoolReader {
    mutating func ownerLink(_ kind: ObjectKind, in namespace: String) -> OwnerLink {
        var link = OwnerLink(namespace: namespace, object: PodReport.Object(kind: kind, name: text() ?? ""), owner: ownerObject())
        for _ in 0..<number() { link.needs.append(ImageNeed(role: text() ?? "", reference: text() ?? "")) }
        return link
    }

    /// A Pod's report, which has lost the Pod's name.
    mutating func podReport(in namespace: String) -> PodReport {
        var report = PodReport(
            namespace: namespace, name: "", owner: ownerObject() ?? PodReport.Object(kind: .pod, name: ""),
            presumedOwner: ownerObject(), running: [])
        for _ in 0..<number() {
            report.running.append(
                PodReport.Running(
                    container: text() ?? "", isInit: flag(), image: text() ?? "", imageID: text() ?? "",
                    startedAt: integer().map(Instant.init(secondsSince1970:))))
        }
        return report
    }

    private mutating func ownerObject() -> PodReport.Object? {
        guard flag() else { return nil }
        let kind = ObjectKind(group: text() ?? "", name: text() ?? "")
        return PodReport.Object(kind: kind, name: text() ?? "")
    }
}
