public import Model

/// A line of what ends a long reference.
public enum RemedyStep: Sendable, Hashable {
    /// A command for a POSIX shell.
    case command(String)
    /// What is to be known or done by hand, for which there is no command.
    case advice(RemedyAdvice)
}

/// What is to be known or done by hand.
public enum RemedyAdvice: Sendable, Hashable {
    /// An image volume is resolved by no image stream, so its digest is to be named.
    case imageVolume(String)
    /// No command changes what a kind runs for good, so a digest is to be named in the manifest.
    case notSettable(kind: String)
    /// A trigger fills the container from a tag, which is to be filled itself, or the trigger removed.
    case triggered(by: ImageStreamTag.ID?)
    /// The reference names no image stream, so its image is to be pushed to one.
    case noStream(reference: String)
    /// The tag points to no image, so one is to be pushed or imported.
    case noImage(ImageStreamTag.ID)
    /// The image comes by a tag, which is to import from elsewhere.
    case comesBy(tag: String)
    /// No command changes what an object runs for good, so the copy is to be named in its manifest.
    case nameCopy(kind: String, name: String)
}

/// Writes the `oc` commands that end one long reference, as the operations guide does it.
///
/// What each command does to a live object was measured: `oc set image-lookup` on a stream rewrites only images whose string
/// changes afterwards, so `oc set image` follows. On a workload it rewrites every container at once and looks for the last component
/// of each reference in the workload's own namespace, whatever registry and namespace the reference names, so it is never proposed.
struct RemedyWriter {
    /// The kinds whose images `oc` sets and the server resolves. A Job's or a Pod's own are fixed once it runs.
    private static let settable: Set<ObjectKind> = [.deployment, .statefulSet, .daemonSet, .cronJob, .deploymentConfig]

    /// Whether `oc set image` changes what a kind runs for good.
    static func isSettable(_ kind: ObjectKind) -> Bool { settable.contains(kind) }

    private let streams: ImageStreamIndex
    private let cluster: String
    private let workload: Workload.ID

    init(_ streams: ImageStreamIndex, cluster: String, workload: Workload.ID) {
        self.streams = streams
        self.cluster = cluster
        self.workload = workload
    }

    /// The commands for one container.
    ///
    /// - Parameters:
    ///   - tied: The tag that imports the reference already, where there is one, or that a trigger writes into the container.
    ///   - isTriggered: Whether it is a trigger that ties them.
    func commands(
        container: String, image: String, form: ImageReference.Form, tied: ImageStreamTag.ID?, isTriggered: Bool
    ) throws -> [RemedyStep] {
        guard let parts = ImageReference(image).parts else { return [] }
        if let volume = Container.volumeName(of: container) {
            return [.advice(.imageVolume(volume))]
        }
        guard Self.settable.contains(workload.kind) else {
            return [.advice(.notSettable(kind: workload.kind.title))]
        }
        if isTriggered {
            return [.advice(.triggered(by: tied))]
        }
        if form == .longInternal { return try internalCommands(parts, container: container) }
        if let tied, tied.stream.namespace == workload.namespace, try streams.has(tied, cluster: cluster) {
            return try use(tied, container: container)
        }
        return try importCommands(parts, container: container, names: names(of: parts))
    }

    /// The stream exists in some namespace, by the reference's own words.
    private func internalCommands(_ parts: ImageReference.Parts, container: String) throws -> [RemedyStep] {
        let components = parts.path.split(separator: "/").map(String.init)
        guard components.count == 2 else {
            return [.advice(.noStream(reference: parts.text))]
        }
        let tag = ImageStreamTag.ID(namespace: components[0], stream: components[1], tag: parts.tag ?? "latest")
        let isOwn = tag.stream.namespace == workload.namespace
        guard try streams.has(tag, cluster: cluster) else {
            // Written while the tag is missing, its short name would be asked of Docker Hub.
            return [.advice(.noImage(tag))]
        }
        if isOwn || workload.kind == .deploymentConfig { return try use(tag, container: container) }
        return try importCommands(parts, container: container, names: [components[1], components.joined(separator: "-")])
    }

    /// Import the reference into a stream of the workload's own namespace, then use that. A tag copied from another namespace's would
    /// not follow it; one that imports it from the internal registry, on schedule, does.
    private func importCommands(
        _ parts: ImageReference.Parts, container: String, names: @autoclosure () -> [String]
    ) throws -> [RemedyStep] {
        let source = parts.canonical
        let target = try streams.target(
            for: source, tag: parts.tag ?? "latest", names: names().map(StreamName.fitting), in: workload.namespace,
            cluster: cluster)
        return try [oc("tag", "--scheduled", source, target.description)] + use(target, container: container)
    }

    /// The repository's last component; where that is taken by other content, a name that says more of where this comes from.
    private func names(of parts: ImageReference.Parts) -> [String] {
        let components = parts.path.split(separator: "/").map(String.init)
        let name = components.last ?? parts.path
        let longer = components.count > 1 ? components.suffix(2).joined(separator: "-") : "\(name)-import"
        return [name, longer, components.joined(separator: "-")]
            + (parts.registry.map { [StreamName.words($0) + "-" + components.joined(separator: "-")] } ?? [])
    }

    private func use(_ tag: ImageStreamTag.ID, container: String) throws -> [RemedyStep] {
        // Short names are not resolved in a DeploymentConfig's Pods; its own triggers are what fills it, from any namespace.
        if workload.kind == .deploymentConfig {
            return [oc("-n", workload.namespace, "set", "triggers", target, "--from-image=\(tag)", "-c", container)]
        }
        let lookUp = oc("-n", workload.namespace, "set", "image-lookup", tag.stream.name)
        let set = oc("-n", workload.namespace, "set", "image", target, "\(container)=\(tag.name)")
        return (try streams.isLookedUp(tag.stream, cluster: cluster, by: workload) ? [] : [lookUp]) + [set]
    }

    private var target: String {
        "\(workload.kind == .cronJob ? "cronjob" : workload.kind.shortName)/\(workload.name)"
    }

    private func oc(_ words: String...) -> RemedyStep {
        .command((["oc"] + words).map(ShellWord.quoted).joined(separator: " "))
    }
}

/// Names for image streams, made of what references are made of.
enum StreamName {
    /// The name, short enough for an object and for a reference.
    static func fitting(_ name: String) -> String {
        var bytes = name.utf8.prefix(100)
        while let last = bytes.last, !isLetterOrDigit(last) { bytes.removeLast() }
        return bytes.isEmpty ? "image" : String(Substring(bytes))
    }

    /// A registry's host and port as a part of a name: letters and digits with dashes between.
    static func words(_ host: String) -> String {
        host.lowercased().utf8.split { !isLetterOrDigit($0) }.map { String(Substring($0)) }.joined(separator: "-")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) }
}
