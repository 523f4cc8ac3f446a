internal import Model

extension DocumentNode {
    /// Notes of each container who last wrote its image, as far as the object still has its `managedFields`, which `oc get` hides.
    ///
    /// https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
    ///
    /// - Parameter template: The members that lead to the pod template.
    func addImageWriters(to containers: inout [Container], template: [String]) throws {
        guard let metadata = try object("metadata"), metadata.present("managedFields") != nil else { return }
        let path = (template + ["spec"]).map { "f:\($0)" }
        try metadata.objects("managedFields") { entry in
            guard var fields = try entry.object("fieldsV1") else { return }
            for member in path {
                guard let next = fields.present(member) else { return }
                fields = next
            }
            guard let manager = try entry.nonEmptyString("manager") else { return }
            let time = try entry.instant("time")
            for place in containers.indices where fields.ownsImage(of: containers[place]) {
                // Of several that own it, who applied it last wrote it last.
                let known = containers[place].setAt?.secondsSince1970 ?? .min
                guard containers[place].setBy == nil || (time?.secondsSince1970 ?? .min) > known else { continue }
                containers[place].setBy = manager
                containers[place].setAt = time
            }
        }
    }

    private func ownsImage(of container: Container) -> Bool {
        if let volume = Container.volumeName(of: container.name) {
            return present("f:volumes")?.present("k:{\"name\":\"\(volume)\"}")?.present("f:image")?["f:reference"] != nil
        }
        return present(container.isInit ? "f:initContainers" : "f:containers")?
            .present("k:{\"name\":\"\(container.name)\"}")?["f:image"] != nil
    }
}
