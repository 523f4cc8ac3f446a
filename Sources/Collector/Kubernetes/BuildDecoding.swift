internal import Model

extension ObjectDecoder {
    /// What images a Build or a BuildConfig needs: what it is made from, what starts it anew, and where its result goes, since a push
    /// makes the tag again but those who follow it would find it gone until then.
    ///
    /// https://docs.redhat.com/en/documentation/openshift_container_platform/4.18/html/workloads_apis/buildconfig-build-openshift-io-v1
    func buildLink(_ object: some DocumentNode, _ kind: ObjectKind) throws -> OwnerLink {
        var link = try ownerLink(object, kind)
        guard let spec = try object.object("spec") else { return link }
        var needs: [ImageNeed] = []
        func add(_ role: String, _ reference: (some DocumentNode)?) throws {
            guard let reference, let text = try image(reference, in: link.namespace) else { return }
            needs.append(ImageNeed(role: role, reference: text))
        }
        if let strategy = try spec.object("strategy") {
            for member in ["sourceStrategy", "dockerStrategy", "customStrategy"] {
                try add("from", strategy.object(member)?.object("from"))
            }
        }
        try spec.object("source")?.objects("images") { try add("from", $0.object("from")) }
        try add("output", spec.object("output")?.object("to"))
        for list in ["triggers", "triggeredBy"] {
            try spec.objects(list) { trigger in
                try add("trigger", trigger.object("imageChange")?.object("from"))
                try add("trigger", trigger.object("imageChangeBuild")?.object("fromRef"))
            }
        }
        if let status = try object.object("status"), let pushed = try status.nonEmptyString("outputDockerImageReference") {
            needs.append(ImageNeed(role: "output", reference: pushed))
        }
        link.needs = needs
        return link
    }

    /// What a reference to an image means, as a reference of a container: a stream's tag or image is the internal registry's.
    private func image(_ reference: some DocumentNode, in namespace: String) throws -> String? {
        guard let name = try reference.nonEmptyString("name") else { return nil }
        let place = try reference.nonEmptyString("namespace") ?? namespace
        switch try reference.string("kind") {
        case "ImageStreamTag", "ImageStreamImage": return "\(ImageReference.serviceRegistry)/\(place)/\(name)"
        default: return name
        }
    }
}
